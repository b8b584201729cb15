"""Replacement of styled letters, typographic apostrophes, and quotation marks by plain ones.

Keyboards, word processors, and "bold text" generators write the same words with different
characters. The analysis reads a single spelling. Each character is replaced by one character, so
offsets don't change.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from postlint.document.source import replace_spans

_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʻʼ❛❜＇", "'"),
        **dict.fromkeys("“”„‟❝❞〝〞＂", '"'),
        **{wide: chr(ord(wide) - 0xFEE0) for wide in "！，．：；？"},
    }
)
_ACCENT_AS_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[`´′](?=[^\W\d_])")

COMBINING_LINES = re.compile("([\\w\\s!-@])[\u0305\u0332\u0333\u0335-\u0338]+")
"""A character with combining marks that underline, overline, or strike it out."""

_STYLED_CANDIDATES = re.compile(
    "(?:[\u0262-\u029f\u02b0-\u02b8\u02e1-\u02e3\u1d00-\u1dbf\u2070-\u209c\u2102-\u2149"
    "\u249c-\u24e9\u2c7c\u2c7d\ua730\ua731\ua7af\uff10-\uff5a"
    "\U0001d400-\U0001d7ff\U0001f110-\U0001f189](?!\ufe0f))+"
)
"""Characters that may be styled letters; a variation selector after one makes it an emoji."""

_STYLES = frozenset({"<font>", "<wide>", "<circle>", "<square>", "<super>", "<sub>"})
_DIGIT_STYLES = frozenset({"<font>", "<wide>"})
"""The styles that only decorate digits; raised and circled digits have a meaning of their own."""

_LETTER_NAME = re.compile(
    r"(?:NEGATIVE (?:CIRCLED|SQUARED)|PARENTHESIZED) LATIN CAPITAL LETTER (?P<capital>[A-Z])"
    r"|(?:LATIN LETTER SMALL CAPITAL|PARENTHESIZED LATIN SMALL LETTER) (?P<small>[A-Z])"
)
_MIN_WORD_LENGTH = 3
"""The letters of a styled run that is surely a word; a shorter one may be a formula's symbol."""


class StyledRun(NamedTuple):
    """A run of styled letters: its offsets, the end exclusive, and the plain letters."""

    start: int
    end: int
    plain: str


def fold_characters(text: str) -> str:
    """Return a text of the same length with plain letters, apostrophes, and quotation marks."""
    if text.isascii() and "`" not in text:
        return text
    text = _ACCENT_AS_APOSTROPHE.sub("'", text.translate(_PUNCTUATION))
    runs = list(find_styled_runs(text))
    has_words = any(len(run.plain) >= _MIN_WORD_LENGTH for run in runs)
    return replace_spans(text, (run for run in runs if has_words or _is_part_of_word(text, run)))


def unstyle(text: str) -> str:
    """Return a text of the same length with plain letters instead of styled ones."""
    return replace_spans(text, find_styled_runs(text))


def find_styled_runs(text: str) -> Iterator[StyledRun]:
    """Yield the runs of symbols that look like styled letters: bold, circled, small capitals."""
    for match in _STYLED_CANDIDATES.finditer(text):
        start = match.start()
        for is_styled, group in groupby(map(_plain_letter, match[0]), key=bool):
            letters = list(group)
            if is_styled:
                yield StyledRun(start, start + len(letters), "".join(letters))
            start += len(letters)


def _is_part_of_word(text: str, run: StyledRun) -> bool:
    """Return whether a short run is part of a word, or in a style that is only used for words."""
    return (
        any(symbol > "\uff00" and symbol < "\U0001f000" for symbol in text[run.start : run.end])
        or text[run.start - 1 : run.start].isalpha()
        or text[run.end : run.end + 1].isalpha()
    )


@lru_cache(maxsize=4_096)
def _plain_letter(symbol: str) -> str:
    """Return the plain letter or digit for a styled one; "" for any other character."""
    style = unicodedata.decomposition(symbol).partition(" ")[0]
    if style in _STYLES:
        letter = unicodedata.normalize("NFKC", symbol)
        is_styled = letter.isalpha() or (letter.isdigit() and style in _DIGIT_STYLES)
        return letter if is_styled and len(letter) == 1 else ""
    match = _LETTER_NAME.fullmatch(unicodedata.name(symbol, ""))
    return (match["capital"] or match["small"].lower()) if match else ""
