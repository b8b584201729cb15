"""GitLab's code quality report.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TextIO

from postlint.core.errors import LintFailure
from postlint.diagnostics.finding import Finding, Severity
from postlint.formatters.base import PostFormatter, ResultOrAudit, Summary
from postlint.formatters.locations import fingerprint, posix_path
from postlint.formatters.posts.json import dump

_SEVERITIES: Mapping[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


class GitlabFormatter(PostFormatter):
    """Writes one list of issues."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        super().__init__(out, quiet=quiet)
        self._issues: list[dict[str, Any]] = []
        self._seen: set[str] = set()

    def _add_failure(self, failure: LintFailure) -> None:
        path = posix_path(failure.path)
        location = {"path": path, "lines": {"begin": 1}}
        self._add_issue("problem", "blocker", failure.message, path, location)

    def _add_finding(self, item: ResultOrAudit, finding: Finding) -> None:
        location = {
            "path": posix_path(finding.path),
            "positions": {
                "begin": {"line": finding.start.line, "column": finding.start.column},
                "end": {"line": finding.end.line, "column": finding.end.column},
            },
        }
        text = f"{finding.message} Try: {finding.help}"
        severity = _SEVERITIES[finding.severity]
        self._add_issue(finding.rule, severity, text, fingerprint(item, finding), location)

    def _add_issue(
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
