"""Detailed text: the reasons for each score, and the flagged lines with marks under the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len, chop_cells

from postlint.core.terminal_text import count, display_path
from postlint.diagnostics.finding import Finding
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source
from postlint.formatters.base import ResultOrAudit
from postlint.formatters.console import STYLES
from postlint.formatters.posts.text import TextFormatter
from postlint.scoring.reason import EFFECT_SIGNS

_MAX_LINES, _EDGE_LINES = 6, 3
"""A mark on more than the maximum number of lines shows only its first and last lines."""

_MAX_CHARACTERS = 2_000
"""A mark on one line with more than twice as many characters shows only its start and end."""

_WIDTH = 80
"""The number of columns in a row. A line with a longer mark takes several rows."""

_CONTEXT_CHARACTERS = 1_000
"""The maximum number of characters to show before and after a mark."""

_GUTTER_WIDTH = 9
"""The number of columns before a row: the line number and a bar."""

_WORD = re.compile(r"\S+\s*|\s+")


class _Row(NamedTuple):
    """A row of a line: the line number (first row only), the text, and the marks below it."""

    number: int | None
    text: str
    marks: str = ""


class FullFormatter(TextFormatter):
    """Writes all details."""

    needs_details = True

    def _add_result(self, item: ResultOrAudit) -> None:
        if isinstance(item, PostResult):
            super()._add_result(item)
            return
        for finding in item.findings:
            self._writer.line((display_path(finding.path), "bold"))
            self._writer.line()
            self._add_finding(item, finding)

    def _add_details(self, item: PostResult) -> None:
        for reason in item.reasons:
            self._writer.line(
                f"{EFFECT_SIGNS[reason.effect]} {reason.with_location(item.source)}",
                style="dim",
                indent=2,
            )
        self._writer.line()
        for finding in item.findings:
            self._add_finding(item, finding)

    def _add_finding(self, item: ResultOrAudit, finding: Finding) -> None:
        style = STYLES[finding.severity]
        self._writer.line(
            (finding.severity, style), f"  {finding.message}  ", (finding.rule, "dim"), indent=2
        )
        # The text of a feed isn't kept.
        if isinstance(item, PostResult):
            width = min((self._writer.width or _GUTTER_WIDTH + _WIDTH) - _GUTTER_WIDTH, _WIDTH)
            for row in _excerpt_rows(item.source, finding, max(width, 20)):
                self._writer.line(f"{row.number or '':>6} | {row.text}", wrap=False)
                if row.marks:
                    self._writer.line("       | ", (row.marks, style), wrap=False)
        self._writer.line(f"Try: {finding.help}", style="italic", indent=4)
        self._writer.line()


def _excerpt_rows(source: Source, finding: Finding, width: int) -> Iterator[_Row]:
    """Yield rows for the lines with a finding."""
    start, end = finding.start, finding.end
    hidden = range(start.line, end.line + 1)[_EDGE_LINES:-_EDGE_LINES]
    if end.line - start.line < _MAX_LINES:
        hidden = range(0)
    for number in range(start.line, end.line + 1):
        if number in hidden:
            if number == hidden.start:
                yield _Row(None, f"… {count(len(hidden), 'more line')} …")
            continue
        first = start.column - 1 if number == start.line else 0
        stop = end.column - 1 if number == end.line else source.line_length(number)
        yield from _line_rows(source, number, first, stop, width)


def _line_rows(source: Source, number: int, first: int, stop: int, width: int) -> Iterator[_Row]:
    """Yield rows for a line. A giant mark shows only its start and end."""
    is_giant = stop - first > 2 * _MAX_CHARACTERS
    context_start = max(first - _CONTEXT_CHARACTERS, 0)
    context_end = first + _MAX_CHARACTERS if is_giant else stop + _CONTEXT_CHARACTERS
    text = source.line(number, context_start, context_end)
    yield from _wrapped_rows(number, text, first - context_start, stop - context_start, width)
    if is_giant:
        yield _Row(None, f"… {count(stop - first - 2 * _MAX_CHARACTERS, 'more character')} …")
        text = source.line(number, stop - _MAX_CHARACTERS, stop + _CONTEXT_CHARACTERS)
        yield from _wrapped_rows(None, text, 0, _MAX_CHARACTERS, width)


def _wrapped_rows(
    number: int | None, text: str, first: int, stop: int, width: int
) -> Iterator[_Row]:
    """Yield rows for a line, truncated around its mark. The whole mark is shown."""
    before, marked, after = (
        display_path(part.replace("\t", " "))
        for part in (text[:first], text[first:stop], text[stop:])
    )
    if cell_len(before) + min(cell_len(marked), width // 2) > width:
        before = "…" + _truncate_start(before, width // 8)
    *rows, last = _wrap(marked, width - cell_len(before), width)
    for row in rows:
        yield _Row(number, before + row, _underline(before, row))
        number, before = None, ""
    room = width - cell_len(before + last)
    if cell_len(after) > room:
        after = _truncate_end(after, room - 1) + "…" if room > 0 else ""
    yield _Row(number, before + last + after, _underline(before, last))


def _underline(before: str, marked: str) -> str:
    return " " * cell_len(before) + "^" * max(cell_len(marked), 1)


def _wrap(text: str, first: int, width: int) -> list[str]:
    """Split a text into rows, between words if possible. The first row can be narrower."""
    rows, room = [""], first
    for word in _WORD.findall(text):
        word_text = word.rstrip()
        if cell_len(rows[-1] + word_text) <= room:
            rows[-1] += word
            continue
        if rows[-1]:
            rows[-1] = rows[-1].rstrip()
            rows.append("")
            room = width
        # Splitting can separate a joiner from the characters that it joins.
        rows[-1:] = map(display_path, chop_cells(word_text, room))
        rows[-1] += word[len(word_text) :]
        room = room if len(rows) == 1 else width
    return rows


def _truncate_end(text: str, width: int) -> str:
    """Return the beginning of a text that fits in a width."""
    return display_path(chop_cells(text, width)[0]) if text and width > 1 else ""


def _truncate_start(text: str, width: int) -> str:
    """Return the end of a text that fits in a width."""
    start = max(len(text) - width, 0)
    while cell_len(text[start:]) > width:
        start += 1
    return display_path(text[start:])


FORMATTER = FullFormatter
