"""A reason for a score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from postlint.document.source import Source, Span

Effect = Literal["raises", "lowers"]

EFFECT_SIGNS: dict[Effect, str] = {"raises": "+", "lowers": "-"}
"""What marks a reason in a list."""


@dataclass(frozen=True)
class Reason:
    """Something in a post that raises or lowers its score.

    Attributes:
        effect: what it does to the score.
        text: what it is, in a writer's words.
        span: the words of the draft that it's about; None if it's about the whole post.
    """

    effect: Effect
    text: str
    span: Span | None = None

    def with_location(self, source: Source) -> str:
        """Return the text after the line and column of its words, if it's about some words."""
        if self.span is None:
            return self.text
        start = source.position(self.span.start)
        return f"{start.line}:{start.column} {self.text}"
