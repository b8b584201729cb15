"""What an author accepts: findings that a draft itself says are not to be reported."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from postlint.core.errors import RULES_HELP, did_you_mean
from postlint.core.terminal_text import shorten
from postlint.diagnostics.finding import INTERNAL_ERROR, META_RULES, UNUSED_IGNORE
from postlint.document.directive_comments import DirectiveComment, find_directive_comments
from postlint.document.front_matter import FrontMatter
from postlint.document.source import Source, Span

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
        of_block: it holds for one block only.
        enabled: where rules are enabled again, in order, by id.
    """

    where: Span
    rules: tuple[str, ...]
    covers: Span
    of_block: bool = False
    enabled: Mapping[str, list[int]] = field(default_factory=dict)

    def effective_span_for(self, rule: str) -> Span:
        """Return where it holds for one of its rules."""
        places = self.enabled.get(rule, ())
        index = bisect_left(places, self.covers.start)
        end = places[index] if index < len(places) else self.covers.end
        return Span(self.covers.start, min(end, self.covers.end))


@dataclass(frozen=True)
class SuppressionIssue:
    """What is wrong with a suppression itself.

    Attributes:
        where: its place.
        message: what is wrong.
        help: what to do.
        unused: as in `Finding`.
    """

    where: Span
    message: str
    help: str
    unused: str | None = None


@dataclass
class Suppressions:
    """All that a file says of what it accepts, and what came of it.

    Attributes:
        each: its suppressions, in the order of the text.
        issues: what is wrong with them.
        skipped: the file says that it is not to be checked at all.
    """

    each: list[Suppression] = field(default_factory=list)
    issues: list[SuppressionIssue] = field(default_factory=list)
    skipped: bool = False
    _spans_by_rule: dict[str, _SpanSet] = field(default_factory=dict)
    _accepted: dict[str, list[Span]] = field(default_factory=dict)
    _found: set[str] = field(default_factory=set)

    def accept(self, rule: str, place: Span) -> bool:
        """Return whether a finding is accepted, and note it; failures of postlint never are.

        Call it when all of the file has been read.
        """
        if rule == INTERNAL_ERROR:
            return False
        self._found.add(rule)
        if rule not in self._spans_by_rule:
            own = [one for name in ("", rule) for one in self._by_rule.get(name, ())]
            self._spans_by_rule[rule] = _SpanSet(one.effective_span_for(rule) for one in own)
        if place not in self._spans_by_rule[rule]:
            return False
        self._accepted.setdefault(rule, []).append(place)
        return True

    @cached_property
    def _by_rule(self) -> Mapping[str, list[Suppression]]:
        """The suppressions of each rule; of all rules under ""."""
        found: dict[str, list[Suppression]] = {}
        for one in self.each:
            for rule in dict.fromkeys(one.rules or ("",)):
                found.setdefault(rule, []).append(one)
        return found

    def without_suppressed(self, faults: Sequence[SuppressionIssue]) -> list[SuppressionIssue]:
        """Return the faults that no suppression accepts by naming `unused-ignore`."""
        accepting = _SpanSet(
            one.effective_span_for(UNUSED_IGNORE) for one in self.each if UNUSED_IGNORE in one.rules
        )
        return [fault for fault in faults if fault.where not in accepting]

    def unused(self, scopes: Mapping[str, str]) -> Iterator[SuppressionIssue]:
        """Yield those that accept nothing; call it when all findings of the file were asked for.

        `scopes` are the scopes of the rules that were run, by id: of the others nothing is known.
        """
        accepted = {rule: _SpanStarts(places) for rule, places in self._accepted.items()}
        used = {
            (one.where, rule)
            for one in self.each
            for rule in one.rules or ("",)
            if any(
                accepted[name].are_in(one.effective_span_for(name))
                for name in _named(rule, accepted)
            )
        }
        told: set[tuple[Span, str]] = set()
        for one in self.each:
            for rule in one.rules or ("",):
                if (one.where, rule) in told or (rule and rule not in scopes):
                    continue
                told.add((one.where, rule))
                if (one.where, rule) not in used:
                    yield _unused(one, rule, scopes.get(rule), is_found=rule in self._found)


def _named(rule: str, accepted: Mapping[str, _SpanStarts]) -> Iterable[str]:
    """Return the rules with accepted findings that a name in a suppression means."""
    if not rule:
        return accepted
    return (rule,) if rule in accepted else ()


