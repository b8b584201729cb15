"""The interface of the reports of an audit."""

from __future__ import annotations

from typing import Any, Protocol

from postlint.audit import Audit, ScoredPost
from postlint.diagnostics.finding import Finding
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source, Span
from postlint.formatters import Formatter, Summary
from postlint.linter.feed import FeedFinding


class AuditFormatter(Protocol):
    """Shows an audit while it is running and at its end.

    A report whose class has `binary = True` writes bytes, to a file; one whose class has a
    `require_dependencies` needs something that may not be installed.
    """

    def __init__(self, out: Any, *, quiet: bool = False) -> None:  # noqa: ANN401 -- text or bytes
        """Write to `out`; only findings if `quiet`."""

    def add(self, judged: ScoredPost) -> None:
        """Show a post of the feed. Don't keep it: feeds can be long."""

    def finish(self, audit: Audit) -> None:
        """Show the results for the whole feed."""


class PostFormatterAdapter:
    """A report of `postlint check` that shows findings about a feed like those about posts."""

    def __init__(self, report: Formatter) -> None:
        self._report = report
        self._summary = Summary()

    def add(self, judged: ScoredPost) -> None:
        """Show one post."""
        self._summary.add(judged.report)
        self._report.add(judged.report)

    def finish(self, audit: Audit) -> None:
        """Show the findings about the feed, each at the first of its posts."""
        for problem in audit.counts.problems:
            self._summary.add(problem)
            self._report.add(problem)
        for finding in audit.findings:
            item = to_post_result(finding)
            self._summary.add(item)
            self._report.add(item)
        self._summary.posts -= len(audit.findings)
        self._report.finish(self._summary)


def to_post_result(finding: FeedFinding) -> PostResult:
    """Return a finding about a feed as the report of the first of its posts."""
    first = finding.posts[0] if finding.posts else None
    # The file's text isn't kept. Only the number of lines before the post matters here.
    before = first.line - 1 if first else 0
    source = Source(first.path if first else ".", "\n" * before)
    place = Span(before, before)
    shown = Finding.at(
        source,
        place,
        finding.rule,
        finding.severity,
        finding.message,
        finding.help,
        is_post_level=True,
    )
    platform = first.platform if first else None
    return PostResult(source=source, body=place, findings=(shown,), platform=platform)
