"""What an author accepts: findings that a draft itself says are not to be reported."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from postlint.drafts.comments import Comment, find_comments
from postlint.drafts.front_matter import FrontMatter
from postlint.drafts.source import Source, Span
from postlint.errors import did_you_mean
from postlint.findings import INTERNAL_ERROR, META_RULES, UNUSED_IGNORE

KEY = "postlint"
"""The key in front matter that speaks to postlint."""

_KIND = re.compile(r"[\w-]*")
_COMMENTS = ("postlint-ignore", "postlint-ignore-file", "postlint-disable", "postlint-enable")
_OF_POST = ("post", "opening", "closing", "frontmatter")
"""Scopes of rules that look at one place of each post."""

_NAME = re.compile(r"[^\s,]+")
_REASON = re.compile(r"(?:^|\s)--(?:\s|$)")


@dataclass(frozen=True)
class Suppression:
    """Findings that are accepted.

    Attributes:
        where: the comment, or the line in the front matter, that says so.
        rules: ids of the rules; empty for all.
        covers: where in the source it holds.
        but: rules that it does not hold for.
        of_block: it holds for one block only.
    """

    where: Span
    rules: tuple[str, ...]
    covers: Span
    but: tuple[str, ...] = ()
    of_block: bool = False

    def holds(self, rule: str, place: Span) -> bool:
        """Say whether a rule's findings at a place are accepted; failures of postlint never are."""
        if rule == INTERNAL_ERROR or rule in self.but or (self.rules and rule not in self.rules):
            return False
        return self.covers.start <= place.start < self.covers.end or self.covers == place


@dataclass(frozen=True)
class Fault:
    """What is wrong with a suppression itself."""

    where: Span
    message: str
    help: str


@dataclass
class Suppressions:
    """All that a file says of what it accepts, and what came of it.

    Attributes:
        each: its suppressions, in the order of the text.
        faults: what is wrong with them.
        skipped: the file says that it is not to be checked at all.
    """

    each: list[Suppression] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    skipped: bool = False
    _used: set[tuple[Span, str]] = field(default_factory=set)

    def accept(self, rule: str, place: Span) -> bool:
        """Say whether a finding is accepted, and keep in mind by what."""
        holding = [one for one in self.each if one.holds(rule, place)]
        self._used.update((one.where, rule) for one in holding)
        return bool(holding)

    def without_accepted(self, faults: Sequence[Fault]) -> list[Fault]:
        """Return the faults that no suppression accepts by naming `unused-ignore`."""
        accepting = sorted(
            (one.covers.start, one.covers.end) for one in self.each if UNUSED_IGNORE in one.rules
        )
        starts = [start for start, _ in accepting]
        # Where a fault starts, it's accepted if one of the regions before it hasn't ended yet.
        ends = [0, *accumulate((end for _, end in accepting), max)]
        return [
            fault
            for fault in faults
            if ends[bisect_right(starts, fault.where.start)] <= fault.where.start
        ]

    def unused(self, scopes: Mapping[str, str]) -> Iterator[Fault]:
        """Yield those that accept nothing; call it when all findings of the file were asked for.

        `scopes` are the scopes of the rules that were run, by id: of the others nothing is known.
        """
        used = {where for where, _ in self._used}
        told: set[tuple[Span, str]] = set()
        for one in self.each:
            for rule in one.rules or ("",):
                if (one.where, rule) in told or (rule and rule not in scopes):
                    continue
                told.add((one.where, rule))
                if (one.where, rule) not in self._used if rule else one.where not in used:
                    yield _unused(one, rule, scopes.get(rule))


def _unused(one: Suppression, rule: str, scope: str | None) -> Fault:
    if scope == "feed":
        message = f"`{rule}` looks at a whole feed, so no draft can ignore it."
        return Fault(one.where, message, "Put it under `ignore` in postlint.toml.")
    what = f"`{rule}` finds nothing here" if rule else "Nothing is found here"
    if one.of_block and scope in _OF_POST:
        advice = (
            f"`{rule}` looks at the post as a whole: accept it with `postlint-ignore-file {rule}`, "
            f"or with `ignore: [{rule}]` under `postlint` in the front matter, or take this away."
        )
    else:
        advice = "Take it away, so that it hides nothing later."
    return Fault(one.where, f"{what}, so there is nothing to ignore.", advice)


