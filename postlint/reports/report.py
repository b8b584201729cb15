"""What every report can do, and the sums at its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, TextIO

from postlint.engine import PostReport
from postlint.errors import Problem
from postlint.findings import INTERNAL_ERROR, SEVERITIES, Severity, at_least


@dataclass
class Summary:
    """Counts over a run, added up while it goes on."""

    posts: int = 0
    unjudged: int = 0
    problems: int = 0
    failed_checks: int = 0
    findings: dict[Severity, int] = field(default_factory=lambda: dict.fromkeys(SEVERITIES, 0))

    def add(self, item: PostReport | Problem) -> None:
        """Count one post or problem."""
        if isinstance(item, Problem):
            self.problems += 1
            return
        self.posts += 1
        self.unjudged += item.judgement is None
        for finding in item.findings:
            self.findings[finding.severity] += 1
            self.failed_checks += finding.rule == INTERNAL_ERROR

    def exit_status(self, fail_on: Severity) -> int:
        """Return 0 for nothing at or above `fail_on`, 1 for something, 2 for a run gone wrong."""
        if self.problems or self.failed_checks:
            return 2
        return int(
            any(self.findings[severity] for severity in SEVERITIES if at_least(severity, fail_on))
        )


class Report(Protocol):
    """Shows what a run finds, as it is found."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        """Write to `out`; if `quiet`, findings only and no sums."""

    def add(self, item: PostReport | Problem) -> None:
        """Show one post or problem; it must not be kept, for runs may be long."""

    def finish(self, summary: Summary) -> None:
        """Show what comes last."""
