"""Tokens in time linear in the text, and the pieces in which a long text is parsed.

spaCy's tokenizer strips marks from a stretch without blanks one by one and looks at all that is
left each time, so its time grows with the square of the stretch's length. Stretches of normal
length go to spaCy; longer ones, which no dictionary knows anyway, are cut here. An emoji that is
made of several is one token: the parser takes its parts for words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import regex
from spacy.attrs import NORM, ORTH, SENT_START, SPACY
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.tokenizer import Tokenizer

MAX_STRETCH = 64
"""Stretches without blanks up to this length go to spaCy."""

_PICTURE = r"\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}\U000e0020-\U000e007f]"
_EMOJI = (
    rf"\p{{Regional_Indicator}}{{2}}|[0-9#*]\ufe0f?\u20e3"
    rf"|{_PICTURE}{{0,9}}(?:\u200d{_PICTURE}{{0,9}}){{1,9}}|{_PICTURE}{{1,9}}"
)
_LONG_OR_EMOJI = regex.compile(rf"(?P<long>\S{{{MAX_STRETCH + 1},}}) ?|(?:{_EMOJI}) ?")
_PIECE = re.compile(rf"\w{{1,{MAX_STRETCH}}}|[^\w\s]{{1,{MAX_STRETCH}}}")

_MAX_SUFFIX = 8
"""No suffix that spaCy strips is longer, apart from runs of dots."""

_MAX_UNSPLIT_TOKENS = 500
"""Blocks with more tokens are parsed in pieces: a batch takes as many steps as its longest one."""

_PIECE_TOKENS = 120
_SENTENCE_ENDERS = frozenset(".!?…")


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
    return join(list(_tokenize_parts(tokenizer, text)) or [Doc(tokenizer.vocab)])


def _tokenize_parts(tokenizer: Tokenizer, text: str) -> Iterator[Doc]:
    start = 0
    for found in _LONG_OR_EMOJI.finditer(text):
        if start < found.start():
            yield tokenizer(text[start : found.start()])
        words = _PIECE.findall(found["long"]) if found["long"] else [found[0].rstrip(" ")]
        spaces = [False] * (len(words) - 1) + [found[0].endswith(" ")]
        yield Doc(tokenizer.vocab, words=words, spaces=spaces)
        start = found.end()
    if start < len(text):
        yield tokenizer(text[start:])


def cut(doc: Doc) -> list[Doc]:
    """Return a block's tokens in pieces short enough to be parsed together with others."""
    if len(doc) <= _MAX_UNSPLIT_TOKENS:
        return [doc]
    attributes = doc.to_array([NORM, SENT_START])
    pieces = []
    start = 0
    while start < len(doc):
        end = _end_of_piece(doc, start)
        tokens = doc[start:end]
        words, spaces = (
            [token.text for token in tokens],
            [bool(token.whitespace_) for token in tokens],
        )
        piece = Doc(doc.vocab, words=words, spaces=spaces)
        piece.from_array([NORM, SENT_START], attributes[start:end])  # type: ignore[arg-type]
        pieces.append(piece)
        start = end
    return pieces


def identity(piece: Doc) -> bytes:
    """Return what tells a piece that has not been parsed from one with other words."""
    return bytes(piece.to_array([ORTH, SPACY, NORM, SENT_START]).tobytes())


def join(pieces: list[Doc]) -> Doc:
    """Return the block that was cut into pieces, with their annotations."""
    if len(pieces) == 1:
        return pieces[0]
    joined = Doc.from_docs(pieces, ensure_whitespace=False)
    assert joined is not None  # noqa: S101 -- only an empty list gives None
    return joined


def _end_of_piece(doc: Doc, start: int) -> int:
    """Return the last place before the limit where a sentence starts or ends, or the limit."""
    limit = start + _PIECE_TOKENS
    if limit >= len(doc):
        return len(doc)
    for end in range(limit, start + _PIECE_TOKENS // 2, -1):
        if doc[end].is_sent_start or doc[end - 1].text in _SENTENCE_ENDERS:
            return end
    return limit
