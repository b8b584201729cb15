"""Tokenization in time linear in the text.

spaCy's tokenizer strips marks from a stretch without blanks one by one and looks at all that is
left each time, so its time grows with the square of the stretch's length. Stretches of normal
length go to spaCy; longer ones, which no dictionary knows anyway, are cut here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.tokenizer import Tokenizer

MAX_STRETCH = 64
"""Stretches without blanks up to this length go to spaCy."""

_LONG = re.compile(rf"\S{{{MAX_STRETCH + 1},}} ?")
_PIECE = re.compile(rf"\w{{1,{MAX_STRETCH}}}|[^\w\s]{{1,{MAX_STRETCH}}}")

_MAX_SUFFIX = 8
"""No suffix that spaCy strips is longer, apart from runs of dots."""


def limit_suffix_search(tokenizer: Tokenizer) -> None:
    """Make a tokenizer look for suffixes only where they can be.

    spaCy's pattern ends with `$`, but is tried at every position of the text.
    """
    pattern = tokenizer.suffix_search.__self__

    def search(text: str) -> re.Match[str] | None:
        start = 0 if text.endswith("..") else max(0, len(text) - _MAX_SUFFIX)
        found: re.Match[str] | None = pattern.search(text, start)
        return found

    tokenizer.suffix_search = search


def tokenize(tokenizer: Tokenizer, text: str) -> Doc:
    """Return the tokens of a text."""
    parts = list(_parts(tokenizer, text))
    if len(parts) == 1:
        return parts[0]
    joined = Doc.from_docs(parts, ensure_whitespace=False)
    return joined if joined is not None else Doc(tokenizer.vocab)


def _parts(tokenizer: Tokenizer, text: str) -> Iterator[Doc]:
    start = 0
    for long in _LONG.finditer(text):
        if start < long.start():
            yield tokenizer(text[start : long.start()])
        words = _PIECE.findall(long[0])
        spaces = [False] * (len(words) - 1) + [long[0].endswith(" ")]
        yield Doc(tokenizer.vocab, words=words, spaces=spaces)
        start = long.end()
    if start < len(text):
        yield tokenizer(text[start:])