class _SpanSet:
    """Stretches of a source, to be asked whether one of them covers a place."""

    def __init__(self, spans: Iterable[Span]) -> None:
        joined: list[Span] = []
        self._whole = set()
        for span in sorted(spans, key=lambda span: span.start):
            self._whole.add(span)
            if joined and span.start <= joined[-1].end:
                joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
            else:
                joined.append(span)
        self._joined = joined

    def __contains__(self, place: Span) -> bool:
        index = bisect_right(self._joined, place.start, key=lambda span: span.start) - 1
        return place in self._whole or (index >= 0 and place.start < self._joined[index].end)


class _SpanStarts:
    """Places in a source, to be asked whether one of them is in a stretch."""

    def __init__(self, places: Iterable[Span]) -> None:
        self._whole = set(places)
        self._starts = sorted(place.start for place in self._whole)

    def are_in(self, stretch: Span) -> bool:
        index = bisect_left(self._starts, stretch.start)
        found = index < len(self._starts) and self._starts[index] < stretch.end
        return found or stretch in self._whole


def _unused(one: Suppression, rule: str, scope: str | None, *, is_found: bool) -> SuppressionIssue:
    if scope == "feed":
        message = f"`{rule}` checks a whole feed, so a draft can't ignore it."
        return SuppressionIssue(one.where, message, "Add it to `ignore` in postlint.toml.")
    what = f"`{rule}` finds nothing here" if rule else "No rule finds anything here"
    unused: str | None = rule
    if one.of_block and scope in _OF_POST:
        if is_found:
            unused = None  # it's needed, but in another place
        advice = (
            f"Use `postlint-ignore-file {rule}`, or `postlint: {{ignore: [{rule}]}}` in the front "
            "matter: the rule checks the whole post."
        )
    else:
        advice = "Remove it, so it doesn't hide findings later."
    return SuppressionIssue(one.where, f"{what}, so there is nothing to ignore.", advice, unused)


def read_suppressions(
    source: Source, front_matter: FrontMatter, known: Sequence[str], parts: Sequence[Span]
) -> Suppressions:
    """Read what a file accepts, from its front matter and its comments.

    Args:
        source: the file.
        front_matter: its front matter.
        known: the ids of all rules that there are.
        parts: the parts of the file that are read one by one: posts, and what is between them.
    """
    found = Suppressions()
    _read_front_matter(found, source, front_matter)
    named = _read_comments(found, source, parts)
    named += [(one.where, rule) for one in found.each for rule in one.rules]
    ids = frozenset([*known, *META_RULES])
    unknown = [(where, rule) for where, rule in dict.fromkeys(named) if rule not in ids]
    for where, rule in unknown[:_MAX_UNKNOWN]:
        message = f"Unknown rule `{shorten(rule)}`{did_you_mean(rule, known)}."
        found.issues.append(SuppressionIssue(where, message, _RULES_HELP))
    if left := unknown[_MAX_UNKNOWN:]:
        message = f"{len(left):,} more unknown rules from here on."
        found.issues.append(SuppressionIssue(left[0][0], message, _RULES_HELP))
    return found


_MAX_UNKNOWN = 100
"""Names of rules that don't exist are reported one by one up to this many."""

_RULES_HELP = f"{RULES_HELP[0].upper()}{RULES_HELP[1:]}."


def _read_front_matter(found: Suppressions, source: Source, front_matter: FrontMatter) -> None:
    said = front_matter.get(KEY)
    if said is None or said is True:
        return
    where = front_matter.span_of_key(source, KEY)
    if said is False:
        found.skipped = True
        return
    names = said.get("ignore") if isinstance(said, Mapping) else None
    if isinstance(names, str):
        names = [names]
    listed = isinstance(names, list) and all(isinstance(name, str) for name in names)
    only_split = isinstance(said, Mapping) and set(said) == {"split"}
    if not only_split and (not listed or not set(said) <= {"ignore", "split"}):
        advice = (
            "Write `postlint: {ignore: [no-question]}`, or `postlint: false` to skip this file."
        )
        found.issues.append(
            SuppressionIssue(where, "postlint doesn't know what this `postlint` key means.", advice)
        )
    if listed and names:
        found.each.append(Suppression(where, tuple(names), Span(0, len(source.text) + 1)))


