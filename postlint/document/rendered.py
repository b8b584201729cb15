"""The rendered text of a draft: its prose, and the URLs and symbols that are posted with it.

Front matter, comments, images, and Markdown's marks aren't part of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from postlint.document.draft import Draft

_URL = r"(?:https?://|www\.)[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKUP = re.compile(
    rf"\]\(\s*<?(?P<target>{_URL})?[^()\[\]\n]{{0,300}}\)"  # the target of a link
    rf"|(?P<url>{_URL})"
    r"|!\[[^\[\]]{0,1000}\](?:\([^()\s]*\))?"
    r"|\{\{[^{}]*\}\}|\{%[^{}]*%\}"
    r"|</?(?!https?:|www\.)[a-z][^<>]*>"
    r"|^[ \t]*(?:>[ \t]?|\#{1,6}[ \t])+"
    r"|[*_~`\[\]<>\\]+",
    re.IGNORECASE | re.MULTILINE,
)
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")


class _TextRun(NamedTuple):
    """A run of rendered text that is prose as a whole, or none of it.

    Attributes:
        text: its characters.
        block: the index of the block that it's in or before.
        start: its offset in the block's text; if it isn't prose, the offset of the following prose.
        is_prose: whether it's part of the block's text.
    """

    text: str
    block: int
    start: int
    is_prose: bool


class RenderedPost:
    """The rendered text of a draft, with a map to its prose."""

    def __init__(self, draft: Draft) -> None:
        self._runs = [run for run in _render_runs(draft) if run.text]
        self._starts = list(accumulate((len(run.text) for run in self._runs), initial=0))
        self.text = "".join(run.text for run in self._runs).rstrip()

    def to_block_offset(self, offset: int) -> tuple[int, int]:
        """Return the index of a block and the offset in its text for an offset in `text`."""
        index = bisect_right(self._starts, offset) - 1
        run = self._runs[index]
        return run.block, run.start + (offset - self._starts[index]) * run.is_prose


def _render_runs(draft: Draft) -> Iterator[_TextRun]:
    text, start, is_plain = draft.text, draft.body.start, draft.source.is_plain
    index = offset = end = 0
    for index, block in enumerate(draft.blocks):
        for mapping in block.source_map:
            offset = mapping.start
            non_prose = _render_non_prose(text[end : mapping.source_start - start], plain=is_plain)
            yield _TextRun(non_prose if end else non_prose.lstrip(), index, offset, is_prose=False)
            words = block.original[mapping.start : mapping.end]
            yield _TextRun(words, index, offset, is_prose=True)
            end = mapping.source_end - start
    if draft.blocks:
        yield _TextRun(_render_non_prose(text[end:], plain=is_plain), index, offset, is_prose=False)


def _render_non_prose(source: str, *, plain: bool) -> str:
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    if not plain:
        # Only the text before the last `-->` is searched, so each search finds an end.
        commented, end, rest = source.rpartition("-->")
        source = _MARKUP.sub(_strip_mark, _COMMENT.sub("", commented + end) + rest)
    return _EMPTY_LINES.sub("\n\n", source)


def _strip_mark(match: re.Match[str]) -> str:
    return f" {match['target']}" if match["target"] else match["url"] or ""
