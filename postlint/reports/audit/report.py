"""What every report of an audit can do."""

from __future__ import annotations

from typing import Any, Protocol

from postlint.audit import Audit, Judged
from postlint.drafts.source import Source, Span
from postlint.feed_rules import FeedFinding
from postlint.findings import Finding
from postlint.reports import Report, Summary
from postlint.results import PostReport


class AuditReport(Protocol):
    """Shows an audit while it is made, and at its end.

    A report whose class has `binary = True` writes bytes, to a file; one whose class has a
    `get_ready` needs something that may not be installed.
    """

    def __init__(self, out: Any, *, quiet: bool = False) -> None:  # noqa: ANN401 -- text or bytes
        """Write to `out`; if `quiet`, findings only."""

    def add(self, judged: Judged) -> None:
        """Show one post of the feed; it must not be kept, for feeds may be long."""

    def finish(self, audit: Audit) -> None:
        """Show what there is to say of all of them."""


class OfPosts:
    """A report of `postlint check`, given the findings on a feed as those of its posts."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._summary = Summary()

    def add(self, judged: Judged) -> None:
        """Show one post."""
        self._summary.add(judged.report)
        self._report.add(judged.report)

    def finish(self, audit: Audit) -> None:
        """Show the findings on the feed, each where the first of its posts stands."""
        for problem in audit.counts.problems:
            self._summary.add(problem)
            self._report.add(problem)
        for finding in audit.findings:
            item = as_report(finding)
            self._summary.add(item)
            self._report.add(item)
        self._summary.posts -= len(audit.findings)
        self._report.finish(self._summary)


def as_report(finding: FeedFinding) -> PostReport:
    """Return a finding on a feed as that of a post: the first that it rests on."""
    first = finding.posts[0] if finding.posts else None
    # Of the file only this much is known: that there are lines before the post.
    before = first.line - 1 if first else 0
    source = Source(first.path if first else ".", "\n" * before)
    place = Span(before, before)
    shown = Finding.at(
        source, place, finding.rule, finding.severity, finding.message, finding.help, of_post=True
    )
    platform = first.platform if first else None
    return PostReport(source=source, body=place, findings=(shown,), platform=platform)
