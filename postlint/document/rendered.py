"""What of a draft would be posted: its words with the URLs and signs that are no prose.

Front matter, comments, images and Markdown's marks stay at home.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from postlint.document.draft import Draft

_URL = r"(?:https?://|www\.)[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKUP = re.compile(
    rf"\]\(\s*<?(?P<target>{_URL})?[^()\[\]\n]{{0,300}}\)"  # where a link goes
    rf"|(?P<url>{_URL})"
    r"|!\[[^\[\]]{0,1000}\](?:\([^()\s]*\))?"
    r"|\{\{[^{}]*\}\}|\{%[^{}]*%\}"
    r"|</?(?!https?:|www\.)[a-z][^<>]*>"
    r"|^[ \t]*(?:>[ \t]?|\#{1,6}[ \t])+"
    r"|[*_~`\[\]<>\\]+",
    re.IGNORECASE | re.MULTILINE,
)
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")


class TextRun(NamedTuple):
    """Some of what is posted.

    Attributes:
        text: the characters.
        block: the number of the block that they are in or before.
        start: where they are in its text; where that continues, for what is no prose.
        is_prose: whether they are in its text themselves.
    """

    text: str
    block: int
    start: int
    is_prose: bool


class RenderedPost:
    """What would be posted of a draft, with the way back to its prose."""

    def __init__(self, draft: Draft) -> None:
        self._render_runs = [run for run in _render_runs(draft) if run.text]
        self.text = "".join(run.text for run in self._render_runs).rstrip()
        self._starts = [0]
        for run in self._render_runs:
            self._starts.append(self._starts[-1] + len(run.text))

    def to_block_offset(self, offset: int) -> tuple[int, int]:
        """Return the number of the block, and the place in its text, of an offset in `text`."""
        index = bisect_right(self._starts, offset) - 1
        run = self._render_runs[index]
        return run.block, run.start + (offset - self._starts[index]) * run.is_prose


def _render_runs(draft: Draft) -> Iterator[TextRun]:
    plain = draft.source.is_plain
    text, start, end = draft.text, draft.body.start, draft.body.start
    for number, block in enumerate(draft.blocks):
        for piece in block.source_map:
            between = _render_non_prose(text[end - start : piece.source_start - start], plain=plain)
            if end == start:
                between = between.lstrip()
            yield TextRun(between, number, piece.start, is_prose=False)
            words = block.original[piece.start : piece.end]
            yield TextRun(words, number, piece.start, is_prose=True)
            end = piece.source_end
    if draft.blocks:
        last = draft.blocks[-1].source_map[-1]
        rest = _render_non_prose(text[end - start : draft.body.end - start], plain=plain)
        yield TextRun(rest, len(draft.blocks) - 1, last.start, is_prose=False)


def _render_non_prose(source: str, *, plain: bool) -> str:
    """Return what is posted of a stretch of the source that is no prose."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    if not plain:
        # Comments are looked for only where one ends, so that each search finds an end.
        commented, end, rest = source.rpartition("-->")
        source = _MARKUP.sub(_strip_mark, _COMMENT.sub("", commented + end) + rest)
    return _EMPTY_LINES.sub("\n\n", source)


def _strip_mark(match: re.Match[str]) -> str:
    return f" {match['target']}" if match["target"] else match["url"] or ""
