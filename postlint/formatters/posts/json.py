"""JSON, version 1, as described in `docs/json.md`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, TextIO

from postlint.core.errors import LintFailure
from postlint.core.terminal_text import escape_json
from postlint.diagnostics.finding import Finding
from postlint.diagnostics.result import PostResult
from postlint.formatters.base import PostFormatter, ResultOrAudit, Summary

VERSION = 1


class JsonFormatter(PostFormatter):
    """Writes one JSON object at the end of the run."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        super().__init__(out, quiet=quiet)
        self._posts: list[dict[str, Any]] = []
        self._problems: list[LintFailure] = []

    def _add_failure(self, failure: LintFailure) -> None:
        self._problems.append(failure)

    def _add_result(self, item: ResultOrAudit) -> None:
        if isinstance(item, PostResult):
            self._posts.append(post_to_json(item))

    def finish(self, summary: Summary) -> None:
        """Write the object. The counts are part of the format."""
        document = {
            "version": VERSION,
            "posts": self._posts,
            "problems": [asdict(problem) for problem in self._problems],
            "summary": {
                "posts": summary.posts,
                "skipped": summary.skipped,
                "errors": summary.findings["error"],
                "warnings": summary.findings["warning"],
                "infos": summary.findings["info"],
                "problems": summary.problems,
                "accepted": summary.accepted,
                "baselined": summary.baselined,
            },
        }
        self._out.write(dump(document) + "\n")


def dump(document: object) -> str:
    """Return readable JSON that's safe on a terminal, with hidden characters escaped."""
    return escape_json(json.dumps(document, ensure_ascii=False, indent=1))


def post_to_json(result: PostResult) -> dict[str, Any]:
    """Return a post's result as JSON data."""
    span = result.text_span
    return {
        "path": result.path,
        "ordinal": result.ordinal,
        "line": result.source.position(span.start).line,
        "end_line": result.source.position(span.end).line,
        "platform": result.platform,
        "language": result.language,
        "relevance": result.relevance,
        "relevant": result.relevant,
        "labels": asdict(result.labels) if result.labels else None,
        "verdict": result.verdict,
        "headline": result.headline,
        "notices": list(result.notices),
        "skipped": result.skipped,
        "findings": [finding_to_json(finding) for finding in result.findings],
    }


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON data."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "help": finding.help,
        "suggestion": finding.suggestion,
        "excerpt": finding.excerpt,
        "line": finding.start.line,
        "column": finding.start.column,
        "end_line": finding.end.line,
        "end_column": finding.end.column,
    }


FORMATTER = JsonFormatter
