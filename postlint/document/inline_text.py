"""Running text without its URLs and emoji shortcodes."""

from __future__ import annotations

import re

from postlint.document.prose import ProseBuilder

_URL = (
    r"(?:https?://|www\.)(?:\([^\s()<>\"”]*\)|[^\s()<>\"”])*"
    r"(?:\([^\s()<>\"”]*\)|[^\s()<>\"”.,;:!?'’\]}…*_])"
)
_NOT_PROSE = re.compile(
    rf"(?P<url>{_URL})|(?<![\w:]):[a-z+-][a-z0-9_+-]{{1,40}}:(?!\w)", re.IGNORECASE
)


def add_text(builder: ProseBuilder, source: str, start: int, end: int) -> None:
    """Append the source from `start` to `end` to a block; URLs are counted and left out."""
    for match in _NOT_PROSE.finditer(source, start, end):
        builder.add(source[start : match.start()], start, match.start())
        if match["url"]:
            builder.add_link()
        start = match.end()
    builder.add(source[start:end], start, end)
