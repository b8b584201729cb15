"""Spans and lines of a text: merging, looking up, and replacing them."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from postlint.document.source import Span


class _HasOffsets(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")


def iter_lines(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """Yield the lines of a part of a text; group 1 is a line without its break, which is group 2.

    There is no empty line after the last break.
    """
    return (line for line in _LINE.finditer(text, start, end) if line[0])


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """Return the spans sorted, with overlapping and adjacent ones merged."""
    merged: list[Span] = []
    for span in sorted(spans, key=_start):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _start(span: Span) -> int:
    return span.start


def is_covered(offset: int, spans: Sequence[Span]) -> bool:
    """Return whether one of the spans, which are sorted and don't overlap, contains an offset."""
    index = bisect_right(spans, offset, key=_start) - 1
    return index >= 0 and offset < spans[index].end


def any_within(span: Span, offsets: Sequence[int]) -> bool:
    """Return whether any of the sorted offsets is in a span."""
    index = bisect_left(offsets, span.start)
    return index < len(offsets) and offsets[index] < span.end


def gaps(span: Span, parts: Sequence[_HasOffsets]) -> Iterator[Span]:
    """Yield the spans before, between, and after parts of a span, which are in order."""
    starts = [span.start, *(part.end for part in parts)]
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
