"""Text for the terminal: each draft with its verdict, score, and findings."""

from __future__ import annotations

from typing import TextIO

from postlint.core.terminal_text import count
from postlint.diagnostics.finding import SEVERITIES, Finding
from postlint.diagnostics.result import PostResult
from postlint.formatters.base import PostFormatter, ResultOrAudit, Summary
from postlint.formatters.console import STYLES, ConsoleWriter
from postlint.scoring.headline import with_score


class TextFormatter(PostFormatter):
    """Writes text: colored and wrapped on a terminal, plain and unwrapped elsewhere."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        super().__init__(out, quiet=quiet)
        self._writer = ConsoleWriter(out)

    def _add_result(self, item: ResultOrAudit) -> None:
        if not isinstance(item, PostResult) or item.skipped or (self._quiet and not item.findings):
            return
        verdict = with_score(item.headline, item.relevance)
        self._writer.line((item.display_name, "bold"), f": {verdict}" if verdict else "")
        self._add_details(item)

    def _add_details(self, item: PostResult) -> None:
        super()._add_result(item)
        if item.findings:
            self._writer.line()

    def _add_finding(self, item: ResultOrAudit, finding: Finding) -> None:
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


def format_totals(summary: Summary) -> str:
    """Return the counts of a run as a sentence."""
    parts = [
        count(summary.findings[severity], severity if severity != "info" else "suggestion")
        for severity in reversed(SEVERITIES)
        if summary.findings[severity]
    ]
    if not (parts or summary.problems) and summary.unscored < summary.posts:
        parts.append("no problems found")
    others = {
        "accepted": summary.accepted,
        "in the baseline": summary.baselined,
        "skipped": summary.skipped,
        "not scored": summary.unscored,
    }
    parts += [f"{number:,} {name}" for name, number in others.items() if number]
    if summary.problems:
        parts.append(f"{count(summary.problems, 'draft')} couldn't be checked")
    if not summary.posts:
        return f"No posts checked{': ' * bool(parts)}{', '.join(parts)}."
    return f"{count(summary.posts, 'post')} checked: {', '.join(parts)}."


FORMATTER = TextFormatter
