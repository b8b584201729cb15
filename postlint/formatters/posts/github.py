"""Annotations for GitHub Actions: workflow commands, one per line.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

from postlint.core.errors import LintFailure
from postlint.core.terminal_text import escape
from postlint.diagnostics.finding import Severity
from postlint.diagnostics.result import PostResult
from postlint.formatters.base import Summary
from postlint.formatters.locations import posix_path

if TYPE_CHECKING:
    from postlint.audit import Audit

_COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


class GithubFormatter:
    """Writes an annotation for each finding and each problem."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._out = out

    def add(self, item: PostResult | Audit | LintFailure) -> None:
        """Write the annotations of a post."""
        if isinstance(item, LintFailure):
            self._write("error", {"file": posix_path(item.path), "title": "postlint"}, item.message)
            return
        for finding in item.findings:
            properties = {
                "file": posix_path(finding.path),
                "line": str(finding.start.line),
                "endLine": str(finding.end.line),
            }
            if finding.start.line == finding.end.line:  # GitHub allows columns only within a line
                properties |= {
                    "col": str(finding.start.column),
                    "endColumn": str(finding.end.column),
                }
            text = f"{finding.message}\nTry: {finding.help}"
            self._write(_COMMANDS[finding.severity], properties | {"title": finding.rule}, text)

    def _write(self, command: str, properties: Mapping[str, str], text: str) -> None:
        encoded = ",".join(
            f"{name}={_escape_property(value)}" for name, value in properties.items()
        )
        self._out.write(f"::{command} {encoded}::{_escape_data(text)}\n")

    def finish(self, summary: Summary) -> None:
        """Write nothing more."""


def _escape_data(text: str) -> str:
    return escape(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


FORMATTER = GithubFormatter
