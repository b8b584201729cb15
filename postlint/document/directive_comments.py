"""Directive comments (`postlint-…`) in a draft, and the blocks that they apply to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from postlint.document.markdown import Markup, find_markup
from postlint.document.source import Source, Span

_CLOSERS = {"<!--": "-->", "{/*": "*/}"}
_OPENER = re.compile(r"<!--|\{/\*")
_DIRECTIVE_PREFIX = re.compile(r"\s*postlint-")
_PREFIX = "postlint-"


@dataclass(frozen=True)
class DirectiveComment:
    """A comment with a directive for postlint.

    Attributes:
        span: its offsets in the source.
        text: the text after `postlint-`.
        block: the block of the draft that it's in or before; empty at the end of the draft.
    """

    span: Span
    text: str
    block: Span


def find_directive_comments(source: Source, body: Span) -> Iterator[DirectiveComment]:
    """Yield the directive comments in a body, in order; none in code or in a `.txt` file."""
    suffix = PurePath(source.path).suffix.lower()
    text = source.text
    if source.is_plain or text.find(_PREFIX, body.start, body.end) < 0:
        return
    text = text[body.start : body.end]
    markup = find_markup(text, mdx=source.is_mdx)
    blocks = _Blocks(text, markup)
    end = 0
    for comment in _comments(text):
        opener = text[comment.start : comment.start + 3]
        # Only where Markdown sees HTML, so not in code or after a backslash.
        is_html = opener == "<!-"
        is_comment = _any_contains(markup.html, comment.start) if is_html else suffix == ".mdx"
        if comment.start < end or not is_comment or _any_contains(markup.code, comment.start):
            continue
        end = comment.end
        directive = _DIRECTIVE_PREFIX.match(
            text, comment.start + (3 if opener == "{/*" else 4), comment.end
        )
        if directive:
            content = text[directive.end() : comment.end - 3]
            block = blocks.at(comment) or Span(len(text), len(text))
            yield DirectiveComment(_shift(comment, body.start), content, _shift(block, body.start))


def _shift(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _comments(text: str) -> Iterator[Span]:
    """Yield everything that looks like a comment, in linear time; the spans may overlap."""
    closing = dict.fromkeys(_CLOSERS, 0)
    for opening in _OPENER.finditer(text):
        opener = opening[0]
        if closing[opener] != -1 and closing[opener] < opening.end():
            closing[opener] = text.find(_CLOSERS[opener], opening.end())
        if closing[opener] != -1:
            yield Span(opening.start(), closing[opener] + len(_CLOSERS[opener]))


def _any_contains(spans: tuple[Span, ...], offset: int) -> bool:
    """Return whether any of the spans, which are sorted and don't overlap, contains an offset."""
    index = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return index >= 0 and offset < spans[index].end


class _Blocks:
    """The blocks of a draft, for lookup by offset."""

    def __init__(self, text: str, markup: Markup) -> None:
        content_offsets = _content_offsets(text)
        with_content = [
            span for span in (*markup.blocks, *markup.leaves) if _has_any(content_offsets, span)
        ]
        # Of the blocks that begin at the same offset, the innermost is the last.
        self._blocks = sorted(with_content, key=lambda span: (span.start, -span.end))
        self._starts = [span.start for span in self._blocks]

    def at(self, comment: Span) -> Span | None:
        """Return the innermost block that contains a comment, or otherwise the next block."""
        last = bisect_right(self._starts, comment.start) - 1
        for index in range(last, max(last - _MAX_NESTING, -1), -1):
            if _contains(self._blocks[index], comment):
                return self._blocks[index]
        following = bisect_left(self._starts, comment.end)
        return self._blocks[following] if following < len(self._blocks) else None


_MAX_NESTING = 100
"""The most levels of nested lists and quotes that are searched for a comment's block."""


def _content_offsets(text: str) -> list[int]:
    """Return the offsets of the text except comments and the marks of lists and quotes, sorted."""
    offsets: list[int] = []
    end = 0
    for comment in _comments(text):
        if comment.start >= end:
            offsets += (
                match.start() for match in _CONTENT_CHARACTER.finditer(text, end, comment.start)
            )
            end = comment.end
    offsets += (match.start() for match in _CONTENT_CHARACTER.finditer(text, end))
    return offsets


_CONTENT_CHARACTER = re.compile(r"[^ \t\r\n>*+#-]")


def _has_any(offsets: list[int], span: Span) -> bool:
    """Return whether any of the sorted offsets is in a span."""
    index = bisect_left(offsets, span.start)
    return index < len(offsets) and offsets[index] < span.end


def _contains(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
