"""Text for people: each draft with its verdict, score, and findings."""

from __future__ import annotations

from typing import TextIO

from postlint.core.errors import Problem
from postlint.diagnostics.finding import SEVERITIES, Finding
from postlint.diagnostics.result import PostReport
from postlint.formatters.console import STYLES, Paper
from postlint.formatters.report import Summary, name_of
from postlint.scoring.headline import with_score


class TextReport:
    """Writes for people: in color and wrapped on a terminal, plain and unwrapped elsewhere."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._paper = Paper(out)
        self._quiet = quiet

    def add(self, item: PostReport | Problem) -> None:
        """Write a post's verdict and findings."""
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
        """Write the counts, in one line."""
        if not self._quiet:
            self._paper.line(sums(summary), wrap=False)


def write_title(paper: Paper, item: PostReport) -> None:
    """Write a post's name, its verdict in words, and its score."""
    verdict = with_score(item.headline, item.relevance)
    paper.line((name_of(item), "bold"), f": {verdict}" if verdict else "")


def sums(summary: Summary) -> str:
    """Return the counts of a run in words."""
    posts = count(summary.posts, "post")
    parts = [
        count(summary.findings[severity], severity if severity != "info" else "suggestion")
        for severity in reversed(SEVERITIES)
        if summary.findings[severity]
    ]
    if not (parts or summary.problems) and summary.unjudged < summary.posts:
        parts.append("no problems found")
    if summary.accepted:
        parts.append(f"{summary.accepted:,} accepted")
    if summary.baselined:
        parts.append(f"{summary.baselined:,} in the baseline")
    if summary.left_out:
        parts.append(f"{summary.left_out:,} left out")
    if summary.unjudged:
        parts.append(f"{summary.unjudged:,} not judged")
    if summary.problems:
        parts.append(f"{count(summary.problems, 'draft')} couldn't be read")
    if not summary.posts:
        return f"No posts checked{': ' * bool(parts)}{', '.join(parts)}."
    return f"{posts} checked: {', '.join(parts)}."


def count(number: int, noun: str) -> str:
    """Return a count in words: "1 post", "2 posts"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
