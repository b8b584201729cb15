"""Plain letters, apostrophes, and quotation marks for the many that look alike.

Keyboards, word processors, and "bold text" generators write the same words with different
characters. The analysis reads one spelling of them all. Each replacement is one character for
one character, so offsets stay the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʻʼ❛❜＇", "'"),
        **dict.fromkeys("“”„‟❝❞〝〞＂", '"'),
        **{wide: chr(ord(wide) - 0xFEE0) for wide in "！，．：；？"},
    }
)
_ACCENT_AS_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[`´′](?=[^\W\d_])")

_COMBINING_LINE_RANGES = "\u0305\u0332\u0333\u0335-\u0338"
COMBINING_LINES = re.compile(f"([\\w\\s!-@])[{_COMBINING_LINE_RANGES}]+")
"""A character with combining lines that underline, overline, or strike it out."""

_STYLED_CANDIDATES = re.compile(
    "(?:[\u0262-\u029f\u02b0-\u02b8\u02e1-\u02e3\u1d00-\u1dbf\u2070-\u209c\u2102-\u2149"
    "\u249c-\u24e9\u2c7c\u2c7d\ua730\ua731\ua7af\uff10-\uff5a"
    "\U0001d400-\U0001d7ff\U0001f110-\U0001f189](?!\ufe0f))+"
)
"""Characters that may be styled letters. A variation selector makes one of them an emoji."""

_STYLES = frozenset({"<font>", "<wide>", "<circle>", "<square>", "<super>", "<sub>"})
_DIGIT_STYLES = frozenset({"<font>", "<wide>"})
"""Raised and circled digits are powers, footnotes, and list numbers."""

_CAPITAL_NAME = re.compile(
    r"(?:NEGATIVE (?:CIRCLED|SQUARED)|PARENTHESIZED) LATIN CAPITAL LETTER ([A-Z])"
)
_SMALL_NAME = re.compile(r"(?:LATIN LETTER SMALL CAPITAL|PARENTHESIZED LATIN SMALL LETTER) ([A-Z])")
_MIN_WORD_LENGTH = 3
"""A row of this many styled letters is a word; fewer may be symbols, as in a formula."""


class StyledRun(NamedTuple):
    """An unbroken row of styled letters: offsets, the end exclusive, and the plain letters."""

    start: int
    end: int
    plain: str


def plain(text: str) -> str:
    """Return a text of the same length in plain letters, apostrophes, and quotation marks."""
    if text.isascii() and "`" not in text:
        return text
    text = _ACCENT_AS_APOSTROPHE.sub("'", text.translate(_PUNCTUATION))
    rows = list(find_styled_runs(text))
    has_words = any(len(row.plain) >= _MIN_WORD_LENGTH for row in rows)
    parts = []
    end = 0
    for row in rows:
        if has_words or _is_part_of_word(text, row):
            parts += [text[end : row.start], row.plain]
            end = row.end
    return "".join([*parts, text[end:]])


def unstyle(text: str) -> str:
    """Return a text of the same length with every styled letter as a plain one."""
    parts = []
    end = 0
    for row in find_styled_runs(text):
        parts += [text[end : row.start], row.plain]
        end = row.end
    return "".join([*parts, text[end:]])


def find_styled_runs(text: str) -> Iterator[StyledRun]:
    """Yield the rows of symbols that look like letters in another style: bold, circled, small."""
    for match in _STYLED_CANDIDATES.finditer(text):
        start = match.start()
        for styled, group in groupby(map(_plain_letter, match[0]), key=bool):
            letters = list(group)
            end = start + len(letters)
            if styled:
                yield StyledRun(start, end, "".join(letters))
            start = end


def _is_part_of_word(text: str, row: StyledRun) -> bool:
    """Return whether a short row is part of a word, or of a style made for words."""
    return (
        any(symbol > "\uff00" and symbol < "\U0001f000" for symbol in text[row.start : row.end])
        or text[row.start - 1 : row.start].isalpha()
        or text[row.end : row.end + 1].isalpha()
    )


@lru_cache(maxsize=4_096)
def _plain_letter(symbol: str) -> str:
    """Return the letter or digit that a symbol stands for; "" for any other character."""
    style = unicodedata.decomposition(symbol).partition(" ")[0]
    if style in _STYLES:
        letter = unicodedata.normalize("NFKC", symbol)
        shaped = letter.isalpha() or (letter.isdigit() and style in _DIGIT_STYLES)
        return letter if shaped and len(letter) == 1 else ""
    name = unicodedata.name(symbol, "")
    if match := _CAPITAL_NAME.fullmatch(name):
        return match[1]
    match = _SMALL_NAME.fullmatch(name)
    return match[1].lower() if match else ""
