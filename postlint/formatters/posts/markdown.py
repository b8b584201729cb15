"""Markdown for a comment on a pull request, with a table of findings for each post."""

from __future__ import annotations

from typing import TextIO

from postlint.core.errors import LintFailure
from postlint.core.terminal_text import escape_markdown, shorten
from postlint.diagnostics.finding import Finding
from postlint.diagnostics.result import PostResult
from postlint.formatters.base import PostFormatter, ResultOrAudit, Summary
from postlint.formatters.posts.text import format_totals
from postlint.scoring.headline import with_score

SEVERITY_LABELS = {"error": "❌ error", "warning": "⚠️ warning", "info": "💡 suggestion"}
_MAX_EXCERPT = 80


class MarkdownFormatter(PostFormatter):
    """Writes a summary."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        super().__init__(out, quiet=quiet)
        self._posts: list[tuple[str, str, tuple[Finding, ...]]] = []
        self._problems: list[LintFailure] = []

    def _add_failure(self, failure: LintFailure) -> None:
        self._problems.append(failure)

    def _add_result(self, item: ResultOrAudit) -> None:
        if isinstance(item, PostResult) and item.findings:
            verdict = with_score(item.headline, item.relevance)
            self._posts.append((item.display_name, verdict, item.findings))

    def finish(self, summary: Summary) -> None:
        """Write the counts and the findings."""
        self._out.write("### postlint\n")
        if not self._quiet:
            self._out.write(f"\n{format_totals(summary)}\n")
        for name, verdict, findings in self._posts:
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
    excerpt = shorten(finding.excerpt, _MAX_EXCERPT)
    message, words, help_text, rule = map(
        escape_markdown, (finding.message, excerpt, finding.help, finding.rule)
    )
    cell = f"{message}<br>> {words}<br>*Try: {help_text}*"
    return f"| {finding.start.line} | {SEVERITY_LABELS[finding.severity]} | {rule} | {cell} |\n"


FORMATTER = MarkdownFormatter
