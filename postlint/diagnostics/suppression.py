"""Suppressions: comments and front matter that hide findings in a draft."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from postlint.core.errors import RULES_HELP, did_you_mean
from postlint.core.terminal_text import shorten
from postlint.diagnostics.finding import (
    INTERNAL_ERROR,
    META_RULES,
    UNUSED_IGNORE,
    Finding,
    Location,
)
from postlint.document.directive_comments import DirectiveComment, find_directive_comments
from postlint.document.front_matter import FrontMatter
from postlint.document.source import Source, Span

KEY = "postlint"
"""The key for postlint in front matter."""

_KIND = re.compile(r"[\w-]*")
_COMMENTS = ("postlint-ignore", "postlint-ignore-file", "postlint-disable", "postlint-enable")
_POST_SCOPES = ("post", "opening", "closing", "frontmatter")
"""Scopes of rules that check one part of each post."""

_NAME = re.compile(r"[^\s,]+")
_REASON = re.compile(r"(?:^|\s)--(?:\s|$)")


@dataclass(frozen=True)
class Suppression:
    """A comment or front matter that suppresses findings.

    Attributes:
        span: the comment, or the line in the front matter.
        rules: the ids of the suppressed rules; empty for all.
        effective_span: the part of the source that it applies to.
        is_block_level: whether it applies only to one block.
        reenabled_at: the sorted offsets where rules are enabled again, by rule id.
    """

    span: Span
    rules: tuple[str, ...]
    effective_span: Span
    is_block_level: bool = False
    reenabled_at: Mapping[str, list[int]] = field(default_factory=dict)

    def effective_span_for(self, rule: str) -> Span:
        """Return the part of the source that it applies to for one of its rules."""
        offsets = self.reenabled_at.get(rule, ())
        index = bisect_left(offsets, self.effective_span.start)
        end = offsets[index] if index < len(offsets) else self.effective_span.end
        return Span(self.effective_span.start, min(end, self.effective_span.end))


@dataclass
class Suppressions:
    """The suppressions in a file, and which findings they suppress.

    Attributes:
        source: the file.
        entries: the suppressions, in the order of the text.
        issues: findings about the suppressions themselves.
        skipped: whether the front matter says to skip the file.
    """

    source: Source
    entries: list[Suppression] = field(default_factory=list)
    issues: list[Finding] = field(default_factory=list)
    skipped: bool = False
    # Where rules with findings are suppressed, even if that's nowhere.
    _spans_by_rule: dict[str, _SpanSet] = field(default_factory=dict)
    _suppressed: dict[str, list[Span]] = field(default_factory=dict)

    def add_issue(
        self, span: Span, message: str, help_text: str, unused_rule: str | None = None
    ) -> None:
        """Add a finding about a suppression; `unused_rule` is as in `Finding`."""
        location = Location.in_source(self.source, span, message, help_text)
        self.issues.append(Finding(UNUSED_IGNORE, "warning", (location,), unused_rule=unused_rule))

    def suppress(self, rule: str, span: Span) -> bool:
        """Return whether a finding is suppressed, and record it. Internal errors never are.

        Call this after the whole file has been read.
        """
        if rule == INTERNAL_ERROR:
            return False
        if rule not in self._spans_by_rule:
            self._spans_by_rule[rule] = _SpanSet(
                entry.effective_span_for(rule)
                for entry in self.entries
                if not entry.rules or rule in entry.rules
            )
        if not self._spans_by_rule[rule].covers_start_of(span):
            return False
        self._suppressed.setdefault(rule, []).append(span)
        return True

    def unsuppressed_issues(self) -> list[Finding]:
        """Return the issues without those that an `unused-ignore` suppression covers."""
        suppressed = _SpanSet(
            entry.effective_span_for(UNUSED_IGNORE)
            for entry in self.entries
            if UNUSED_IGNORE in entry.rules
        )
        return [issue for issue in self.issues if not suppressed.covers_start_of(issue.span)]

    def add_unused(self, scopes: Mapping[str, str]) -> None:
        """Add an issue for each unused suppression; call this after `suppress` got all findings.

        `scopes` has the scopes of the rules that ran, by id. Other rules might have findings.
        """
        suppressed = {rule: _SpanSet(spans) for rule, spans in self._suppressed.items()}
        used = {
            (entry.span, rule)
            for entry in self.entries
            for rule in entry.rules or ("",)
            if any(
                suppressed[name].starts_in(entry.effective_span_for(name))
                for name in ([rule] if rule else suppressed)
                if name in suppressed
            )
        }
        for entry in self.entries:
            for rule in entry.rules or ("",):
                if (entry.span, rule) not in used and (not rule or rule in scopes):
                    used.add((entry.span, rule))  # so it's reported only once
                    self._add_unused(entry, rule, scopes.get(rule))

    def _add_unused(self, entry: Suppression, rule: str, scope: str | None) -> None:
        if scope == "feed":
            message = f"`{rule}` checks a whole feed, so a draft can't ignore it."
            self.add_issue(entry.span, message, "Add it to `ignore` in postlint.toml.")
            return
        problem = f"`{rule}` finds nothing here" if rule else "No rule finds anything here"
        unused_rule: str | None = rule
        help_text = "Remove it, so it doesn't hide findings later."
        if entry.is_block_level and scope in _POST_SCOPES:
            if rule in self._spans_by_rule:
                unused_rule = None  # it's needed, but elsewhere in the post
            help_text = (
                f"Use `postlint-ignore-file {rule}`, or `postlint: {{ignore: [{rule}]}}` in the "
                "front matter: the rule checks the whole post."
            )
        self.add_issue(
            entry.span, f"{problem}, so there is nothing to ignore.", help_text, unused_rule
        )


class _SpanSet:
    """A set of spans that can be asked how it overlaps with another span."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = set(spans)
        sorted_spans = sorted(self._spans, key=lambda span: span.start)
        self._starts = [span.start for span in sorted_spans]
        self._merged: list[Span] = []
        for span in sorted_spans:
            if self._merged and span.start <= self._merged[-1].end:
                last = self._merged.pop()
                span = Span(last.start, max(last.end, span.end))
            self._merged.append(span)

    def covers_start_of(self, span: Span) -> bool:
        """Return whether the start of a span is in the set, or exactly this span is."""
        index = bisect_right(self._merged, span.start, key=lambda span: span.start) - 1
        return span in self._spans or (index >= 0 and span.start < self._merged[index].end)

    def starts_in(self, span: Span) -> bool:
        """Return whether something in the set starts in a span, or exactly this span is."""
        index = bisect_left(self._starts, span.start)
        starts_inside = index < len(self._starts) and self._starts[index] < span.end
        return starts_inside or span in self._spans


