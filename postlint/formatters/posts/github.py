"""Annotations for GitHub Actions: workflow commands, one per line.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Mapping

from postlint.core.errors import LintFailure
from postlint.core.terminal_text import escape
from postlint.diagnostics.finding import Finding, Severity
from postlint.formatters.base import PostFormatter, ResultOrAudit
from postlint.formatters.locations import posix_path

_COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


class GithubFormatter(PostFormatter):
    """Writes an annotation for each finding and each problem."""

    def _add_failure(self, failure: LintFailure) -> None:
        properties = {"file": posix_path(failure.path), "title": "postlint"}
        self._write("error", properties, failure.message)

    def _add_finding(self, item: ResultOrAudit, finding: Finding) -> None:
        properties = {
            "file": posix_path(finding.path),
            "line": str(finding.start.line),
            "endLine": str(finding.end.line),
        }
        if finding.start.line == finding.end.line:  # GitHub allows columns only within a line
            properties |= {"col": str(finding.start.column), "endColumn": str(finding.end.column)}
        text = f"{finding.message}\nTry: {finding.help}"
        self._write(_COMMANDS[finding.severity], properties | {"title": finding.rule}, text)

    def _write(self, command: str, properties: Mapping[str, str], text: str) -> None:
        encoded = ",".join(
            f"{name}={_escape_property(value)}" for name, value in properties.items()
        )
        self._out.write(f"::{command} {encoded}::{_escape_data(text)}\n")


def _escape_data(text: str) -> str:
    return escape(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


FORMATTER = GithubFormatter
