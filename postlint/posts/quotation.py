"""Which stretches of a block stand in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

_MIN_WORDS = 3
"""Shorter quotations are terms and scare quotes: the words are still the author's."""

_CURLY = re.compile(r"“[^“”]*(?:”|\Z)")
_STRAIGHT = re.compile(r"(?<![\w\"])\"(?=[^\s\"])[^\"]*(?:\"(?!\w)|\Z)")


class Quotations:
    """The stretches of a block's text that quote somebody."""

    def __init__(self, text: str) -> None:
        found = [
            match.span()
            for pattern in (_CURLY, _STRAIGHT)
            for match in pattern.finditer(text)
            if len(match[0].split()) >= _MIN_WORDS
        ]
        apart: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if apart and start < apart[-1][1]:
                apart[-1] = apart[-1][0], max(end, apart[-1][1])
            else:
                apart.append((start, end))
        self.spans = tuple(apart)
        self._starts = [start for start, _ in apart]

    def __contains__(self, offset: int) -> bool:
        """Say whether the character at an offset is quoted."""
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self.spans[index][1]


@lru_cache(maxsize=16)
def find_quotations(text: str) -> Quotations:
    """Return the quotations in a block's text; checks ask once for each of its sentences."""
    return Quotations(text)
