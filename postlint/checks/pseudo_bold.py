"""Words in symbols that look like bold, italic or other letters, and are none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pydantic import Field

from postlint.checks.check import Check, Context, Hit, NoOptions, Stretch, one_fault

_STYLES = frozenset({"<font>", "<wide>", "<circle>", "<square>", "<super>", "<sub>"})
"""How Unicode says that a symbol is a letter in another shape."""

_NAMED = re.compile(
    r"(?:NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER|LATIN LETTER SMALL CAPITAL) ([A-Z])"
)
"""Shapes that only their names tell."""

_BETWEEN = frozenset(" \u00a0\t'’-–,.:;!?&/")
"""What may stand between two such words of one stretch."""

_WORDS = 8
"""Words that a message quotes."""


class Options(NoOptions):
    """How much of it is formatting."""

    letters: int = Field(default=3, ge=1)
    """From so many in a row on it is a word; fewer are symbols, as in a formula."""


@dataclass(frozen=True)
class _Styled:
    """A stretch of such symbols.

    Attributes:
        start: where it starts in the text.
        end: where it ends there, exclusive.
        plain: what it reads in plain letters.
        longest: how many symbols stand in a row in it, at the most.
    """

    start: int
    end: int
    plain: str
    longest: int


def run(context: Context) -> Iterator[Hit]:
    """Yield the stretches of a post that are written in such symbols."""
    yield from one_fault(_hits(context))


def _hits(context: Context) -> Iterator[Hit]:
    for block in context.post.blocks:
        for found in _stretches(block.prose.text):
            if found.longest >= context.options.letters:
                yield Hit(Stretch(block, found.start, found.end), {"plain": _short(found.plain)})


def _stretches(text: str) -> Iterator[_Styled]:
    """Yield the stretches of such symbols in a text; blanks and punctuation do not part them."""
    current: _Styled | None = None
    for row in _rows(text):
        between = text[current.end : row.start] if current else ""
        if current and _BETWEEN.issuperset(between):
            plain = current.plain + between + row.plain
            current = _Styled(current.start, row.end, plain, max(current.longest, row.longest))
        else:
            if current:
                yield current
            current = row
    if current:
        yield current


def _rows(text: str) -> Iterator[_Styled]:
    """Yield the unbroken rows of such symbols."""
    start = 0
    for styled, group in groupby(map(_plain, text), key=bool):
        letters = list(group)
        end = start + len(letters)
        if styled:
            yield _Styled(start, end, "".join(letters), len(letters))
        start = end


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:_WORDS]) + " …" * (len(words) > _WORDS)


def _plain(character: str) -> str:
    """Return the letter or digit that a symbol stands for; nothing for any other character."""
    if character.isascii():
        return ""
    style = unicodedata.decomposition(character).partition(" ")[0]
    if style in _STYLES:
        plain = unicodedata.normalize("NFKC", character)
        # Raised and circled digits are powers, footnotes and list numbers.
        shaped = plain.isalpha() or (plain.isdigit() and style in ("<font>", "<wide>"))
        return plain if shaped and len(plain) == 1 else ""
    named = _NAMED.fullmatch(unicodedata.name(character, ""))
    return named[1] if named else ""


CHECK = Check(run, Options, ("plain",), scopes=("post",))
