"""Directive comments (`postlint-…`) in a draft, and the blocks that they apply to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from postlint.document.markdown import Markup, find_markup
from postlint.document.source import Source, Span, any_within, is_covered

_CLOSERS = {"<!--": "-->", "{/*": "*/}"}
_OPENER = re.compile(r"<!--|\{/\*")
_DIRECTIVE = re.compile(r"(?:<!--|\{/\*)\s*postlint-")
_CLOSER_LENGTH = 3
_CONTENT_CHARACTER = re.compile(r"[^ \t\r\n>*+#-]")
"""A character that isn't a mark of a list or a quote."""

_MAX_NESTING = 100
"""The most levels of nested lists and quotes that are searched for a comment's block."""


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
    text = source.text[body.start : body.end]
    if source.is_plain or "postlint-" not in text:
        return
    markup = find_markup(text, mdx=source.is_mdx)
    blocks = _Blocks(text, markup)
    end = 0
    for comment in _comments(text):
        # Only where Markdown sees HTML, so not in code or after a backslash.
        is_html = text[comment.start] == "<"
        is_comment = is_covered(comment.start, markup.html) if is_html else source.is_mdx
        if comment.start < end or not is_comment or is_covered(comment.start, markup.code):
            continue
        end = comment.end
        if directive := _DIRECTIVE.match(text, comment.start, comment.end):
            content = text[directive.end() : comment.end - _CLOSER_LENGTH]
            block = blocks.at(comment)
            yield DirectiveComment(comment.shifted(body.start), content, block.shifted(body.start))


def _comments(text: str) -> Iterator[Span]:
    """Yield everything that looks like a comment, in linear time; the spans may overlap."""
    closing = dict.fromkeys(_CLOSERS, 0)
    for opening in _OPENER.finditer(text):
        opener = opening[0]
        if closing[opener] != -1 and closing[opener] < opening.end():
            closing[opener] = text.find(_CLOSERS[opener], opening.end())
        if closing[opener] != -1:
            yield Span(opening.start(), closing[opener] + _CLOSER_LENGTH)


class _Blocks:
    """The blocks of a draft that have text other than comments, for lookup by offset."""

    def __init__(self, text: str, markup: Markup) -> None:
        self._end = Span(len(text), len(text))
        content_offsets = _content_offsets(text)
        with_content = [
            span for span in (*markup.blocks, *markup.leaves) if any_within(span, content_offsets)
        ]
        # Of the blocks that begin at the same offset, the innermost is the last.
        self._blocks = sorted(with_content, key=lambda span: (span.start, -span.end))
        self._starts = [span.start for span in self._blocks]

    def at(self, comment: Span) -> Span:
        """Return the innermost block that contains a comment, or otherwise the next block."""
        stop = bisect_right(self._starts, comment.start)
        for block in reversed(self._blocks[max(stop - _MAX_NESTING, 0) : stop]):
            if block.contains(comment):
                return block
        following = bisect_left(self._starts, comment.end)
        return self._blocks[following] if following < len(self._blocks) else self._end


def _content_offsets(text: str) -> list[int]:
    """Return the offsets of the text except comments and the marks of lists and quotes, sorted."""
    offsets: list[int] = []
    end = 0
    for comment in (*_comments(text), Span(len(text), len(text))):
        if comment.start >= end:
            offsets += (
                match.start() for match in _CONTENT_CHARACTER.finditer(text, end, comment.start)
            )
            end = comment.end
    return offsets
