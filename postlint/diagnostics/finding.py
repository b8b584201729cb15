"""Findings: what rules report about posts and feeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from postlint.core.platforms import PLATFORMS
from postlint.core.positions import Position
from postlint.document.source import Source, Span

Severity = Literal["info", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The severities, from mildest to worst."""

INTERNAL_ERROR = "internal-error"
"""The rule id of a finding that reports a failed check."""


UNUSED_IGNORE = "unused-ignore"
"""The rule id of findings about suppressions that are unused or name an unknown rule."""

META_RULES: Mapping[str, str] = {
    INTERNAL_ERROR: (
        "A rule failed on a post. The other rules still run, and the exit status is 2. "
        "You can't suppress it with a comment, front matter, or a baseline."
    ),
    UNUSED_IGNORE: (
        "A comment or the front matter ignores a rule that finds nothing there, or names a rule "
        "that doesn't exist. Remove the name, so it doesn't hide findings later. "
        "`--select unused-ignore` reports only these; `--ignore unused-ignore` turns it off."
    ),
}
"""The rules without a rule file, and what each reports."""


_SEVERITY = {"type": "string", "enum": [*SEVERITIES]}
SEVERITY_SCHEMA: dict[str, Any] = {
    "anyOf": [
        _SEVERITY,
        {
            "type": "object",
            "propertyNames": {"enum": ["default", *PLATFORMS]},
            "additionalProperties": _SEVERITY,
            "required": ["default"],
        },
    ]
}
"""The JSON Schema of a severity that can differ by platform."""


def is_at_least(severity: Severity, floor: Severity) -> bool:
    """Return whether a severity is `floor` or worse."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(floor)


@dataclass(frozen=True)
class Location:
    """A location of a finding, with its message and help.

    Attributes:
        path: the file's path as the user gave it.
        span: offsets in the source; empty for a post of a feed, because its text isn't kept.
        start: its first line and column.
        end: the line and column after it.
        message: what is wrong here.
        help: the next step.
        excerpt: the source text from `start` to `end`.
        suggestion: text to insert, if something is missing here.
        post: the index of the post in its feed, for a finding about a feed.
    """

    path: str
    span: Span
    start: Position
    end: Position
    message: str
    help: str
    excerpt: str = ""
    suggestion: str | None = None
    post: int | None = None

    @classmethod
    def in_source(
        cls,
        source: Source,
        span: Span,
        message: str,
        help_text: str,
        suggestion: str | None = None,
    ) -> Location:
        """Return the location of a span of a source."""
        return cls(
            source.path,
            span,
            source.position(span.start),
            source.position(span.end),
            message,
            help_text,
            source.text[span.start : span.end],
            suggestion,
        )


@dataclass(frozen=True)
class Finding:
    """A problem that a rule found in a post or a feed.

    Its message, help, and position are those of the first location.

    Attributes:
        rule: the rule's id.
        severity: its severity.
        locations: the affected locations, at least one.
        is_post_level: whether it's about a whole post; the location is then only a starting point.
        unused_rule: for an `unused-ignore` finding, the rule name that can be removed from the
            comment; "" for the whole comment; None if removing it might be wrong.
    """

    rule: str
    severity: Severity
    locations: tuple[Location, ...]
    is_post_level: bool = False
    unused_rule: str | None = None

    @property
    def path(self) -> str:
        """The file's path as the user gave it."""
        return self.locations[0].path

    @property
    def message(self) -> str:
        """What is wrong."""
        return self.locations[0].message

    @property
    def help(self) -> str:
        """The next step."""
        return self.locations[0].help

    @property
    def suggestion(self) -> str | None:
        """Text to insert, if something is missing."""
        return self.locations[0].suggestion

    @property
    def excerpt(self) -> str:
        """The source text at the location."""
        return self.locations[0].excerpt

    @property
    def span(self) -> Span:
        """Offsets in the source."""
        return self.locations[0].span

    @property
    def start(self) -> Position:
        """The first line and column."""
        return self.locations[0].start

    @property
    def end(self) -> Position:
        """The line and column after it."""
        return self.locations[0].end

    def without(self, is_suppressed: Callable[[Location], bool]) -> Finding | None:
        """Return the finding without the suppressed locations; None if all are suppressed.

        `is_suppressed` is called for every location, so it can record which ones it suppresses.
        """
        remaining = tuple(location for location in self.locations if not is_suppressed(location))
        if len(remaining) == len(self.locations):
            return self
        return replace(self, locations=remaining) if remaining else None


def position_key(finding: Finding) -> tuple[int, int, str]:
    """Return a key that sorts findings by their position in the text."""
    return finding.span.start, finding.span.end, finding.rule
