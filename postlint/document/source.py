"""The text of a file, the lines and columns of its offsets, and spans of it."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from pathlib import PurePath
from typing import Protocol

from postlint.core.errors import DraftError
from postlint.core.positions import LINE_END, Position

MAX_BYTES = 1_000_000
"""The size of the largest draft that is read: about 170,000 words, far beyond any post."""

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Span:
    """A span of a source's text: offsets in code points, the end exclusive."""

    start: int
    end: int

    def shifted(self, by: int) -> Span:
        """Return the same span with its offsets increased."""
        return Span(self.start + by, self.end + by)

    def contains(self, other: Span) -> bool:
        """Return whether another span is inside this one."""
        return self.start <= other.start and other.end <= self.end


class _HasOffsets(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


@dataclass(frozen=True)
class Source:
    """A file's name as the user gave it, and its exact text without a BOM.

    Attributes:
        path: the name of the file.
        text: its whole text.
        platform: where it was posted, if its origin tells.
        is_post: whether the text is one post as it was posted, without front matter or markup.
        origin: the object that the caller created it from, such as a record of an export.
    """

    path: str
    text: str
    platform: str | None = None
    is_post: bool = False
    origin: object = field(default=None, compare=False, repr=False)

    @property
    def is_plain(self) -> bool:
        """Whether it's plain text, without markup."""
        return self.is_post or PurePath(self.path).suffix.lower() == ".txt"

    @property
    def is_mdx(self) -> bool:
        """Whether it's MDX: Markdown with JSX and expressions."""
        return PurePath(self.path).suffix.lower() == ".mdx"

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in LINE_END.finditer(self.text))]

    @property
    def line_count(self) -> int:
        """The number of its lines; the last one may be empty."""
        return len(self._line_starts)

    def line_start(self, number: int) -> int:
        """Return the offset where a line begins, by its number."""
        return self._line_starts[number - 1]

    def line_length(self, number: int) -> int:
        """Return the number of characters in a line, without its line break."""
        starts = self._line_starts
        begin, end = starts[number - 1], starts[number] if number < len(starts) else len(self.text)
        while end > begin and self.text[end - 1] in "\r\n":
            end -= 1
        return end - begin

    def line(self, number: int, first: int = 0, stop: int | None = None) -> str:
        """Return a line by its number, without its break, or the part from `first` to `stop`."""
        length = self.line_length(number)
        begin = self.line_start(number)
        return self.text[begin + first : begin + min(length if stop is None else stop, length)]

    def utf8_column(self, position: Position) -> int:
        """Return the number of bytes in UTF-8 before a position in its line."""
        start = self.line_start(position.line)
        return self._bytes(start + position.column - 1) - self._bytes(start)

    def _bytes(self, offset: int) -> int:
        """Return the number of bytes in UTF-8 before an offset."""
        index = offset // _BYTE_INDEX_STEP
        return self._byte_sums[index] + _utf8_length(self.text[index * _BYTE_INDEX_STEP : offset])

    @cached_property
    def _byte_sums(self) -> list[int]:
        """The bytes before every offset that is a multiple of `_BYTE_INDEX_STEP`.

        They keep `_bytes` fast in files with very long lines.
        """
        lengths = (
            _utf8_length(self.text[start : start + _BYTE_INDEX_STEP])
            for start in range(0, len(self.text), _BYTE_INDEX_STEP)
        )
        return list(accumulate(lengths, initial=0))

    def position(self, offset: int) -> Position:
        """Return the line and column of an offset."""
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)


_BYTE_INDEX_STEP = 1_000


def _utf8_length(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def decode_source(data: bytes, path: str) -> Source:
    """Return the source with some bytes, which must be UTF-8, with or without a BOM.

    Raises:
        DraftError: the bytes aren't text, or there are too many.
    """
    if len(data) > MAX_BYTES:
        raise DraftError(path, describe_too_large(len(data)))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DraftError(path, "not UTF-8 (it looks like UTF-16); save it as UTF-8")
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        kind = "not text" if b"\0" in data else "not UTF-8"
        raise DraftError(path, f"{kind} (byte {error.start + 1}); save it as UTF-8") from None
    if "\0" in text:
        raise DraftError(path, f"not text (a NUL character at byte {data.index(0) + 1})")
    return Source(path, text)


def describe_too_large(size: int | None) -> str:
    """Return the error message for a file that is too large; `size` is None if it's unknown."""
    limit = f"{MAX_BYTES / 1e6:.0f} MB"
    actual = f"more than {limit}" if size is None else f"{size / 1e6:,.1f} MB, the limit is {limit}"
    return f"too large for a post ({actual}); split it into one file per post"


def iter_lines(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """Yield the lines of a part of a text; group 1 is a line without its break, which is group 2.

    There is no empty line after the last break.
    """
    return (line for line in _LINE.finditer(text, start, end) if line[0])


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """Return the spans sorted, with overlapping and adjacent ones merged."""
    merged: list[Span] = []
    for span in sorted(spans, key=_START):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def is_covered(offset: int, spans: Sequence[Span]) -> bool:
    """Return whether one of the spans, which are sorted and don't overlap, contains an offset."""
    index = bisect_right(spans, offset, key=_START) - 1
    return index >= 0 and offset < spans[index].end


def any_within(span: Span, offsets: Sequence[int]) -> bool:
    """Return whether any of the sorted offsets is in a span."""
    index = bisect_left(offsets, span.start)
    return index < len(offsets) and offsets[index] < span.end


def gaps(span: Span, parts: Sequence[_HasOffsets]) -> Iterator[Span]:
    """Yield what the parts, which are in order, leave of a span."""
    starts = [span.start, *(max(part.end, span.start) for part in parts)]
    ends = [*(part.start for part in parts), span.end]
    for start, end in zip(starts, ends, strict=True):
        if start < end:
            yield Span(start, end)


def replace_spans(text: str, replacements: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with some spans replaced: start, end, and new text, in order."""
    parts = []
    end = 0
    for start, stop, replacement in replacements:
        parts += [text[end:start], replacement]
        end = stop
    return "".join([*parts, text[end:]])
