"""Detection of paragraphs whose line breaks come from wrapping at a column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postlint.document.prose import Prose

_MIN_COLUMN = 40
_MAX_COLUMN = 130
_ENDERS = frozenset(".!?…:;")
_LINE_END = re.compile(r"\r\n|\n|\r")
_HARD_BREAK = re.compile(r"(?:[ ]{2}|\\|<br[ ]*/?>)\Z", re.IGNORECASE)
_INDENT = " \t>"


def is_hard_wrapped(text: str, source_lines: Sequence[str] = ()) -> bool:
    """Return whether a paragraph's line breaks come from wrapping at a column.

    They do if every line is full: the first word of the next line wouldn't fit into it. One line
    in eight may be shorter, because edited text isn't always wrapped again.

    Args:
        text: the paragraph as a reader sees it.
        source_lines: the same lines with URLs and markup; if given, their widths are compared.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    source_lines = [line.rstrip() for line in source_lines or lines]
    # A line with only a long URL may exceed the column.
    column = max((len(line) for line in source_lines if " " in line.strip(_INDENT)), default=0)
    if len(lines) < 2 or not _MIN_COLUMN <= column <= _MAX_COLUMN:
        return False
    if len(lines) == 2:
        # With two lines, the first one must be full and end in mid-sentence.
        full = len(source_lines[0]) >= column
        return full and lines[0][-1:] not in _ENDERS and lines[1][:1].islower()
    short = sum(
        len(line) + 1 + len(following.lstrip(_INDENT).split(" ", 1)[0]) <= column
        for line, following in pairwise(source_lines)
    )
    return short <= len(lines) // 8


def is_wrapped(source: str, prose: Prose) -> bool:
    """Return whether the line breaks in a block of prose come from wrapping its source."""
    if "\n" not in prose.text:
        return False
    if is_hard_wrapped(prose.text) or _breaks_inside_link(source, prose):
        return True
    source_lines = _source_lines(source, prose)
    if len(source_lines) != prose.text.count("\n") + 1 or any(
        map(_HARD_BREAK.search, source_lines[:-1])
    ):
        return False
    return _mostly_breaks_mid_sentence(prose.text) and is_hard_wrapped(prose.text, source_lines)


def _mostly_breaks_mid_sentence(text: str) -> bool:
    """Return whether at least half of the lines end in mid-sentence.

    Otherwise the lines may have the same length by chance, such as lines that end in URLs.
    """
    lines = [line.strip() for line in text.split("\n")]
    in_mid_sentence = sum(
        line[-1:] not in _ENDERS and following[:1].islower() for line, following in pairwise(lines)
    )
    return in_mid_sentence * 2 >= len(lines) - 1


def _breaks_inside_link(source: str, prose: Prose) -> bool:
    """Return whether a line break is inside a link's text, where no author puts one."""
    return any(
        source.startswith("[", mark.source_start)
        and prose.text.find("\n", mark.start, mark.end) >= 0
        for mark in prose.markup
    )


def _source_lines(source: str, prose: Prose) -> list[str]:
    start = prose.source_map[0].source_start
    start = max(source.rfind("\n", 0, start), source.rfind("\r", 0, start)) + 1
    end = _LINE_END.search(source, prose.source_map[-1].source_end)
    return _LINE_END.split(source[start : end.start() if end else len(source)])