def _read_comments(
    found: Suppressions, source: Source, parts: Sequence[Span]
) -> list[tuple[Span, str]]:
    """Read the comments; return the rules that end regions, each with its comment."""
    named: list[tuple[Span, str]] = []
    end = len(source.text)
    regions = _Regions(found)
    for comment in (one for part in parts for one in find_directive_comments(source, part)):
        kind, rules = _parse(comment)
        if kind == "ignore-file":
            found.each.append(Suppression(comment.span, rules, Span(0, end + 1)))
        elif kind == "ignore":
            found.each.append(Suppression(comment.span, rules, comment.block, of_block=True))
        elif kind == "disable":
            regions.open(comment.span, rules)
        elif kind == "enable":
            named += [(comment.span, rule) for rule in rules]
            if fault := regions.close(rules, comment.span.start):
                message, unused = fault
                found.issues.append(SuppressionIssue(comment.span, message, "Remove it.", unused))
        else:
            # Looking for a similar name takes time, and a hostile draft may have thousands.
            few = len(found.issues) < _MAX_UNKNOWN
            near = did_you_mean(f"postlint-{kind}", _COMMENTS) if few else ""
            message = f"postlint doesn't know the comment `postlint-{shorten(kind)}`{near}."
            advice = "Use one of these: " + ", ".join(f"`{one}`" for one in _COMMENTS) + "."
            found.issues.append(SuppressionIssue(comment.span, message, advice))
    regions.close((), end + 1)
    return named


class _Regions:
    """The regions between `postlint-disable` and `postlint-enable`, as a file is read."""

    def __init__(self, found: Suppressions) -> None:
        self._found = found
        self._open: list[tuple[Span, tuple[str, ...]]] = []
        self._disabled: set[str] = set()
        self._all_since: int | None = None
        self._enabled: dict[str, list[int]] = {}

    def open(self, where: Span, rules: tuple[str, ...]) -> None:
        """Begin a region."""
        self._open.append((where, rules))
        self._disabled.update(rules)
        if not rules:
            self._all_since = where.start

    def close(self, rules: tuple[str, ...], place: int) -> tuple[str, str] | None:
        """End the regions of some rules, or of all.

        Return what is wrong with that, and the name that can be removed; None if nothing is.
        """
        idle = next((rule for rule in rules if not self._is_disabled(rule)), "")
        fault = None
        if not self._disabled and self._all_since is None:
            fault = "No rule is disabled here.", ""
        elif idle:
            fault = f"`{shorten(idle)}` isn't disabled here.", idle
        if rules:
            self._disabled.difference_update(rules)
            for rule in rules:
                self._enabled.setdefault(rule, []).append(place)
        else:
            for where, own in self._open:
                covers = Span(where.start, place)
                self._found.each.append(Suppression(where, own, covers, enabled=self._enabled))
            self._open.clear()
            self._disabled.clear()
            self._all_since = None
        return fault

    def _is_disabled(self, rule: str) -> bool:
        if rule in self._disabled:
            return True
        last = self._enabled.get(rule, [-1])[-1]
        return self._all_since is not None and last < self._all_since


def _parse(comment: DirectiveComment) -> tuple[str, tuple[str, ...]]:
    """Return what a comment wants, and for which rules; a reason may follow `--`."""
    said = _REASON.split(comment.text, maxsplit=1)[0]
    kind = _KIND.match(said)
    name = kind[0] if kind else ""
    return name, tuple(_NAME.findall(said[len(name) :]))


_BEGINNING = re.compile(r"(?:<!--|\{/\*)\s*postlint-[\w-]*")
_CLOSING = 3
"""Characters of `-->` and `*/}`."""


def remove_rules(comment: str, rules: Container[str]) -> str:
    """Return a comment without some of its rules, the rest of it kept; "" if no rule is left."""
    beginning = _BEGINNING.match(comment)
    if beginning is None:
        return comment
    words = comment[beginning.end() : -_CLOSING]
    named = _REASON.split(words, maxsplit=1)[0]
    kept = [name for name in _NAME.findall(named) if name not in rules]
    if not kept:
        return ""
    between = ", " if "," in named else " "
    rest = comment[beginning.end() + len(named.rstrip()) :]
    return f"{beginning[0]} {between.join(kept)}{rest}"
