"""Markdown for a comment on a pull request: what was found, in a table for each file."""

from __future__ import annotations

from typing import TextIO

from postlint.core.errors import Problem
from postlint.core.terminal_text import escape_markdown, one_line
from postlint.diagnostics.finding import Finding
from postlint.diagnostics.result import PostReport
from postlint.formatters.report import Summary, name_of
from postlint.formatters.text import sums
from postlint.scoring.headline import with_score

MARKS = {"error": "❌ error", "warning": "⚠️ warning", "info": "💡 suggestion"}
_EXCERPT = 80


class MarkdownReport:
    """Writes for a pull request."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._out = out
        self._quiet = quiet
        self._found: list[tuple[str, str, tuple[Finding, ...]]] = []
        self._problems: list[Problem] = []

    def add(self, item: PostReport | Problem) -> None:
        """Keep a post's findings, or a problem."""
        if isinstance(item, Problem):
            self._problems.append(item)
        elif item.findings:
            verdict = with_score(item.headline, item.relevance)
            self._found.append((name_of(item), verdict, item.findings))

    def finish(self, summary: Summary) -> None:
        """Write the counts, and then what was found."""
        self._out.write("### postlint\n")
        if not self._quiet:
            self._out.write(f"\n{sums(summary)}\n")
        for name, verdict, findings in self._found:
            self._out.write(f"\n#### {escape_markdown(name)}\n\n")
            if verdict:
                self._out.write(f"{verdict}\n\n")
            self._out.write("| line | | rule | |\n|---|---|---|---|\n")
            for finding in findings:
                self._out.write(_row(finding))
        if self._problems:
            self._out.write("\n#### Couldn't be read\n\n")
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
    cell = f"{message}<br>> {words}<br>*Try: {help_text}*"
    return f"| {finding.start.line} | {MARKS[finding.severity]} | {rule} | {cell} |\n"
