"""A reader of plain text, whose paragraphs are separated by blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postlint.document.inline_text import add_text
from postlint.document.prose import Prose, ProseBuilder

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")


def read_plain_text(text: str, start: int) -> Iterator[Prose]:
    """Yield the paragraphs of plain text from the offset `start` on."""
    builder = ProseBuilder("paragraph")
    pending_break: tuple[int, int] | None = None
    for line in _LINE.finditer(text, start):
        content = line[1].strip()
        if not content:
            if prose := builder.build():
                yield prose
            builder, pending_break = ProseBuilder("paragraph"), None
        else:
            if pending_break:
                builder.add("\n", *pending_break)
            begin = line.start() + line[1].index(content)
            add_text(builder, text, begin, begin + len(content))
            pending_break = line.span(2)
    if prose := builder.build():
        yield prose
