"""One line per finding, for editors and shells: `path:line:column: severity rule message`."""

from __future__ import annotations

from postlint.core.terminal_text import display_path, one_line
from postlint.diagnostics.finding import Finding
from postlint.formatters.base import PostFormatter, ResultOrAudit


class ConciseFormatter(PostFormatter):
    """Writes one line per finding."""

    def _add_finding(self, item: ResultOrAudit, finding: Finding) -> None:
        self._out.write(f"{format_finding(finding)}\n")


def format_finding(finding: Finding) -> str:
    """Return the location, severity, rule, and message of a finding as one line."""
    return (
        f"{display_path(finding.path)}:{finding.start.line}:{finding.start.column}: "
        f"{finding.severity} {finding.rule} {one_line(finding.message)}"
    )


FORMATTER = ConciseFormatter