def read_suppressions(
    source: Source, front_matter: FrontMatter, known: Sequence[str], parts: Sequence[Span]
) -> Suppressions:
    """Read the suppressions in a file, from its front matter and its comments.

    Args:
        source: the file.
        front_matter: its front matter.
        known: the ids of all rules.
        parts: the posts in the file, and the text between them.
    """
    suppressions = Suppressions(source)
    _read_front_matter(suppressions, front_matter)
    named_rules = _read_comments(suppressions, parts)
    named_rules += [(entry.span, rule) for entry in suppressions.entries for rule in entry.rules]
    ids = frozenset([*known, *META_RULES])
    unknown = [(span, rule) for span, rule in dict.fromkeys(named_rules) if rule not in ids]
    for span, rule in unknown[:_MAX_UNKNOWN]:
        message = f"Unknown rule `{shorten(rule)}`{did_you_mean(rule, known)}."
        suppressions.add_issue(span, message, _RULES_HELP)
    if more := unknown[_MAX_UNKNOWN:]:
        message = f"{len(more):,} more unknown rules from here on."
        suppressions.add_issue(more[0][0], message, _RULES_HELP)
    return suppressions


_MAX_UNKNOWN = 100
"""The maximum number of unknown rules to report one by one."""

_RULES_HELP = f"{RULES_HELP[0].upper()}{RULES_HELP[1:]}."


def _read_front_matter(suppressions: Suppressions, front_matter: FrontMatter) -> None:
    source = suppressions.source
    value = front_matter.get(KEY)
    if value is None or value is True:
        return
    span = front_matter.span_of_key(source, KEY)
    if value is False:
        suppressions.skipped = True
        return
    names = value.get("ignore") if isinstance(value, Mapping) else None
    if isinstance(names, str):
        names = [names]
    is_valid_list = isinstance(names, list) and all(isinstance(name, str) for name in names)
    only_split = isinstance(value, Mapping) and set(value) == {"split"}
    if not only_split and (not is_valid_list or not set(value) <= {"ignore", "split"}):
        help_text = (
            "Write `postlint: {ignore: [no-question]}`, or `postlint: false` to skip this file."
        )
        suppressions.add_issue(
            span, "postlint doesn't know what this `postlint` key means.", help_text
        )
    if is_valid_list and names:
        suppressions.entries.append(Suppression(span, tuple(names), Span(0, len(source.text) + 1)))


