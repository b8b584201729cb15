"""Comments in a draft that speak to postlint, and the blocks they are before."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from postlint.document.markdown import Markup, markup
from postlint.document.source import Source, Span

_CLOSERS = {"<!--": "-->", "{/*": "*/}"}
_OPENER = re.compile(r"<!--|\{/\*")
_DIRECTIVE_PREFIX = re.compile(r"\s*postlint-")
_PREFIX = "postlint-"


@dataclass(frozen=True)
class DirectiveComment:
    """A comment that speaks to postlint.

    Attributes:
        span: where it is.
        text: what it says after `postlint-`.
        block: the block of the draft that it is in or before; empty at the end of the draft.
    """

    span: Span
    text: str
    block: Span


def find_directive_comments(source: Source, body: Span) -> Iterator[DirectiveComment]:
    """Yield the comments in a body, in order; what is in code is none, nor is it in `.txt`."""
    suffix = PurePath(source.path).suffix.lower()
    text = source.text
    if source.is_plain or text.find(_PREFIX, body.start, body.end) < 0:
        return
    text = text[body.start : body.end]
    found = markup(text, 0, mdx=suffix == ".mdx")
    blocks = _Blocks(text, found)
    end = 0
    for place in _comments(text):
        sign = text[place.start : place.start + 3]
        # A comment in HTML is one only where Markdown sees HTML: not in code, nor escaped.
        stands = _any_contains(found.html, place.start) if sign == "<!-" else suffix == ".mdx"
        if place.start < end or not stands or _any_contains(found.code, place.start):
            continue
        end = place.end
        said = _DIRECTIVE_PREFIX.match(text, place.start + (3 if sign == "{/*" else 4), place.end)
        if said:
            words = text[said.end() : place.end - 3]
            block = blocks.at(place) or Span(len(text), len(text))
            yield DirectiveComment(_shift(place, body.start), words, _shift(block, body.start))


def _shift(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _comments(text: str) -> Iterator[Span]:
    """Yield what looks like a comment, each from its own beginning; time is linear."""
    closing = dict.fromkeys(_CLOSERS, 0)
    for begin in _OPENER.finditer(text):
        sign = begin[0]
        if closing[sign] != -1 and closing[sign] < begin.end():
            closing[sign] = text.find(_CLOSERS[sign], begin.end())
        if closing[sign] != -1:
            yield Span(begin.start(), closing[sign] + len(_CLOSERS[sign]))


def _any_contains(spans: tuple[Span, ...], place: int) -> bool:
    """Return whether one of some spans, in order and apart, holds a place."""
    index = bisect_right(spans, place, key=lambda span: span.start) - 1
    return index >= 0 and place < spans[index].end


class _Blocks:
    """The blocks of a draft, to be looked up by place."""

    def __init__(self, text: str, found: Markup) -> None:
        said = _content_offsets(text)
        with_content = [span for span in (*found.blocks, *found.leaves) if _has_any(said, span)]
        # Of those that begin at one place the innermost is the last.
        self._blocks = sorted(with_content, key=lambda span: (span.start, -span.end))
        self._starts = [span.start for span in self._blocks]

    def at(self, comment: Span) -> Span | None:
        """Return the innermost block that a comment is in, or else the next one."""
        last = bisect_right(self._starts, comment.start) - 1
        for index in range(last, max(last - _MAX_NESTING, -1), -1):
            if _contains(self._blocks[index], comment):
                return self._blocks[index]
        following = bisect_left(self._starts, comment.end)
        return self._blocks[following] if following < len(self._blocks) else None


_MAX_NESTING = 100
"""Lists in lists deeper than this are not followed."""


def _content_offsets(text: str) -> list[int]:
    """Return where there is more than comments and the signs of lists and quotes, in order."""
    said: list[int] = []
    end = 0
    for comment in _comments(text):
        if comment.start >= end:
            said += (
                match.start() for match in _CONTENT_CHARACTER.finditer(text, end, comment.start)
            )
            end = comment.end
    said += (match.start() for match in _CONTENT_CHARACTER.finditer(text, end))
    return said


_CONTENT_CHARACTER = re.compile(r"[^ \t\r\n>*+#-]")


def _has_any(places: list[int], span: Span) -> bool:
    """Return whether one of some places, in order, is in a span."""
    index = bisect_left(places, span.start)
    return index < len(places) and places[index] < span.end


def _contains(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
