"""Blocks that were analyzed before: who edits a draft changes one or two of them.

A block is analyzed by itself, so the same words have the same analysis wherever they are.
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
"""As many as ten long newsletters have; a letter takes some 200 bytes of memory."""


@dataclass(frozen=True)
class AnalyzedBlock:
    """A block and its sentences, as far as they can be told without the others."""

    block: Block
    sentences: tuple[Sentence, ...]

    def at(self, prose: Prose) -> AnalyzedBlock:
        """Return the same analysis for a block with the same words at another place."""
        block = Block(prose, self.block.doc)
        return AnalyzedBlock(block, tuple(replace(one, block=block) for one in self.sentences))


class AnalysisCache:
    """Analysed blocks; those used last stay."""

    def __init__(self, max_characters: int = MAX_CHARACTERS) -> None:
        self._max_characters = max_characters
        self._characters = 0
        self._blocks: OrderedDict[Hashable, AnalyzedBlock] = OrderedDict()

    def get(self, prose: Prose, profile: Hashable) -> AnalyzedBlock | None:
        """Return the analysis of a block with the same words, for the place of this one.

        What is heard in a sentence depends on whom its author serves: `profile` stands for that.
        """
        known = self._blocks.get((prose.kind, prose.text, prose.wrapped, profile))
        if known is None or known.block.prose == prose:
            return known
        return known.at(prose)

    def put(self, analyzed: AnalyzedBlock, profile: Hashable) -> None:
        """Keep an analysis; what was not used for longest goes."""
        prose = analyzed.block.prose
        key = prose.kind, prose.text, prose.wrapped, profile
        if self._blocks.pop(key, None) is None:
            self._characters += len(prose.text)
        self._blocks[key] = analyzed
        while self._characters > self._max_characters:
            _, evicted = self._blocks.popitem(last=False)
            self._characters -= len(evicted.block.prose.text)
