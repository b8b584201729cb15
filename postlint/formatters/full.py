"""Text for people who want all details: the reasons for a score, and marks under the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TextIO

from rich.cells import cell_len, chop_cells

from postlint.core.errors import Problem
from postlint.core.terminal_text import show_path
from postlint.diagnostics.finding import Finding
from postlint.diagnostics.result import PostReport
from postlint.document.source import Source
from postlint.formatters.console import STYLES, Paper
from postlint.formatters.report import Summary
from postlint.formatters.text import count, sums, write_title
from postlint.scoring.reason import SIGNS

_MOST_LINES, _ENDS = 6, 3
"""A mark on more lines is shown by its first and last ones."""

_MOST_LETTERS = 2_000
"""A mark on one line is shown by its first and last letters if it has more than twice as many."""

_WIDTH = 80
"""Columns in a row. A line with a longer mark takes several rows."""

_NEAR = 1_000
"""Letters before and after a mark that may be shown."""

_MARGIN = 9
"""Columns before a row: the line's number and a bar."""

_WORD = re.compile(r"\S+\s*|\s+")


class _Row(NamedTuple):
    """A row of a line: the line's number on its first row, the text, and the marks below it."""

    number: int | None
    text: str
    marks: str = ""


class FullReport:
    """Writes everything there is to say, for people."""

    wants_reasons = True

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._paper = Paper(out)
        self._quiet = quiet

    def add(self, item: PostReport | Problem) -> None:
        """Write a post's verdict, the reasons for its score, and its findings in their lines."""
        if isinstance(item, Problem) or item.left_out or (self._quiet and not item.findings):
            return
        write_title(self._paper, item)
        for reason in item.reasons:
            self._paper.line(
                f"{SIGNS[reason.effect]} {reason.with_place(item.source)}", style="dim", indent=2
            )
        self._paper.line()
        for finding in item.findings:
            self._finding(item, finding)

    def _finding(self, item: PostReport, finding: Finding) -> None:
        style = STYLES[finding.severity]
        self._paper.line(
            (finding.severity, style), f"  {finding.message}  ", (finding.rule, "dim"), indent=2
        )
        width = min((self._paper.width or _MARGIN + _WIDTH) - _MARGIN, _WIDTH)
        for row in _marked(item, finding, max(width, 20)):
            self._paper.line(f"{row.number or '':>6} | {row.text}", wrap=False)
            if row.marks:
                self._paper.line("       | ", (row.marks, style), wrap=False)
        self._paper.line(f"Try: {finding.help}", style="italic", indent=4)
        self._paper.line()

    def finish(self, summary: Summary) -> None:
        """Write the counts, in one line."""
        if not self._quiet:
            self._paper.line(sums(summary), wrap=False)


def _marked(item: PostReport, finding: Finding, width: int) -> Iterator[_Row]:
    """Yield the rows that show the lines that a finding marks."""
    source, start, end = item.source, finding.start, finding.end
    hidden = range(start.line, end.line + 1)[_ENDS:-_ENDS]
    if end.line - start.line < _MOST_LINES:
        hidden = range(0)
    for number in range(start.line, end.line + 1):
        if number in hidden:
            if number == hidden.start:
                yield _Row(None, f"… {count(len(hidden), 'more line')} …")
            continue
        first = start.column - 1 if number == start.line else 0
        stop = end.column - 1 if number == end.line else source.line_length(number)
        yield from _line(source, number, first, stop, width)


def _line(source: Source, number: int, first: int, stop: int, width: int) -> Iterator[_Row]:
    """Yield the rows of one line. Only the ends of a giant mark are shown."""
    giant = stop - first > 2 * _MOST_LETTERS
    begin = max(first - _NEAR, 0)
    until = first + _MOST_LETTERS if giant else stop + _NEAR
    text = source.line(number, begin, until)
    yield from _rows(number, text, first - begin, stop - begin, width)
    if giant:
        yield _Row(None, f"… {count(stop - first - 2 * _MOST_LETTERS, 'more character')} …")
        text = source.line(number, stop - _MOST_LETTERS, stop + _NEAR)
        yield from _rows(None, text, 0, _MOST_LETTERS, width)


def _rows(number: int | None, text: str, first: int, stop: int, width: int) -> Iterator[_Row]:
    """Yield the rows of a line, cut around its mark. All of the mark is shown."""
    before, marked, after = (
        show_path(part.replace("\t", " ")) for part in (text[:first], text[first:stop], text[stop:])
    )
    if cell_len(before) + min(cell_len(marked), width // 2) > width:
        before = "…" + _last(before, width // 8)
    *rows, last = _wrap(marked, width - cell_len(before), width)
    for row in rows:
        yield _Row(number, before + row, _marks(before, row))
        number, before = None, ""
    room = width - cell_len(before + last)
    if cell_len(after) > room:
        after = _first(after, room - 1) + "…" if room > 0 else ""
    yield _Row(number, before + last + after, _marks(before, last))


def _marks(before: str, marked: str) -> str:
    return " " * cell_len(before) + "^" * max(cell_len(marked), 1)


def _wrap(text: str, first: int, width: int) -> list[str]:
    """Break a text into rows, the first narrower than the others, between words if possible."""
    rows, room = [""], first
    for word in _WORD.findall(text):
        letters = word.rstrip()
        if cell_len(rows[-1] + letters) <= room:
            rows[-1] += word
            continue
        if rows[-1]:
            rows[-1] = rows[-1].rstrip()
            rows.append("")
            room = width
        # Cutting may part a joiner from what it joins.
        rows[-1:] = map(show_path, chop_cells(letters, room))
        rows[-1] += word[len(letters) :]
        room = room if len(rows) == 1 else width
    return rows


def _first(text: str, width: int) -> str:
    """Return the beginning of a text that fits in a width."""
    return show_path(chop_cells(text, width)[0]) if text and width > 1 else ""


def _last(text: str, width: int) -> str:
    """Return the end of a text that fits in a width."""
    start = max(len(text) - width, 0)
    while cell_len(text[start:]) > width:
        start += 1
    return show_path(text[start:])
