"""Edits, and the file that they would make."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from postlint.drafts.draft import Draft
from postlint.drafts.prose import Kind
from postlint.drafts.source import Span

Read = Callable[[str], Sequence[Draft]]
"""Reads a text as its file would be read: `drafts.read_drafts` with the settings that hold."""

LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Edit:
    """A stretch of a source, and the text to put in its place."""

    span: Span
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made; they are in the order of the text and do not overlap."""
    parts = []
    end = 0
    for edit in edits:
        parts += [text[end : edit.span.start], edit.text]
        end = edit.span.end
    return "".join([*parts, text[end:]])


def line_end_of(text: str) -> str:
    """Return how the lines of a text end: as the first of them does."""
    found = LINE_END.search(text)
    return found[0] if found else "\n"


def line_start(text: str, offset: int) -> int:
    """Return where the line of an offset begins."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_stop(text: str, offset: int) -> int:
    """Return where the line of an offset ends, its line end not included."""
    found = LINE_END.search(text, offset)
    return found.start() if found else len(text)


Blocks = list[tuple[Kind, str]]
"""What kind each block of a post is, and what its readers read; white space is made even."""


def prose_of(drafts: Sequence[Draft]) -> list[Blocks]:
    """Return the blocks of drafts."""
    return [
        [(block.kind, " ".join(block.original.split())) for block in draft.blocks]
        for draft in drafts
    ]
