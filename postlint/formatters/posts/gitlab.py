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
        self._add_issue(
            {
                "description": failure.message,
                "check_name": "problem",
                "fingerprint": path,
                "severity": "blocker",
                "location": {"path": path, "lines": {"begin": 1}},
            }
        )

    def _add_finding(self, item: ResultOrAudit, finding: Finding) -> None:
        location = {
            "path": posix_path(finding.path),
            "positions": {
                "begin": {"line": finding.start.line, "column": finding.start.column},
                "end": {"line": finding.end.line, "column": finding.end.column},
            },
        }
        self._add_issue(
            {
                "description": f"{finding.message} Try: {finding.help}",
                "check_name": finding.rule,
                "fingerprint": fingerprint(item, finding),
                "severity": _SEVERITIES[finding.severity],
                "location": location,
            }
        )

    def _add_issue(self, issue: dict[str, Any]) -> None:
        # GitLab shows only one issue per fingerprint.
        while issue["fingerprint"] in self._seen:
            issue["fingerprint"] += "+"
        self._seen.add(issue["fingerprint"])
        self._issues.append(issue)

    def finish(self, summary: Summary) -> None:
        """Write the list."""
        self._out.write(dump(self._issues) + "\n")


FORMATTER = GitlabFormatter
