"""Edits, and how to apply them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from postlint.document.draft import Draft
from postlint.document.prose import BlockKind
from postlint.document.source import Span

DraftParser = Callable[[str], Sequence[Draft]]
"""Reads a text as if it were in the draft's file, with the draft's settings."""

LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Edit:
    """A span of a source, and the text that replaces it."""

    span: Span
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits applied; they are in the order of the text and don't overlap."""
    parts = []
    end = 0
    for edit in edits:
        parts += [text[end : edit.span.start], edit.text]
        end = edit.span.end
    return "".join([*parts, text[end:]])


def line_end_of(text: str) -> str:
    """Return the line ending of a text: that of its first line."""
    found = LINE_END.search(text)
    return found[0] if found else "\n"


def line_start(text: str, offset: int) -> int:
    """Return where the line of an offset starts."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_end(text: str, offset: int) -> int:
    """Return where the line of an offset ends, its line end not included."""
    found = LINE_END.search(text, offset)
    return found.start() if found else len(text)


def removal_span(text: str, span: Span) -> Span:
    """Return what to remove along with a span: the spaces or the empty line next to it.

    Everything else in other lines stays, whether it's prose or not.
    """
    start, end = span.start, span.end
    first, last = line_start(text, start), line_end(text, end)
    if text[end:last].strip():
        return Span(start, last - len(text[end:last].lstrip()))
    if text[first:start].strip():
        return Span(first + len(text[first:start].rstrip()), end)
    below, above = text[last:], text[:first]
    if _BLANK_BELOW.match(below) and _BLANK_ABOVE.search(above):
        # A paragraph of its own.
        if below.strip():
            return Span(first, line_start(text, len(text) - len(below.lstrip())))
        return Span(len(above.rstrip()), last)
    if _BLANK_BELOW.match(below):
        return Span(len(above.rstrip("\r\n")), last)
    return Span(first, len(text) - len(below.lstrip("\r\n")))


_BLANK_BELOW = re.compile(r"\s*\Z|(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)")
_BLANK_ABOVE = re.compile(r"\A\s*\Z|(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|(?<!\r)\r)\Z")

Blocks = list[tuple[BlockKind, str]]
"""The kind and the words of each block of a post, with white space collapsed."""


def block_texts(drafts: Sequence[Draft]) -> list[Blocks]:
    """Return the blocks of drafts."""
    return [
        [(block.kind, " ".join(block.original.split())) for block in draft.blocks]
        for draft in drafts
    ]
