"""Text for the terminal: each draft with its verdict, score, and findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from postlint.core.errors import LintFailure
from postlint.core.terminal_text import count
from postlint.diagnostics.finding import SEVERITIES, Finding
from postlint.diagnostics.result import PostResult
from postlint.formatters.base import Summary, display_name
from postlint.formatters.console import STYLES, ConsoleWriter
from postlint.scoring.headline import with_score

if TYPE_CHECKING:
    from postlint.audit import Audit


class TextFormatter:
    """Writes text: colored and wrapped on a terminal, plain and unwrapped elsewhere."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._writer = ConsoleWriter(out)
        self._quiet = quiet

    def add(self, item: PostResult | Audit | LintFailure) -> None:
        """Write a post's verdict and findings."""
        if not isinstance(item, PostResult) or item.skipped:
            return
        if self._quiet and not item.findings:
            return
        write_header(self._writer, item)
        for finding in item.findings:
            self._finding(finding)
        if item.findings:
            self._writer.line()

    def _finding(self, finding: Finding) -> None:
        self._writer.line(
            f"{finding.start.line}:{finding.start.column}  ",
            (finding.severity, STYLES[finding.severity]),
            f"  {finding.message}  ",
            (finding.rule, "dim"),
            indent=2,
        )
        self._writer.line(f"Try: {finding.help}", style="italic", indent=4)

    def finish(self, summary: Summary) -> None:
        """Write the counts on one line."""
        if not self._quiet:
            self._writer.line(format_totals(summary), wrap=False)


def write_header(writer: ConsoleWriter, item: PostResult) -> None:
    """Write a post's name, its verdict in words, and its score."""
    verdict = with_score(item.headline, item.relevance)
    writer.line((display_name(item), "bold"), f": {verdict}" if verdict else "")


def format_totals(summary: Summary) -> str:
    """Return the counts of a run as a sentence."""
    posts = count(summary.posts, "post")
    parts = [
        count(summary.findings[severity], severity if severity != "info" else "suggestion")
        for severity in reversed(SEVERITIES)
        if summary.findings[severity]
    ]
    if not (parts or summary.problems) and summary.unscored < summary.posts:
        parts.append("no problems found")
    if summary.accepted:
        parts.append(f"{summary.accepted:,} accepted")
    if summary.baselined:
        parts.append(f"{summary.baselined:,} in the baseline")
    if summary.skipped:
        parts.append(f"{summary.skipped:,} left out")
    if summary.unscored:
        parts.append(f"{summary.unscored:,} not judged")
    if summary.problems:
        parts.append(f"{count(summary.problems, 'draft')} couldn't be read")
    if not summary.posts:
        return f"No posts checked{': ' * bool(parts)}{', '.join(parts)}."
    return f"{posts} checked: {', '.join(parts)}."


FORMATTER = TextFormatter
