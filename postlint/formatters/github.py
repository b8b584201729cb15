"""Annotations of GitHub Actions: workflow commands, one line each.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from postlint.core.errors import Problem
from postlint.core.terminal_text import escape
from postlint.diagnostics.finding import Severity
from postlint.diagnostics.result import PostReport
from postlint.formatters.locations import slashed
from postlint.formatters.report import Summary

_COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


class GithubReport:
    """Writes an annotation for each finding and each problem."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._out = out

    def add(self, item: PostReport | Problem) -> None:
        """Write the annotations of a post."""
        if isinstance(item, Problem):
            self._write("error", {"file": slashed(item.path), "title": "postlint"}, item.message)
            return
        for finding in item.findings:
            place = {
                "file": slashed(item.path),
                "line": str(finding.start.line),
                "endLine": str(finding.end.line),
            }
            if finding.start.line == finding.end.line:  # else GitHub wants no columns
                place |= {
                    "col": str(finding.start.column),
                    "endColumn": str(finding.end.column),
                }
            text = f"{finding.message}\nTry: {finding.help}"
            self._write(_COMMANDS[finding.severity], place | {"title": finding.rule}, text)

    def _write(self, command: str, properties: Mapping[str, str], text: str) -> None:
        told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        self._out.write(f"::{command} {told}::{_data(text)}\n")

    def finish(self, summary: Summary) -> None:
        """Write nothing: every line is an annotation."""


def _data(text: str) -> str:
    return escape(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
