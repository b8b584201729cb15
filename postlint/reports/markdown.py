"""Markdown for a pull request's comment: what was found, a table for each file."""

from __future__ import annotations

from typing import TextIO

from postlint.errors import Problem
from postlint.findings import Finding
from postlint.lines import escape_markdown, one_line
from postlint.reports.report import Summary, name_of
from postlint.reports.text import sums
from postlint.results import PostReport

MARKS = {"error": "❌ error", "warning": "⚠️ warning", "info": "💡 suggestion"}
_EXCERPT = 80


class MarkdownReport:
    """Writes for a pull request."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._out = out
        self._quiet = quiet
        self._found: list[tuple[str, float | None, tuple[Finding, ...]]] = []
        self._problems: list[Problem] = []

    def add(self, item: PostReport | Problem) -> None:
        """Note a post's findings, or a problem."""
        if isinstance(item, Problem):
            self._problems.append(item)
        elif item.findings:
            self._found.append((name_of(item), item.relevance, item.findings))

    def finish(self, summary: Summary) -> None:
        """Write the sums, and then what was found."""
        self._out.write("### postlint\n")
        if not self._quiet:
            self._out.write(f"\n{sums(summary)}\n")
        for name, relevance, findings in self._found:
            self._out.write(f"\n#### {escape_markdown(name)}\n\n")
            if relevance is not None:
                self._out.write(f"Relevance {relevance:.2f}\n\n")
            self._out.write("| line | | rule | |\n|---|---|---|---|\n")
            for finding in findings:
                self._out.write(_row(finding))
        if self._problems:
            self._out.write("\n#### Could not be read\n\n")
            for problem in self._problems:
                name, message = escape_markdown(problem.path), escape_markdown(problem.message)
                self._out.write(f"- {name}: {message}\n")


def _row(finding: Finding) -> str:
    excerpt = one_line(finding.excerpt)
    if len(excerpt) > _EXCERPT:
        excerpt = excerpt[: _EXCERPT - 1] + "…"
    message, words, help_text, rule = map(
        escape_markdown, (finding.message, excerpt, finding.help, finding.rule)
    )
    told = f"{message}<br>> {words}<br>*Try: {help_text}*"
    return f"| {finding.start.line} | {MARKS[finding.severity]} | {rule} | {told} |\n"
