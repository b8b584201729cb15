"""A reason for a score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from postlint.document.source import Source, Span

Effect = Literal["raises", "lowers"]

EFFECT_SIGNS: dict[Effect, str] = {"raises": "+", "lowers": "-"}
"""The sign before a reason in a list."""


@dataclass(frozen=True)
class Reason:
    """Something in a post that raises or lowers its score.

    Attributes:
        effect: its effect on the score.
        text: a description for the writer.
        span: the text of the draft that it's about; None if it's about the whole post.
    """

    effect: Effect
    text: str
    span: Span | None = None

    def with_location(self, source: Source) -> str:
        """Return the description after its line and column, if it has a span."""
        if self.span is None:
            return self.text
        start = source.position(self.span.start)
        return f"{start.line}:{start.column} {self.text}"
