"""The number of findings of each rule, the highest first."""

from __future__ import annotations

from collections import Counter
from typing import TextIO

from postlint.core.terminal_text import display_path
from postlint.diagnostics.finding import Severity
from postlint.formatters.base import PostFormatter, ResultOrAudit, Summary
from postlint.formatters.posts.text import format_totals


class StatisticsFormatter(PostFormatter):
    """Writes one line per rule: findings, posts with findings, severity, and rule."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        super().__init__(out, quiet=quiet)
        self._findings: Counter[tuple[str, Severity]] = Counter()
        self._posts: Counter[tuple[str, Severity]] = Counter()

    def _add_result(self, item: ResultOrAudit) -> None:
        rules_and_severities = [(finding.rule, finding.severity) for finding in item.findings]
        self._findings.update(rules_and_severities)
        self._posts.update(set(rules_and_severities))

    def finish(self, summary: Summary) -> None:
        """Write the table."""
        if self._findings:
            self._out.write(f"{'findings':>8}  {'posts':>6}  {'severity':8}  rule\n")
        for (rule, severity), findings in self._findings.most_common():
            posts = self._posts[rule, severity]
            self._out.write(f"{findings:>8}  {posts:>6}  {severity:8}  {display_path(rule)}\n")
        if not self._quiet:
            self._out.write(f"{format_totals(summary)}\n")


FORMATTER = StatisticsFormatter
