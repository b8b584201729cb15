"""Reviewdog's diagnostic format.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf. Columns count UTF-8 bytes from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TextIO

from postlint.core.errors import LintFailure
from postlint.diagnostics.finding import Severity
from postlint.diagnostics.result import PostResult
from postlint.formatters.base import Summary
from postlint.formatters.locations import byte_column, posix_path
from postlint.formatters.posts.json import dump

if TYPE_CHECKING:
    from postlint.audit import Audit

_SEVERITIES: Mapping[Severity, str] = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


class RdjsonFormatter:
    """Writes one diagnostic result."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._out = out
        self._diagnostics: list[dict[str, Any]] = []

    def add(self, item: PostResult | Audit | LintFailure) -> None:
        """Add a diagnostic for each finding, or for a failure."""
        if isinstance(item, LintFailure):
            self._diagnostics.append(
                {
                    "message": item.message,
                    "location": {"path": posix_path(item.path)},
                    "severity": "ERROR",
                }
            )
            return
        for finding in item.findings:
            start, end = (
                {"line": position.line, "column": byte_column(item, position)}
                for position in (finding.start, finding.end)
            )
            self._diagnostics.append(
                {
                    "message": f"{finding.message} Try: {finding.help}",
                    "location": {
                        "path": posix_path(finding.path),
                        "range": {"start": start, "end": end},
                    },
                    "severity": _SEVERITIES[finding.severity],
                    "code": {"value": finding.rule},
                }
            )

    def finish(self, summary: Summary) -> None:
        """Write the result."""
        result = {"source": {"name": "postlint"}, "diagnostics": self._diagnostics}
        self._out.write(dump(result) + "\n")


FORMATTER = RdjsonFormatter
