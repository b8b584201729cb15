"""A cache of analyzed blocks, because an edit of a draft changes only one or two of them.

A block is analyzed without its context, so the same text always has the same analysis.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from postlint.nlp.post import Block, Sentence

if TYPE_CHECKING:
    from postlint.document.prose import Prose

MAX_CHARACTERS = 300_000
"""The most characters in the cache: ten long newsletters. A character takes about 200 bytes."""


@dataclass(frozen=True)
class AnalyzedBlock:
    """A block and its sentences, with the cues that don't depend on other blocks."""

    block: Block
    sentences: tuple[Sentence, ...]

    def with_prose(self, prose: Prose) -> AnalyzedBlock:
        """Return the same analysis for another block with the same text."""
        block = Block(prose, self.block.doc)
        sentences = tuple(replace(sentence, block=block) for sentence in self.sentences)
        return AnalyzedBlock(block, sentences)


class AnalysisCache:
    """A least-recently-used cache of analyzed blocks."""

    def __init__(self, max_characters: int = MAX_CHARACTERS) -> None:
        self._max_characters = max_characters
        self._characters = 0
        self._blocks: OrderedDict[Hashable, AnalyzedBlock] = OrderedDict()

    def get(self, prose: Prose, profile: Hashable) -> AnalyzedBlock | None:
        """Return the cached analysis of a block with the same text, for this block; or None.

        Args:
            prose: the block.
            profile: a key for the author's profile, which the cues depend on.
        """
        cached = self._blocks.get((prose.kind, prose.text, prose.wrapped, profile))
        if cached is None or cached.block.prose == prose:
            return cached
        return cached.with_prose(prose)

    def put(self, analyzed: AnalyzedBlock, profile: Hashable) -> None:
        """Add an analysis, and remove the least recently used ones above the limit."""
        prose = analyzed.block.prose
        key = prose.kind, prose.text, prose.wrapped, profile
        if self._blocks.pop(key, None) is None:
            self._characters += len(prose.text)
        self._blocks[key] = analyzed
        while self._characters > self._max_characters:
            _, evicted = self._blocks.popitem(last=False)
            self._characters -= len(evicted.block.prose.text)
