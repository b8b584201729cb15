"""Which stretches of a block stand in quotation marks."""

from __future__ import annotations

import re

_MIN_WORDS = 3
"""Shorter quotations are terms and scare quotes: the words are still the author's."""

_CURLY = re.compile(r"“[^“”]*(?:”|\Z)")
_STRAIGHT = re.compile(r"(?<![\w\"])\"(?=[^\s\"])[^\"]*(?:\"(?!\w)|\Z)")


def quotations(text: str) -> list[tuple[int, int]]:
    """Return the stretches (start, end) of a block's text that quote somebody."""
    return [
        match.span()
        for pattern in (_CURLY, _STRAIGHT)
        for match in pattern.finditer(text)
        if len(match[0].split()) >= _MIN_WORDS
    ]
