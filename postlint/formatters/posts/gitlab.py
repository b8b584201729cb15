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
        """Note a post's findings, or a problem."""
        if isinstance(item, LintFailure):
            where = {"path": posix_path(item.path), "lines": {"begin": 1}}
            self._add("problem", "blocker", item.message, posix_path(item.path), where)
            return
        for finding in item.findings:
            where = {
                "path": posix_path(finding.path),
                "positions": {
                    "begin": {"line": finding.start.line, "column": finding.start.column},
                    "end": {"line": finding.end.line, "column": finding.end.column},
                },
            }
            text = f"{finding.message} Try: {finding.help}"
            name = fingerprint(item, finding)
            self._add(finding.rule, _SEVERITIES[finding.severity], text, name, where)

    def _add(
        self, rule: str, severity: str, text: str, name: str, where: Mapping[str, object]
    ) -> None:
        # GitLab shows one issue for each fingerprint.
        while name in self._seen:
            name += "+"
        self._seen.add(name)
        self._issues.append(
            {
                "description": text,
                "check_name": rule,
                "fingerprint": name,
                "severity": severity,
                "location": where,
            }
        )

    def finish(self, summary: Summary) -> None:
        """Write the list."""
        self._out.write(dump(self._issues) + "\n")


FORMATTER = GitlabFormatter
