"""Prose taken out of a source, and the way back from it to the source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple

from postlint.document.character_folding import COMBINING_LINES, plain
from postlint.document.source import Span

MAX_LENGTH = 10_000
"""Letters of a block that are analyzed together: spaCy needs memory in proportion."""

BlockKind = Literal["paragraph", "heading", "item", "quote", "cell"]


class SourceMapping(NamedTuple):
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
        source_map: where each stretch of the text comes from, in order, without gaps in the text.
        markup: bold, italics and links in it: prose range and the source range with its marks.
        links: how many links and URLs it holds.
        wrapped: whether its line breaks come from wrapping at a column.
    """

    kind: BlockKind
    original: str
    source_map: tuple[SourceMapping, ...]
    markup: tuple[SourceMapping, ...] = ()
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
        first = self.source_map[self.mapping_index(start)]
        last = self.source_map[self.mapping_index(end - 1)]
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

    def shifted(self, by: int) -> Prose:
        """Return the same prose, read from a place that far behind in the source."""
        if not by:
            return self
        source_map, markup = (
            tuple(
                one._replace(source_start=one.source_start + by, source_end=one.source_end + by)
                for one in ones
            )
            for ones in (self.source_map, self.markup)
        )
        return replace(self, source_map=source_map, markup=markup)

    def mapping_index(self, offset: int) -> int:
        """Return the index of the piece that holds a character."""
        return bisect_right(self.source_map, offset, key=lambda piece: piece.start) - 1


def split_long_block(prose: Prose) -> Iterator[Prose]:
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
    first_piece, last_piece = prose.mapping_index(start), prose.mapping_index(end - 1)
    for piece in prose.source_map[first_piece : last_piece + 1]:
        first, last = max(piece.start, start), min(piece.end, end)
        source = piece.source_start, piece.source_end
        if piece.end - piece.start == source[1] - source[0]:
            source = source[0] + first - piece.start, source[1] - piece.end + last
        pieces.append(SourceMapping(first - start, last - start, *source))
    links = 0 if start else prose.links
    return Prose(
        prose.kind, prose.original[start:end], tuple(pieces), links=links, wrapped=prose.wrapped
    )


class ProseBuilder:
    """Collects the pieces of one block while a source is read."""

    def __init__(self, kind: BlockKind) -> None:
        self.kind: BlockKind = kind
        self._parts: list[str] = []
        self._source_map: list[SourceMapping] = []
        self._markup: list[SourceMapping] = []
        self._open: list[tuple[int, int]] = []
        self._length = 0
        self._links = 0

    def add(self, text: str, source_start: int, source_end: int) -> None:
        """Append prose that was read from a stretch of the source."""
        if not text.isascii() and COMBINING_LINES.search(text):
            self._add_undecorated(text, source_start, source_end)
        else:
            self._add(text, source_start, source_end)

    def _add_undecorated(self, text: str, source_start: int, source_end: int) -> None:
        if len(text) != source_end - source_start:
            self._add(COMBINING_LINES.sub(r"\1", text), source_start, source_end)
            return
        begin = 0
        for match in COMBINING_LINES.finditer(text):
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
            self._source_map.append(SourceMapping(self._length, end, source_start, source_end))
            self._parts.append(text)
            self._length = end

    def close_gap(self, source_start: int) -> None:
        """Remove a blank at the end if what came after it, up to a full stop, was left out."""
        if not self._source_map or self._parts[-1][-1:] != " ":
            return
        start, end, begin, stop = self._source_map[-1]
        if stop < source_start and 1 < end - start == stop - begin:
            self._parts[-1] = self._parts[-1][:-1]
            self._source_map[-1] = SourceMapping(start, end - 1, begin, stop - 1)
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
            self._markup.append(SourceMapping(start, self._length, source_start, source_end))

    def build(self) -> Prose | None:
        """Return the block, or None where it holds no letter or digit."""
        pieces, markup = tuple(self._source_map), tuple(self._markup)
        prose = Prose(self.kind, "".join(self._parts), pieces, markup, self._links)
        return prose if any(map(str.isalnum, prose.text)) else None
