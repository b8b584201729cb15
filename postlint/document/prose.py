"""Blocks of prose, with a map from their text to the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple

from postlint.document.character_folding import COMBINING_LINES, fold_characters
from postlint.document.source import Span, iter_lines

_URL = (
    r"(?:https?://|www\.)(?:\([^\s()<>\"”]*\)|[^\s()<>\"”])*"
    r"(?:\([^\s()<>\"”]*\)|[^\s()<>\"”.,;:!?'’\]}…*_])"
)
_URL_OR_SHORTCODE = re.compile(
    rf"(?P<url>{_URL})|(?<![\w:]):[a-z+-][a-z0-9_+-]{{1,40}}:(?!\w)", re.IGNORECASE
)

MAX_LENGTH = 10_000
"""The most characters that are analyzed together, because spaCy's memory use grows with them."""

BlockKind = Literal["paragraph", "heading", "item", "quote", "cell"]


class SourceMapping(NamedTuple):
    """A span of prose and the span of the source that it was read from.

    If both have the same length, their characters correspond one to one. Otherwise (an entity, a
    CRLF) the spans correspond only as a whole.
    """

    start: int
    end: int
    source_start: int
    source_end: int

    def to_source(self, start: int, end: int) -> Span:
        """Return the source span of a part of the prose."""
        if self.end - self.start != self.source_end - self.source_start:
            return Span(self.source_start, self.source_end)
        shift = self.source_start - self.start
        return Span(start + shift, end + shift)

    def shifted(self, by: int) -> SourceMapping:
        """Return the same mapping with its source offsets increased."""
        return self._replace(source_start=self.source_start + by, source_end=self.source_end + by)


