"""Words in symbols that look like bold, italic or other letters, and are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import Field

from postlint.checks.base import BlockSpan, Check, CheckOptions, Context, Hit, group_hits
from postlint.document.character_folding import find_styled_runs

_BETWEEN = frozenset(" \u00a0\t'’-–,.:;!?&/")
"""What may stand between two such words of one stretch."""

_MAX_QUOTED_WORDS = 8
"""Words that a message quotes."""


class PseudoBoldOptions(CheckOptions):
    """How much of it is formatting."""

    letters: int = Field(
        default=3,
        ge=1,
        description="From so many in a row on it is a word; fewer are symbols, as in a formula.",
    )


@dataclass(frozen=True)
class _StyledRun:
    """A run of such symbols.

    Attributes:
        start: where it starts in the text.
        end: where it ends there, exclusive.
        plain: what it reads in plain letters.
        longest: the length of its longest run of symbols.
    """

    start: int
    end: int
    plain: str
    longest: int


def run(context: Context) -> Iterator[Hit]:
    """Yield the stretches of a post that are written in such symbols."""
    yield from group_hits(_hits(context))


def _hits(context: Context) -> Iterator[Hit]:
    for block in context.post.blocks:
        for found in _styled_runs(block.prose.original):
            if found.longest >= context.options.letters:
                yield Hit(BlockSpan(block, found.start, found.end), {"plain": _short(found.plain)})


def _styled_runs(text: str) -> Iterator[_StyledRun]:
    """Yield the stretches of such symbols in a text; blanks and punctuation do not part them."""
    current: _StyledRun | None = None
    for row in find_styled_runs(text):
        length = row.end - row.start
        between = text[current.end : row.start] if current else ""
        if current and _BETWEEN.issuperset(between):
            plain = current.plain + between + row.plain
            current = _StyledRun(current.start, row.end, plain, max(current.longest, length))
        else:
            if current:
                yield current
            current = _StyledRun(*row, length)
    if current:
        yield current


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:_MAX_QUOTED_WORDS]) + " …" * (len(words) > _MAX_QUOTED_WORDS)


CHECK = Check(run, PseudoBoldOptions, ("plain",), scopes=("post",))
