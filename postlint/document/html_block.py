"""Blocks of prose in raw HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postlint.document.html import read_html
from postlint.document.inline_text import add_text
from postlint.document.masks import Masks
from postlint.document.prose import BlockKind, Prose, ProseBuilder

_LINE_OR_BREAK = re.compile(r"[\r\n]+|[^\r\n]+")


def read_html_block(
    text: str, start: int, end: int, masks: Masks, kind: BlockKind
) -> Iterator[Prose]:
    """Yield the blocks of prose in the HTML from `start` to `end`.

    `kind` is the kind of blocks whose tags don't have one.
    """
    builder = ProseBuilder(kind)
    for part in read_html(text[start:end]):
        begin, stop = start + part.start, start + part.end
        if part.what == "block":
            if prose := builder.build():
                yield prose
            builder = ProseBuilder(part.kind or kind)
        elif part.what == "link":
            builder.add_link()
        elif part.what == "line":
            builder.add("\n", begin, stop)
        elif len(part.text) == stop - begin:
            for visible_start, visible_end in masks.visible(begin, stop):
                _add_lines(builder, text, visible_start, visible_end)
        else:
            builder.add(part.text, begin, stop)
    if prose := builder.build():
        yield prose


def _add_lines(builder: ProseBuilder, text: str, start: int, end: int) -> None:
    """Append text of HTML, where a line break is the same as a space."""
    for match in _LINE_OR_BREAK.finditer(text, start, end):
        if match[0][0] in "\r\n":
            builder.add(" ", *match.span())
        else:
            add_text(builder, text, *match.span())
