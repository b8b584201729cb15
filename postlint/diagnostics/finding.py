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
class Finding:
    """One thing that a rule found in a post.

    Attributes:
        rule: the rule's id.
        severity: how serious it is.
        message: what is wrong.
        help: what to try.
        excerpt: the file's own text from `start` to `end`.
        span: the same place as offsets in the source.
        start: where it starts.
        end: where it ends, exclusive.
        suggestion: words that could be put into the draft, if something is missing there.
        is_post_level: it is about the post as a whole; the place is only where to begin.
        others: the other places of the same fault. One place of a fault is reported: the first
            that isn't accepted.
        unused: of an `unused-ignore` finding, the name that can be removed from the comment; ""
            if all of the comment can be; None if that isn't sure to be right.
    """

    rule: str
    severity: Severity
    message: str
    help: str
    excerpt: str
    span: Span
    start: Position
    end: Position
    suggestion: str | None = None
    is_post_level: bool = False
    others: tuple[Finding, ...] = ()
    unused: str | None = None

    @property
    def places(self) -> tuple[Finding, ...]:
        """This finding and those on the other places of the fault, in order."""
        return (self, *self.others)

    def without(self, accepted: Callable[[Finding], bool]) -> Finding | None:
        """Return the finding for the places that aren't accepted; None if all are.

        `accepted` is called for every place, so it can keep track of what it accepts.
        """
        left = [one for one in self.places if not accepted(one)]
        if len(left) > len(self.others):
            return self
        return replace(left[0], others=tuple(left[1:])) if left else None

    @classmethod
    def at(
        cls,
        source: Source,
        span: Span,
        rule: str,
        severity: Severity,
        message: str,
        help_text: str,
        *,
        suggestion: str | None = None,
        is_post_level: bool = False,
        others: tuple[Finding, ...] = (),
        unused: str | None = None,
    ) -> Finding:
        """Return a finding at a place of a source."""
        return cls(
            rule=rule,
            severity=severity,
            message=message,
            help=help_text,
            excerpt=source.text[span.start : span.end],
            span=span,
            start=source.position(span.start),
            end=source.position(span.end),
            suggestion=suggestion,
            is_post_level=is_post_level,
            others=others,
            unused=unused,
        )


def position_key(finding: Finding) -> tuple[int, int, str]:
    """Return the key that sorts findings in the order of the text."""
    return finding.span.start, finding.span.end, finding.rule
