"""Text for people: each draft with its score, its findings and what to try."""

from __future__ import annotations

from typing import TextIO

from postlint.errors import Problem
from postlint.findings import SEVERITIES, Finding
from postlint.reports.paper import STYLES, Paper
from postlint.reports.report import Summary, name_of
from postlint.results import PostReport


class TextReport:
    """Writes for people; in colour and wrapped on a terminal, plain and unwrapped elsewhere."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._paper = Paper(out)
        self._quiet = quiet

    def add(self, item: PostReport | Problem) -> None:
        """Write a post's score and findings."""
        if isinstance(item, Problem) or item.left_out or (self._quiet and not item.findings):
            return
        write_title(self._paper, item)
        for finding in item.findings:
            self._finding(finding)
        if item.findings:
            self._paper.line()

    def _finding(self, finding: Finding) -> None:
        self._paper.line(
            f"{finding.start.line}:{finding.start.column}  ",
            (finding.severity, STYLES[finding.severity]),
            f"  {finding.message}  ",
            (finding.rule, "dim"),
            indent=2,
        )
        self._paper.line(f"Try: {finding.help}", style="italic", indent=4)

    def finish(self, summary: Summary) -> None:
        """Write the sums, in one line."""
        if not self._quiet:
            self._paper.line(sums(summary), wrap=False)


def write_title(paper: Paper, item: PostReport) -> None:
    """Write a post's name and score."""
    score = "" if item.relevance is None else f"  relevance {item.relevance:.2f}"
    paper.line((name_of(item), "bold"), (score, "dim"))


def sums(summary: Summary) -> str:
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
        return f"No posts checked{': ' * bool(parts)}{', '.join(parts)}."
    return f"{posts} checked: {', '.join(parts) or 'nothing to mend'}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
