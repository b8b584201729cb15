"""Words in mathematical symbols that look like bold or italic letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import Field

from postlint.checks.base import BlockSpan, Check, CheckOptions, Context, Hit, group_hits
from postlint.document.character_folding import find_styled_runs

_BETWEEN = frozenset(" \u00a0\t'’-–,.:;!?&/")
"""Characters that may be between two words of the same run."""

_MAX_QUOTED_WORDS = 8
"""The most words to quote in a message."""


class PseudoBoldOptions(CheckOptions):
    """How many symbols in a row are a word."""

    min_characters: int = Field(
        default=3,
        ge=1,
        description="Ignore fewer symbols in a row: they're part of a formula.",
    )


@dataclass(frozen=True)
class _StyledRun:
    """A run of words in such symbols.

    Attributes:
        start: its start offset in the text.
        end: its end offset, exclusive.
        plain: the words in plain letters.
        longest: the length of its longest word, in characters.
    """

    start: int
    end: int
    plain: str
    longest: int


def run(context: Context) -> Iterator[Hit]:
    """Yield the runs of words in such symbols."""
    yield from group_hits(_hits(context))


def _hits(context: Context) -> Iterator[Hit]:
    for block in context.post.blocks:
        for styled in _styled_runs(block.prose.original):
            if styled.longest >= context.options.min_characters:
                span = BlockSpan(block, styled.start, styled.end)
                yield Hit(span, {"plain": _truncate(styled.plain)})


def _styled_runs(text: str) -> Iterator[_StyledRun]:
    """Yield the runs in a text. Spaces and punctuation don't end a run."""
    current: _StyledRun | None = None
    for word in find_styled_runs(text):
        length = word.end - word.start
        between = text[current.end : word.start] if current else ""
        if current and _BETWEEN.issuperset(between):
            plain = current.plain + between + word.plain
            current = _StyledRun(current.start, word.end, plain, max(current.longest, length))
        else:
            if current:
                yield current
            current = _StyledRun(*word, length)
    if current:
        yield current


def _truncate(text: str) -> str:
    words = text.split()
    return " ".join(words[:_MAX_QUOTED_WORDS]) + " …" * (len(words) > _MAX_QUOTED_WORDS)


CHECK = Check(run, PseudoBoldOptions, ("plain",), scopes=("post",))
