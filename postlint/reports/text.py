"""Text for people: each draft with its score, its findings and what to try."""

from __future__ import annotations

import os
from typing import Literal, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from postlint.engine import PostReport
from postlint.errors import Problem
from postlint.findings import SEVERITIES, Finding, Severity
from postlint.reports.report import Summary, name_of

STYLES: dict[Severity, str] = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_MAX_WIDTH = 100


class TextReport:
    """Writes for people; in colour and wrapped on a terminal, plain and unwrapped elsewhere."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._console = make_console(out)
        self._quiet = quiet

    def add(self, item: PostReport | Problem) -> None:
        """Write a post's score and findings."""
        if isinstance(item, Problem) or item.left_out or (self._quiet and not item.findings):
            return
        title = Text(name_of(item), style="bold")
        if item.relevance is not None:
            title.append(f"  relevance {item.relevance:.2f}", style="not bold dim")
        self._print(title)
        for finding in item.findings:
            self._finding(finding)
        if item.findings:
            self._print(Text())

    def _finding(self, finding: Finding) -> None:
        place = f"{finding.start.line}:{finding.start.column}"
        line = Text(f"{place}  ")
        line.append(finding.severity, style=STYLES[finding.severity])
        line.append(f"  {finding.message}  ")
        line.append(finding.rule, style="dim")
        self._print(line, indent=2)
        self._print(Text(f"Try: {finding.help}", style="italic"), indent=4)

    def _print(self, text: Text, indent: int = 0) -> None:
        if self._console.is_terminal:
            self._console.print(Padding(text, (0, 0, 0, indent)))
        else:
            self._console.print(Text(" " * indent).append_text(text), soft_wrap=True)

    def finish(self, summary: Summary) -> None:
        """Write the sums, in one line."""
        if not self._quiet:
            self._console.print(sums(summary), soft_wrap=True)


def make_console(out: TextIO) -> Console:
    """Return a console that keeps a draft's words as they are."""
    # NO_COLOR asks for plain text; rich alone would keep bold and italics.
    colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    console = Console(file=out, markup=False, emoji=False, highlight=False, color_system=colours)
    console.width = min(console.width, _MAX_WIDTH)
    return console


def sums(summary: Summary) -> Text:
    """Return the counts of a run in words."""
    posts = _count(summary.posts, "post")
    parts = [
        _count(summary.findings[severity], severity if severity != "info" else "suggestion")
        for severity in reversed(SEVERITIES)
        if summary.findings[severity]
    ]
    if summary.left_out:
        parts.append(f"{summary.left_out:,} left out")
    if summary.unjudged:
        parts.append(f"{summary.unjudged:,} not judged")
    if summary.problems:
        parts.append(f"{_count(summary.problems, 'draft')} could not be read")
    if not summary.posts:
        return Text(f"No posts checked{': ' * bool(parts)}{', '.join(parts)}.")
    return Text(f"{posts} checked: {', '.join(parts) or 'nothing to mend'}.")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
