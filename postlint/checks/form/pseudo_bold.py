"""Words in mathematical symbols that look like bold or italic letters."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from postlint.checks.base import (
    BlockSpan,
    Check,
    CheckOptions,
    Context,
    Hit,
    PositiveInt,
    group_hits,
)
from postlint.checks.selectors import first_words
from postlint.document.character_folding import StyledRun, find_styled_runs, unstyle

_BETWEEN = frozenset(" \u00a0\t'’-–,.:;!?&/")
"""Characters that may be between two words of the same run."""

_MAX_QUOTED_WORDS = 8
"""The most words to quote in a message."""


class PseudoBoldOptions(CheckOptions):
    """How many symbols in a row are a word."""

    min_characters: PositiveInt = Field(
        default=3, description="Ignore fewer symbols in a row: they're part of a formula."
    )


def run(context: Context) -> Iterator[Hit]:
    """Yield the runs of words in such symbols."""
    yield from group_hits(_hits(context))


def _hits(context: Context) -> Iterator[Hit]:
    for block in context.post.blocks:
        for words in _runs(block.prose.original):
            if max(len(word.plain) for word in words) >= context.options.min_characters:
                span = BlockSpan(block, words[0].start, words[-1].end)
                yield Hit(span, {"plain": first_words(unstyle(span.original), _MAX_QUOTED_WORDS)})


def _runs(text: str) -> list[list[StyledRun]]:
    """Return the words of each run in a text. Spaces and punctuation don't end a run."""
    runs: list[list[StyledRun]] = []
    for word in find_styled_runs(text):
        if runs and _BETWEEN.issuperset(text[runs[-1][-1].end : word.start]):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


CHECKS = {"pseudo_bold": Check(run, PseudoBoldOptions, ("plain",), ("post",))}
