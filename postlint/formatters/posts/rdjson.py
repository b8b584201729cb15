"""Reviewdog's diagnostic format.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf. Columns count UTF-8 bytes from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TextIO

from postlint.core.errors import LintFailure
from postlint.diagnostics.finding import Finding, Severity
from postlint.formatters.base import PostFormatter, ResultOrAudit, Summary
from postlint.formatters.locations import byte_column, posix_path
from postlint.formatters.posts.json import dump

_SEVERITIES: Mapping[Severity, str] = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


class RdjsonFormatter(PostFormatter):
    """Writes one diagnostic result."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        super().__init__(out, quiet=quiet)
        self._diagnostics: list[dict[str, Any]] = []

    def _add_failure(self, failure: LintFailure) -> None:
        location = {"path": posix_path(failure.path)}
        self._diagnostics.append(
            {"message": failure.message, "location": location, "severity": "ERROR"}
        )

    def _add_finding(self, item: ResultOrAudit, finding: Finding) -> None:
        start, end = (
            {"line": position.line, "column": byte_column(item, position)}
            for position in (finding.start, finding.end)
        )
        location = {"path": posix_path(finding.path), "range": {"start": start, "end": end}}
        self._diagnostics.append(
            {
                "message": f"{finding.message} Try: {finding.help}",
                "location": location,
                "severity": _SEVERITIES[finding.severity],
                "code": {"value": finding.rule},
            }
        )

    def finish(self, summary: Summary) -> None:
        """Write the result."""
        result = {"source": {"name": "postlint"}, "diagnostics": self._diagnostics}
        self._out.write(dump(result) + "\n")


FORMATTER = RdjsonFormatter
