"""Comments in a draft that speak to postlint, and the blocks they stand before."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from postlint.drafts.markdown import Markup, markup
from postlint.drafts.source import Source, Span

_COMMENT = re.compile(
    r"<!--\s*postlint-(.{0,500}?)-->|\{/\*\s*postlint-(.{0,500}?)\*/\}", re.DOTALL
)
_MARK = "postlint-"


@dataclass(frozen=True)
class Comment:
    """A comment that speaks to postlint.

    Attributes:
        span: where it stands.
        text: what it says after `postlint-`.
        block: the block of the draft that it stands in or before; empty at the end of the draft.
    """

    span: Span
    text: str
    block: Span


def find_comments(source: Source, body: Span) -> Iterator[Comment]:
    """Yield the comments in a body, in order; what stands in code is none, nor is it in `.txt`."""
    suffix = PurePath(source.path).suffix.lower()
    text = source.text
    if suffix == ".txt" or text.find(_MARK, body.start, body.end) < 0:
        return
    blocks = _Blocks(text, markup(text[: body.end], body.start, mdx=suffix == ".mdx"))
    for match in _COMMENT.finditer(text, body.start, body.end):
        place = Span(*match.span())
        if not blocks.is_code(place) and (match[1] is not None or suffix == ".mdx"):
            said = match[1] if match[1] is not None else match[2]
            yield Comment(place, said, blocks.at(place) or Span(body.end, body.end))


class _Blocks:
    """The blocks of a draft, to be looked up by place."""

    def __init__(self, text: str, found: Markup) -> None:
        speaking = [span for span in (*found.blocks, *found.leaves) if _speaks(text, span)]
        # Of those that begin at one place the innermost is the last.
        self._blocks = sorted(speaking, key=lambda span: (span.start, -span.end))
        self._starts = [span.start for span in self._blocks]
        self._code = found.code
        self._code_starts = [span.start for span in found.code]

    def is_code(self, place: Span) -> bool:
        index = bisect_right(self._code_starts, place.start) - 1
        return index >= 0 and _holds(self._code[index], place)

    def at(self, comment: Span) -> Span | None:
        """Return the innermost block that a comment stands in, or else the next one."""
        last = bisect_right(self._starts, comment.start) - 1
        for index in range(last, max(last - _DEPTH, -1), -1):
            if _holds(self._blocks[index], comment):
                return self._blocks[index]
        following = bisect_left(self._starts, comment.end)
        return self._blocks[following] if following < len(self._blocks) else None


_DEPTH = 100
"""Lists in lists deeper than this are not followed."""


def _speaks(text: str, span: Span) -> bool:
    """Say whether there is more in a block than comments and the signs of lists and quotes."""
    return bool(_COMMENT.sub("", text[span.start : span.end]).strip(" \t\r\n>-*+#"))


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