def read_suppressions(
    source: Source, front_matter: FrontMatter, known: Sequence[str], parts: Sequence[Span]
) -> Suppressions:
    """Read what a file accepts, from its front matter and its comments.

    Args:
        source: the file.
        front_matter: what it says of itself.
        known: the ids of all rules that there are.
        parts: the parts of the file that are read one by one: posts, and what stands between them.
    """
    found = Suppressions()
    _read_front_matter(found, source, front_matter)
    named = _read_comments(found, source, parts)
    named += [(one.where, rule) for one in found.each for rule in one.rules]
    for where, rule in dict.fromkeys(named):
        if rule not in known and rule not in META_RULES:
            message = f"There is no rule `{rule}`{did_you_mean(rule, known)}."
            found.faults.append(Fault(where, message, "`postlint rules` lists them."))
    return found


def _read_front_matter(found: Suppressions, source: Source, front_matter: FrontMatter) -> None:
    said = front_matter.values.get(KEY)
    if said is None or said is True:
        return
    where = front_matter.place_of(source, KEY)
    if said is False:
        found.skipped = True
        return
    names = said.get("ignore") if isinstance(said, Mapping) else None
    if isinstance(names, str):
        names = [names]
    listed = isinstance(names, list) and all(isinstance(name, str) for name in names)
    if not listed or set(said) != {"ignore"}:
        advice = "Write `postlint: {ignore: [no-question]}`, or `postlint: false` to check nothing."
        found.faults.append(Fault(where, "This says nothing that postlint knows.", advice))
    if listed and names:
        found.each.append(Suppression(where, tuple(names), Span(0, len(source.text) + 1)))


def _read_comments(
    found: Suppressions, source: Source, parts: Sequence[Span]
) -> list[tuple[Span, str]]:
    """Read the comments; return the rules that end regions, each with its comment."""
    enabled: list[tuple[Span, str]] = []
    end = len(source.text)
    open_ones: list[Suppression] = []
    for comment in (one for part in parts for one in find_comments(source, part)):
        kind, rules = _parse(comment)
        if kind == "ignore-file":
            found.each.append(Suppression(comment.span, rules, Span(0, end + 1)))
        elif kind == "ignore":
            found.each.append(Suppression(comment.span, rules, comment.block, of_block=True))
        elif kind == "disable":
            open_ones.append(Suppression(comment.span, rules, Span(comment.span.start, end + 1)))
        elif kind == "enable":
            enabled += [(comment.span, rule) for rule in rules]
            idle = [rule for rule in rules if not any(_is_disabled(one, rule) for one in open_ones)]
            if not open_ones or idle:
                message = (
                    f"`{idle[0]}` is not disabled here."
                    if open_ones
                    else "Nothing is disabled here."
                )
                found.faults.append(Fault(comment.span, message, "Take it away."))
            open_ones = list(_enabled(found, open_ones, rules, comment.span.start))
        else:
            near = did_you_mean(f"postlint-{kind}", _COMMENTS)
            message = f"`postlint-{kind}` says nothing{near}."
            advice = "There are " + ", ".join(f"`{one}`" for one in _COMMENTS) + "."
            found.faults.append(Fault(comment.span, message, advice))
    found.each += open_ones
    return enabled


def _is_disabled(one: Suppression, rule: str) -> bool:
    return rule not in one.but and (not one.rules or rule in one.rules)


def _enabled(
    found: Suppressions, open_ones: list[Suppression], rules: tuple[str, ...], place: int
) -> Iterator[Suppression]:
    """End regions at a place, and yield what goes on beyond it."""
    for one in open_ones:
        ended = [rule for rule in one.rules if not rules or rule in rules]
        if one.rules and not ended:
            yield one
            continue
        found.each.append(replace(one, covers=Span(one.covers.start, place)))
        rest = replace(one, covers=Span(place, one.covers.end))
        if one.rules and len(ended) < len(one.rules):
            yield replace(rest, rules=tuple(rule for rule in one.rules if rule not in ended))
        elif not one.rules and rules:
            yield replace(rest, but=(*one.but, *rules))


def _parse(comment: Comment) -> tuple[str, tuple[str, ...]]:
    """Return what a comment wants, and for which rules; a reason may follow `--`."""
    said = _REASON.split(comment.text, maxsplit=1)[0]
    kind = _KIND.match(said)
    name = kind[0] if kind else ""
    return name, tuple(_NAME.findall(said[len(name) :]))
