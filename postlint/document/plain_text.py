"""A reader of plain text, whose paragraphs are separated by blank lines."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.document.prose import Prose, ProseBuilder
from postlint.document.spans import iter_lines


def read_plain_text(text: str) -> Iterator[Prose]:
    """Yield the paragraphs of plain text."""
    builder = ProseBuilder("paragraph")
    pending_break: tuple[int, int] | None = None
    for line in iter_lines(text):
        content = line[1].strip()
        if content:
            if pending_break:
                builder.add("\n", *pending_break)
            begin = line.start() + line[1].index(content)
            builder.add_text(text, begin, begin + len(content))
            pending_break = line.span(2)
        else:
            yield from builder.build()
            builder, pending_break = ProseBuilder("paragraph"), None
    yield from builder.build()
