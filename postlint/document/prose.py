"""Prose taken out of a source, and the way back from it to the source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple

from postlint.document.letters import DECORATED, plain
from postlint.document.source import Span

MAX_LENGTH = 10_000
"""Letters of a block that are analyzed together: spaCy needs memory in proportion."""

Kind = Literal["paragraph", "heading", "item", "quote", "cell"]


class Piece(NamedTuple):
    """A stretch of prose and the stretch of source it was read from.

    Where both are equally long, they correspond letter by letter; otherwise (an entity, a CRLF)
    the piece stands for its source as a whole.
    """

    start: int
    end: int
    source_start: int
    source_end: int


@dataclass(frozen=True)
class Prose:
    """One block of prose: a paragraph, heading, list item, quotation or table cell.

    Attributes:
        kind: what sort of block it is.
        original: what a reader sees, with line breaks; markup, code and URLs left out.
        pieces: where each stretch of the text comes from, in order, without gaps in the text.
        markup: bold, italics and links in it: prose range and the source range with its marks.
        links: how many links and URLs it holds.
        wrapped: whether its line breaks come from wrapping at a column.
    """

    kind: Kind
    original: str
    pieces: tuple[Piece, ...]
    markup: tuple[Piece, ...] = ()
    links: int = 0
    wrapped: bool = False

    @cached_property
    def text(self) -> str:
        """The original in plain letters, apostrophes, and quotation marks; equally long."""
        return plain(self.original)

    def to_source(self, start: int, end: int) -> Span:
        """Return where the prose from `start` to `end` (exclusive, not empty) is in the source.

        Marks that belong to the stretch as a whole are taken in, so that an excerpt
        reads `**Had eggs.**` and not `Had eggs.**`.
        """
        first = self.pieces[self.piece_at(start)]
        last = self.pieces[self.piece_at(end - 1)]
        source_start = first.source_start
        if first.end - first.start == first.source_end - first.source_start:
            source_start += start - first.start
        source_end = last.source_end
        if last.end - last.start == last.source_end - last.source_start:
            source_end -= last.end - end
        for mark in self.markup:
            if start <= mark.start and mark.end <= end:
                if mark.start == start:
                    source_start = min(source_start, mark.source_start)
                if mark.end == end:
                    source_end = max(source_end, mark.source_end)
        return Span(source_start, source_end)

    def moved(self, by: int) -> Prose:
        """Return the same prose, read from a place that far behind in the source."""
        if not by:
            return self
        pieces, markup = (
            tuple(
                one._replace(source_start=one.source_start + by, source_end=one.source_end + by)
                for one in ones
            )
            for ones in (self.pieces, self.markup)
        )
        return replace(self, pieces=pieces, markup=markup)

    def piece_at(self, offset: int) -> int:
        """Return the index of the piece that holds a character."""
        return bisect_right(self.pieces, offset, key=lambda piece: piece.start) - 1


def split_long(prose: Prose) -> Iterator[Prose]:
    """Yield a block, or the parts of one that is too long to be analyzed as a whole.

    It is cut at the last blank before the limit, if there is one.
    """
    start = 0
    while len(prose.text) - start > MAX_LENGTH:
        blank = prose.text.rfind(" ", start + 1, start + MAX_LENGTH)
        end = blank if blank > 0 else start + MAX_LENGTH
        yield _part(prose, start, end)
        start = end
    yield _part(prose, start, len(prose.text)) if start else prose


def _part(prose: Prose, start: int, end: int) -> Prose:
    pieces = []
    first_piece, last_piece = prose.piece_at(start), prose.piece_at(end - 1)
    for piece in prose.pieces[first_piece : last_piece + 1]:
        first, last = max(piece.start, start), min(piece.end, end)
        source = piece.source_start, piece.source_end
        if piece.end - piece.start == source[1] - source[0]:
            source = source[0] + first - piece.start, source[1] - piece.end + last
        pieces.append(Piece(first - start, last - start, *source))
    links = 0 if start else prose.links
    return Prose(
        prose.kind, prose.original[start:end], tuple(pieces), links=links, wrapped=prose.wrapped
    )


class ProseBuilder:
    """Collects the pieces of one block while a source is read."""

    def __init__(self, kind: Kind) -> None:
        self.kind: Kind = kind
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self._markup: list[Piece] = []
        self._open: list[tuple[int, int]] = []
        self._length = 0
        self._links = 0

    def add(self, text: str, source_start: int, source_end: int) -> None:
        """Append prose that was read from a stretch of the source."""
        if not text.isascii() and DECORATED.search(text):
            self._add_undecorated(text, source_start, source_end)
        else:
            self._add(text, source_start, source_end)

    def _add_undecorated(self, text: str, source_start: int, source_end: int) -> None:
        if len(text) != source_end - source_start:
            self._add(DECORATED.sub(r"\1", text), source_start, source_end)
            return
        begin = 0
        for match in DECORATED.finditer(text):
            self._add(
                text[begin : match.start()], source_start + begin, source_start + match.start()
            )
            self._add(match[1], source_start + match.start(), source_start + match.end())
            begin = match.end()
        self._add(text[begin:], source_start + begin, source_end)

    def _add(self, text: str, source_start: int, source_end: int) -> None:
        if self._parts and self._parts[-1][-1:] == " " and text[:1] == " ":
            # Something between two blanks was left out: one blank is enough.
            text, source_start = text[1:], source_start + 1
        if text and source_end > source_start:
            end = self._length + len(text)
            self._pieces.append(Piece(self._length, end, source_start, source_end))
            self._parts.append(text)
            self._length = end

    def close_gap(self, source_start: int) -> None:
        """Remove a blank at the end if what came after it, up to a full stop, was left out."""
        if not self._pieces or self._parts[-1][-1:] != " ":
            return
        start, end, begin, stop = self._pieces[-1]
        if stop < source_start and 1 < end - start == stop - begin:
            self._parts[-1] = self._parts[-1][:-1]
            self._pieces[-1] = Piece(start, end - 1, begin, stop - 1)
            self._length -= 1

    def add_link(self) -> None:
        """Count a link."""
        self._links += 1

    def open_markup(self, source_start: int) -> None:
        """Note that bold text, a link or the like begins."""
        self._open.append((self._length, source_start))

    def close_markup(self, source_end: int) -> None:
        """Note that the markup opened last ends."""
        start, source_start = self._open.pop()
        if self._length > start:
            self._markup.append(Piece(start, self._length, source_start, source_end))

    def build(self) -> Prose | None:
        """Return the block, or None where it holds no letter or digit."""
        pieces, markup = tuple(self._pieces), tuple(self._markup)
        prose = Prose(self.kind, "".join(self._parts), pieces, markup, self._links)
        return prose if any(map(str.isalnum, prose.text)) else None
