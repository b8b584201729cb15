"""What postlint has to say about a post."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from postlint.core.platforms import PLATFORMS
from postlint.document.source import Position, Source, Span

Severity = Literal["info", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""From the mildest to the worst."""

INTERNAL_ERROR = "internal-error"
"""Rule of the finding that stands for a check that failed."""


UNUSED_IGNORE = "unused-ignore"
"""Rule of the findings on suppressions that suppress nothing, or name no rule."""

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
"""Rules without a file of their own, and what each reports."""


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
"""JSON Schema of a severity that may differ by platform."""


def is_at_least(severity: Severity, floor: Severity) -> bool:
    """Return whether a severity is `floor` or worse."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(floor)


@dataclass(frozen=True)
class Location:
    """A place that a finding is about, and what to say there.

    Attributes:
        path: the file's name as the user knows it.
        span: the place as offsets in the source; empty for a post of a feed, whose text isn't kept.
        start: where it starts.
        end: where it ends, exclusive.
        message: what is wrong here.
        help: what to try.
        excerpt: the file's own text from `start` to `end`.
        suggestion: words that could be put into the draft, if something is missing there.
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
    """One fault that a rule found in a post or in a feed.

    Its words and its place are those of the first location.

    Attributes:
        rule: the rule's id.
        severity: how serious it is.
        locations: the places with the fault, at least one.
        is_post_level: it's about a post as a whole; the place is only where to begin.
        unused: of an `unused-ignore` finding, the name that can be removed from the comment; ""
            if all of the comment can be; None if that isn't sure to be right.
    """

    rule: str
    severity: Severity
    locations: tuple[Location, ...]
    is_post_level: bool = False
    unused: str | None = None

    @property
    def path(self) -> str:
        """The file's name as the user knows it."""
        return self.locations[0].path

    @property
    def message(self) -> str:
        """What is wrong."""
        return self.locations[0].message

    @property
    def help(self) -> str:
        """What to try."""
        return self.locations[0].help

    @property
    def suggestion(self) -> str | None:
        """Words that could be put into the draft, if something is missing there."""
        return self.locations[0].suggestion

    @property
    def excerpt(self) -> str:
        """The file's own text at the place."""
        return self.locations[0].excerpt

    @property
    def span(self) -> Span:
        """The place as offsets in the source."""
        return self.locations[0].span

    @property
    def start(self) -> Position:
        """Where the place starts."""
        return self.locations[0].start

    @property
    def end(self) -> Position:
        """Where the place ends, exclusive."""
        return self.locations[0].end

    def without(self, is_accepted: Callable[[Location], bool]) -> Finding | None:
        """Return the finding for the locations that aren't accepted; None if all are.

        `is_accepted` is called for every location, so it can keep track of what it accepts.
        """
        left = tuple(location for location in self.locations if not is_accepted(location))
        if len(left) == len(self.locations):
            return self
        return replace(self, locations=left) if left else None


def position_key(finding: Finding) -> tuple[int, int, str]:
    """Return the key that sorts the findings of a post in the order of the text."""
    return finding.span.start, finding.span.end, finding.rule