def _read_comments(suppressions: Suppressions, parts: Sequence[Span]) -> list[tuple[Span, str]]:
    """Read the comments. Return the rules in `postlint-enable` comments, each with its span."""
    source = suppressions.source
    enabled_rules: list[tuple[Span, str]] = []
    end = len(source.text)
    regions = _Regions(suppressions)
    for comment in (comment for part in parts for comment in find_directive_comments(source, part)):
        kind, rules = _parse(comment)
        if kind == "ignore-file":
            suppressions.entries.append(Suppression(comment.span, rules, Span(0, end + 1)))
        elif kind == "ignore":
            suppressions.entries.append(
                Suppression(comment.span, rules, comment.block, is_block_level=True)
            )
        elif kind == "disable":
            regions.disable(comment.span, rules)
        elif kind == "enable":
            enabled_rules += [(comment.span, rule) for rule in rules]
            regions.enable(comment.span, rules)
        else:
            # Finding a similar name is slow, and a hostile draft can have thousands of them.
            is_below_limit = len(suppressions.issues) < _MAX_UNKNOWN
            suggestion = did_you_mean(f"postlint-{kind}", _COMMENTS) if is_below_limit else ""
            message = f"postlint doesn't know the comment `postlint-{shorten(kind)}`{suggestion}."
            help_text = "Use one of these: " + ", ".join(f"`{name}`" for name in _COMMENTS) + "."
            suppressions.add_issue(comment.span, message, help_text)
    regions.end(end + 1)
    return enabled_rules


class _Regions:
    """Tracks the regions between `postlint-disable` and `postlint-enable` comments."""

    def __init__(self, suppressions: Suppressions) -> None:
        self._suppressions = suppressions
        self._open: list[tuple[Span, tuple[str, ...]]] = []
        self._disabled: set[str] = set()
        self._all_since: int | None = None
        self._enabled: dict[str, list[int]] = {}

    def disable(self, span: Span, rules: tuple[str, ...]) -> None:
        """Start a region."""
        self._open.append((span, rules))
        self._disabled.update(rules)
        if not rules:
            self._all_since = span.start

    def enable(self, span: Span, rules: tuple[str, ...]) -> None:
        """End the regions of some rules, or of all rules."""
        not_disabled = next((rule for rule in rules if not self._is_disabled(rule)), "")
        if not self._disabled and self._all_since is None:
            self._suppressions.add_issue(span, "No rule is disabled here.", "Remove it.", "")
        elif not_disabled:
            message = f"`{shorten(not_disabled)}` isn't disabled here."
            self._suppressions.add_issue(span, message, "Remove it.", not_disabled)
        if not rules:
            self.end(span.start)
        self._disabled.difference_update(rules)
        for rule in rules:
            self._enabled.setdefault(rule, []).append(span.start)

    def end(self, offset: int) -> None:
        """End all regions."""
        for span, rules in self._open:
            region = Span(span.start, offset)
            self._suppressions.entries.append(
                Suppression(span, rules, region, reenabled_at=self._enabled)
            )
        self._open.clear()
        self._disabled.clear()
        self._all_since = None

    def _is_disabled(self, rule: str) -> bool:
        last = self._enabled.get(rule, [-1])[-1]
        return rule in self._disabled or (self._all_since is not None and last < self._all_since)


def _parse(comment: DirectiveComment) -> tuple[str, tuple[str, ...]]:
    """Return the kind of a comment and its rules. A reason can follow `--`."""
    directive = _REASON.split(comment.text, maxsplit=1)[0]
    kind = _KIND.match(directive)
    name = kind[0] if kind else ""
    return name, tuple(_NAME.findall(directive[len(name) :]))


_COMMENT_START = re.compile(r"(?:<!--|\{/\*)\s*postlint-[\w-]*")
_COMMENT_END_LENGTH = 3
"""The number of characters in `-->` and `*/}`."""


def remove_rules(comment: str, rules: Container[str]) -> str:
    """Return a comment without some of its rules; "" if no rule is left."""
    start = _COMMENT_START.match(comment)
    if start is None:
        return comment
    content = comment[start.end() : -_COMMENT_END_LENGTH]
    names_text = _REASON.split(content, maxsplit=1)[0]
    remaining = [name for name in _NAME.findall(names_text) if name not in rules]
    if not remaining:
        return ""
    separator = ", " if "," in names_text else " "
    rest = comment[start.end() + len(names_text.rstrip()) :]
    return f"{start[0]} {separator.join(remaining)}{rest}"
