"""GitLab's code quality report.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TextIO

from postlint.core.errors import LintFailure
from postlint.diagnostics.finding import Severity
from postlint.diagnostics.result import PostResult
from postlint.formatters.base import Summary
from postlint.formatters.locations import fingerprint, posix_path
from postlint.formatters.posts.json import dump

if TYPE_CHECKING:
    from postlint.audit import Audit

_SEVERITIES: Mapping[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


class GitlabFormatter:
    """Writes one list of issues."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._out = out
        self._issues: list[dict[str, Any]] = []
        self._seen: set[str] = set()

    def add(self, item: PostResult | Audit | LintFailure) -> None:
        """Add an issue for each finding, or for a failure."""
        if isinstance(item, LintFailure):
            location = {"path": posix_path(item.path), "lines": {"begin": 1}}
            self._add("problem", "blocker", item.message, posix_path(item.path), location)
            return
        for finding in item.findings:
            location = {
                "path": posix_path(finding.path),
                "positions": {
                    "begin": {"line": finding.start.line, "column": finding.start.column},
                    "end": {"line": finding.end.line, "column": finding.end.column},
                },
            }
            text = f"{finding.message} Try: {finding.help}"
            finding_fingerprint = fingerprint(item, finding)
            self._add(
                finding.rule, _SEVERITIES[finding.severity], text, finding_fingerprint, location
            )

    def _add(
        self,
        rule: str,
        severity: str,
        text: str,
        finding_fingerprint: str,
        location: Mapping[str, object],
    ) -> None:
        # GitLab shows only one issue per fingerprint.
        while finding_fingerprint in self._seen:
            finding_fingerprint += "+"
        self._seen.add(finding_fingerprint)
        self._issues.append(
            {
                "description": text,
                "check_name": rule,
                "fingerprint": finding_fingerprint,
                "severity": severity,
                "location": location,
            }
        )

    def finish(self, summary: Summary) -> None:
        """Write the list."""
        self._out.write(dump(self._issues) + "\n")


FORMATTER = GitlabFormatter
