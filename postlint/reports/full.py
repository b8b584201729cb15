"""Text for people who take their time: the draft's lines with marks, the reasons, what to try."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from rich.cells import cell_len, chop_cells

from postlint.errors import Problem
from postlint.findings import Finding
from postlint.lines import show_path
from postlint.reports.paper import STYLES, Paper
from postlint.reports.report import Summary
from postlint.reports.text import sums, write_title
from postlint.results import PostReport

_LINES = 4
"""Of a longer finding the first lines are shown."""

_WIDTH = 80
"""Columns of a line that are shown, around what is marked."""

_NEAR = 1_000
"""Letters before and after the beginning of a mark that may be shown."""

_MARGIN = 9
"""Columns before a line: its number and a bar."""


class FullReport:
    """Writes for people, with everything there is to say."""

    wants_reasons = True

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._paper = Paper(out)
        self._quiet = quiet

    def add(self, item: PostReport | Problem) -> None:
        """Write a post's score and why, and its findings where they stand."""
        if isinstance(item, Problem) or item.left_out or (self._quiet and not item.findings):
            return
        write_title(self._paper, item)
        for line in item.reasons:
            self._paper.line(line, style="dim", indent=2)
        self._paper.line()
        for finding in item.findings:
            self._finding(item, finding)

    def _finding(self, item: PostReport, finding: Finding) -> None:
        style = STYLES[finding.severity]
        self._paper.line(
            (finding.severity, style), f"  {finding.message}  ", (finding.rule, "dim"), indent=2
        )
        width = min((self._paper.width or _MARGIN + _WIDTH) - _MARGIN, _WIDTH)
        for number, shown, marks in _marked(item, finding, max(width, 20)):
            self._paper.line(f"{number:>6} | {shown}", wrap=False)
            self._paper.line("       | ", (marks, style), wrap=False)
        self._paper.line(f"Try: {finding.help}", style="italic", indent=4)
        self._paper.line()

    def finish(self, summary: Summary) -> None:
        """Write the sums, in one line."""
        if not self._quiet:
            self._paper.line(sums(summary), wrap=False)


def _marked(item: PostReport, finding: Finding, width: int) -> Iterator[tuple[int, str, str]]:
    """Yield number, text and marks of the lines that a finding stands on."""
    source, start, end = item.source, finding.start, finding.end
    last = min(end.line, start.line + _LINES - 1)
    for number in range(start.line, last + 1):
        first = start.column - 1 if number == start.line else 0
        stop = end.column - 1 if number == end.line else source.line_length(number)
        # Of a giant line only what can be shown is looked at.
        begin = max(first - _NEAR, 0)
        text = source.line(number, begin, min(stop, first + _NEAR) + _NEAR)
        yield number, *_window(text, first - begin, stop - begin, width)


def _window(text: str, first: int, stop: int, width: int) -> tuple[str, str]:
    """Return a line, cut around its mark to a width in columns, and the marks below it."""
    before, marked, after = (
        show_path(part.replace("\t", " ")) for part in (text[:first], text[first:stop], text[stop:])
    )
    if cell_len(before) + min(cell_len(marked), width // 2) > width:
        before = "…" + _last(before, width // 8)
    room = width - cell_len(before)
    if cell_len(marked) > room:
        marked, after = _first(marked, room - 1) + "…", ""
    elif cell_len(marked + after) > room:
        after = _first(after, room - cell_len(marked) - 1) + "…" if room > cell_len(marked) else ""
    marks = " " * cell_len(before) + "^" * max(cell_len(marked), 1)
    return before + marked + after, marks


def _first(text: str, width: int) -> str:
    """Return the beginning of a text that fits in a width."""
    # Cutting may part a joiner from what it joins.
    return show_path(chop_cells(text, width)[0]) if text and width > 1 else ""


def _last(text: str, width: int) -> str:
    """Return the end of a text that fits in a width."""
    start = max(len(text) - width, 0)
    while cell_len(text[start:]) > width:
        start += 1
    return show_path(text[start:])
