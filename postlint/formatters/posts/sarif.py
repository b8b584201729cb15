"""SARIF 2.1.0, for code scanning services.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

import postlint
from postlint.core.errors import LintFailure
from postlint.diagnostics.finding import Finding, Severity
from postlint.formatters.base import PostFormatter, ResultOrAudit, Summary
from postlint.formatters.locations import fingerprint, uri_reference
from postlint.formatters.posts.json import dump
from postlint.rules.loader import builtin_rules

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


class SarifFormatter(PostFormatter):
    """Writes one SARIF log with one run."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        super().__init__(out, quiet=quiet)
        self._results: list[dict[str, Any]] = []
        self._problems: list[dict[str, Any]] = []
        self._rules: dict[str, int] = {}

    def _add_failure(self, failure: LintFailure) -> None:
        location = {"artifactLocation": {"uri": uri_reference(failure.path)}}
        self._problems.append(
            {
                "level": "error",
                "message": {"text": _escape_message(failure.message)},
                "locations": [{"physicalLocation": location}],
            }
        )

    def _add_finding(self, item: ResultOrAudit, finding: Finding) -> None:
        # Columns count code points, as `columnKind` of the run says.
        region = {
            "startLine": finding.start.line,
            "startColumn": finding.start.column,
            "endLine": finding.end.line,
            "endColumn": finding.end.column,
            "snippet": {"text": finding.excerpt},
        }
        location = {"artifactLocation": {"uri": uri_reference(finding.path)}, "region": region}
        self._results.append(
            {
                "ruleId": finding.rule,
                "ruleIndex": self._rules.setdefault(finding.rule, len(self._rules)),
                "level": _LEVELS[finding.severity],
                "message": {"text": _escape_message(f"{finding.message} Try: {finding.help}")},
                "locations": [{"physicalLocation": location}],
                "partialFingerprints": {"postlint/v1": fingerprint(item, finding)},
            }
        )

    def finish(self, summary: Summary) -> None:
        """Write the log."""
        run = {
            "tool": {
                "driver": {
                    "name": "postlint",
                    "version": postlint.__version__,
                    "rules": list(_rule_descriptors(self._rules)),
                }
            },
            "columnKind": "unicodeCodePoints",
            "invocations": [
                {
                    "executionSuccessful": summary.exit_status() != 2,
                    "toolExecutionNotifications": self._problems,
                }
            ],
            "results": self._results,
        }
        log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
        self._out.write(dump(log) + "\n")


_LINK = re.compile(r"\[(?=[^\]]*\]\()")


def _escape_message(text: str) -> str:
    """Return text with escapes for braces and brackets, which are arguments and links in SARIF.

    See sections 3.11.5 and 3.11.6 of the standard.
    """
    return _LINK.sub(r"\\[", text.replace("{", "{{").replace("}", "}}"))


def _rule_descriptors(ids: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    rules = {rule.id: rule for rule in builtin_rules()}
    for name in ids:
        if rule := rules.get(name):
            yield {
                "id": name,
                "shortDescription": {"text": rule.summary},
                "fullDescription": {"text": " ".join(rule.why.split())},
                "defaultConfiguration": {"level": _LEVELS[rule.severity_for(None)]},
                "properties": {"tags": [rule.category]},
            }
        else:
            yield {"id": name}


FORMATTER = SarifFormatter
