"""Text for people who take their time: the draft's lines with marks, the reasons, what to try."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from rich.cells import cell_len, chop_cells
from rich.padding import Padding
from rich.text import Text

from postlint.engine import PostReport
from postlint.errors import Problem
from postlint.findings import Finding
from postlint.judgement.explain import explain, strongest
from postlint.judgement.model import load_models
from postlint.lines import blank_controls
from postlint.reports.report import Summary, name_of
from postlint.reports.text import STYLES, make_console, sums

_LINES = 4
"""Of a longer finding the first lines are shown."""

_WIDTH = 80
"""Columns of a line that are shown, around what is marked."""

_REASONS = 3

_MARGIN = 9
"""Columns before a line: its number and a bar."""


class FullReport:
    """Writes for people, with everything there is to say."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self.console = make_console(out)
        self._quiet = quiet

    def add(self, item: PostReport | Problem) -> None:
        """Write a post's score and why, and its findings where they stand."""
        if isinstance(item, Problem) or item.left_out or (self._quiet and not item.findings):
            return
        title = Text(name_of(item), style="bold")
        if item.relevance is not None:
            title.append(f"  relevance {item.relevance:.2f}", style="not bold dim")
        self._print(title)
        for line in _reasons(item):
            self._print(Text(line, style="dim"), indent=2)
        self._print(Text())
        for finding in item.findings:
            self._finding(item, finding)

    def _finding(self, item: PostReport, finding: Finding) -> None:
        line = Text(finding.severity, style=STYLES[finding.severity])
        line.append(f"  {finding.message}  ", style="default not bold")
        line.append(finding.rule, style="dim not bold")
        self._print(line, indent=2)
        width = min(self.console.width - _MARGIN, _WIDTH) if self.console.is_terminal else _WIDTH
        for number, shown, marks in _marked(item, finding, max(width, 20)):
            self.console.print(Text(f"{number:>6} | {shown}"), soft_wrap=True)
            marked = Text("       | ").append(marks, style=STYLES[finding.severity])
            self.console.print(marked, soft_wrap=True)
        self._print(Text(f"Try: {finding.help}", style="italic"), indent=4)
        self._print(Text())

    def _print(self, text: Text, indent: int = 0) -> None:
        if self.console.is_terminal:
            self.console.print(Padding(text, (0, 0, 0, indent)))
        else:
            self.console.print(Text(" " * indent).append_text(text), soft_wrap=True)

    def finish(self, summary: Summary) -> None:
        """Write the sums, in one line."""
        if not self._quiet:
            self.console.print(sums(summary), soft_wrap=True)


def _reasons(item: PostReport) -> Iterator[str]:
    if item.post is None or item.judgement is None:
        return
    why = explain(item.post, item.judgement.features, load_models()["relevance"])
    for title, sign in (("raised by", 1), ("lowered by", -1)):
        found = [reason.text for reason in strongest(why, sign)[:_REASONS]]
        if found:
            yield f"{title} {'; '.join(found)}"


def _marked(item: PostReport, finding: Finding, width: int) -> Iterator[tuple[int, str, str]]:
    """Yield number, text and marks of the lines that a finding stands on."""
    source, start, end = item.draft.source, finding.start, finding.end
    last = min(end.line, start.line + _LINES - 1)
    for number in range(start.line, last + 1):
        text = source.line(number)
        first = start.column - 1 if number == start.line else 0
        stop = end.column - 1 if number == end.line else len(text)
        yield number, *_window(text, first, stop, width)


def _window(text: str, first: int, stop: int, width: int) -> tuple[str, str]:
    """Return a line, cut around its mark to a width in columns, and the marks below it."""
    before, marked, after = (
        blank_controls(part) for part in (text[:first], text[first:stop], text[stop:])
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
    return chop_cells(text, width)[0] if text and width > 1 else ""


def _last(text: str, width: int) -> str:
    """Return the end of a text that fits in a width."""
    start = max(len(text) - width, 0)
    while cell_len(text[start:]) > width:
        start += 1
    return text[start:]