@dataclass(frozen=True)
class Prose:
    """One block of prose: a paragraph, heading, list item, quotation, or table cell.

    Attributes:
        kind: the kind of block.
        original: its text as readers see it, with line breaks, without markup, code, and URLs.
        source_map: the mappings of its text to the source, in order and without gaps in the text.
        markup: its bold text, italics, and links, mapped to the source including their marks.
        links: the number of links and URLs in it.
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
        """The original with plain letters, apostrophes, and quotation marks, in the same length."""
        return fold_characters(self.original)

    def to_source(self, start: int, end: int) -> Span:
        """Return the source span of the prose from `start` to `end` (exclusive, not empty).

        It includes the marks around the whole text, so an excerpt is `**Had eggs.**` and not
        `Had eggs.**`.
        """
        first = self.source_map[self.mapping_index(start)]
        last = self.source_map[self.mapping_index(end - 1)]
        source_start = first.to_source(start, end).start
        source_end = last.to_source(start, end).end
        for mark in self.markup:
            if start <= mark.start and mark.end <= end:
                if mark.start == start:
                    source_start = min(source_start, mark.source_start)
                if mark.end == end:
                    source_end = max(source_end, mark.source_end)
        return Span(source_start, source_end)

    def shifted(self, by: int) -> Prose:
        """Return the same prose with its source offsets increased."""
        return replace(
            self,
            source_map=tuple(mapping.shifted(by) for mapping in self.source_map),
            markup=tuple(mark.shifted(by) for mark in self.markup),
        )

    def mapping_index(self, offset: int) -> int:
        """Return the index of the mapping that contains an offset in the text."""
        return bisect_right(self.source_map, offset, key=lambda mapping: mapping.start) - 1


def split_long_block(prose: Prose) -> Iterator[Prose]:
    """Yield a block, or the parts of a block that is too long to be analyzed as a whole.

    It's split at the last space before the limit, if there is one.
    """
    start = 0
    while len(prose.text) - start > MAX_LENGTH:
        space = prose.text.rfind(" ", start + 1, start + MAX_LENGTH)
        end = space if space > 0 else start + MAX_LENGTH
        yield _part(prose, start, end)
        start = end
    yield _part(prose, start, len(prose.text)) if start else prose


def _part(prose: Prose, start: int, end: int) -> Prose:
    mappings = []
    first_index, last_index = prose.mapping_index(start), prose.mapping_index(end - 1)
    for mapping in prose.source_map[first_index : last_index + 1]:
        first, last = max(mapping.start, start), min(mapping.end, end)
        source = mapping.to_source(first, last)
        mappings.append(SourceMapping(first - start, last - start, source.start, source.end))
    return replace(
        prose,
        original=prose.original[start:end],
        source_map=tuple(mappings),
        markup=(),
        links=0 if start else prose.links,
    )


class ProseBuilder:
    """Collects the text and the source map of one block while a source is read.

    Attributes:
        links: the number of links and URLs.
    """

    def __init__(self, kind: BlockKind) -> None:
        self._kind: BlockKind = kind
        self._parts: list[str] = []
        self._source_map: list[SourceMapping] = []
        self._markup: list[SourceMapping] = []
        self._open: list[tuple[int, int]] = []
        self._length = 0
        self.links = 0

    def add_text(self, source: str, start: int, end: int) -> None:
        """Append the source from `start` to `end` without emoji shortcodes and URLs."""
        for match in _URL_OR_SHORTCODE.finditer(source, start, end):
            self.add(source[start : match.start()], start, match.start())
            if match["url"]:
                self.links += 1
            start = match.end()
        self.add(source[start:end], start, end)

    def add(self, text: str, source_start: int, source_end: int) -> None:
        """Append prose that was read from a span of the source."""
        if len(text) != source_end - source_start:
            self._add(COMBINING_LINES.sub(r"\1", text), source_start, source_end)
            return
        begin = 0
        for match in () if text.isascii() else COMBINING_LINES.finditer(text):
            start, end = match.span()
            self._add(text[begin:start], source_start + begin, source_start + start)
            self._add(match[1], source_start + start, source_start + end)
            begin = end
        self._add(text[begin:], source_start + begin, source_end)

    def _add(self, text: str, source_start: int, source_end: int) -> None:
        if self._parts and self._parts[-1][-1:] == " " and text[:1] == " ":
            # Something between two spaces was left out, so one space is enough.
            text, source_start = text[1:], source_start + 1
        if text and source_end > source_start:
            end = self._length + len(text)
            self._source_map.append(SourceMapping(self._length, end, source_start, source_end))
            self._parts.append(text)
            self._length = end

    def close_gap(self, source_start: int) -> None:
        """Remove a space at the end if the text after it, up to a period, was left out."""
        if not self._source_map or self._parts[-1][-1:] != " ":
            return
        start, end, begin, stop = self._source_map[-1]
        if stop < source_start and 1 < end - start == stop - begin:
            self._parts[-1] = self._parts[-1][:-1]
            self._source_map[-1] = SourceMapping(start, end - 1, begin, stop - 1)
            self._length -= 1

    def open_markup(self, source_start: int) -> None:
        """Start bold text, a link, or other markup."""
        self._open.append((self._length, source_start))

    def close_markup(self, source_end: int) -> None:
        """End the markup that was opened last."""
        start, source_start = self._open.pop()
        if self._length > start:
            self._markup.append(SourceMapping(start, self._length, source_start, source_end))

    @property
    def length(self) -> int:
        """The number of characters of the text so far."""
        return self._length

    def take(self) -> Iterator[Prose]:
        """Yield what was collected as a block, and start the next one with the same markup."""
        yield from self.build()
        self._parts, self._source_map, self._markup = [], [], []
        self._open = [(0, source_start) for _, source_start in self._open]
        self._length = self.links = 0

    def build(self) -> Iterator[Prose]:
        """Yield the block, unless it has no letters or digits."""
        source_map, markup = tuple(self._source_map), tuple(self._markup)
        prose = Prose(self._kind, "".join(self._parts), source_map, markup, self.links)
        if any(map(str.isalnum, prose.text)):
            yield prose


def read_plain_text(text: str) -> Iterator[Prose]:
    """Yield the paragraphs of plain text."""
    builder = ProseBuilder("paragraph")
    pending_break: tuple[int, int] | None = None
    for line in iter_lines(text):
        content = line[1].strip()
        if content:
            if pending_break:
                builder.add("\n", *pending_break)
            begin = line.start() + line[1].index(content)
            builder.add_text(text, begin, begin + len(content))
            pending_break = line.span(2)
        else:
            yield from builder.build()
            builder, pending_break = ProseBuilder("paragraph"), None
    yield from builder.build()
