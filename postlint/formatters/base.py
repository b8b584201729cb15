"""The protocol of formatters, a base class for those of posts, and the counts of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TextIO, TypeAlias, TypeVar

from postlint.core.errors import LintFailure
from postlint.diagnostics.finding import (
    INTERNAL_ERROR,
    SEVERITIES,
    Finding,
    Severity,
    is_at_least,
)
from postlint.diagnostics.result import PostResult

if TYPE_CHECKING:
    from postlint.audit import Audit


@dataclass
class Summary:
    """The counts of a run.

    Attributes:
        posts: checked posts.
        unscored: checked posts without English prose.
        skipped: posts that authors asked to skip.
        failing: findings that make the run fail.
        problems: failures to read or lint a file.
        failed_checks: internal errors in rules.
        accepted: suppressed findings.
    """

    posts: int = 0
    unscored: int = 0
    skipped: int = 0
    failing: int = 0
    problems: int = 0
    failed_checks: int = 0
    accepted: int = 0
    baselined: int = 0
    findings: dict[Severity, int] = field(default_factory=lambda: dict.fromkeys(SEVERITIES, 0))

    def add(self, item: PostResult | Audit | LintFailure, fail_on: Severity = "error") -> None:
        """Count a result; findings of severity `fail_on` or worse make the run fail."""
        if isinstance(item, LintFailure):
            self.problems += 1
            return
        if isinstance(item, PostResult):
            if item.skipped:
                self.skipped += 1
                return
            self.posts += 1
            self.unscored += item.labels is None
            self.accepted += item.accepted
            self.baselined += item.baselined
        for finding in item.findings:
            self.findings[finding.severity] += 1
            self.failing += is_at_least(finding.severity, fail_on)
            self.failed_checks += finding.rule == INTERNAL_ERROR

    def exit_status(self, max_warnings: int | None = None) -> int:
        """Return 0 if the drafts pass, 1 if they don't, and 2 if part of the run failed."""
        if self.problems or self.failed_checks:
            return 2
        too_many = max_warnings is not None and self.findings["warning"] > max_warnings
        return int(self.failing > 0 or too_many)


ItemT = TypeVar("ItemT", contravariant=True)


class Formatter(Protocol[ItemT]):
    """Writes the results of a run, one by one.

    A post formatter gets a `PostResult` for each post, with `reasons` if the class has
    `needs_details = True`. A feed formatter gets a `ScoredPost` instead. Both get a `LintFailure`
    for each file that can't be read and, in an audit, the `Audit` at the end.

    A class with `binary = True` writes bytes to a file. A class with `require_dependencies()` needs
    optional packages; the method raises a PostlintError if one isn't installed.
    """

    def __init__(self, out: Any, *, quiet: bool = False) -> None:  # noqa: ANN401 -- text or bytes
        """Write to `out`. If `quiet` is true, write only findings, without counts."""

    def add(self, item: ItemT) -> None:
        """Write one result. Don't keep it, because a run can have very many."""

    def finish(self, summary: Summary) -> None:
        """Write the end of the output."""


ResultOrAudit: TypeAlias = "PostResult | Audit"
"""The result of a post or a feed. Only the type checker resolves it: `check` needs no audits."""


class PostFormatter:
    """The base class of the formatters in `posts`. Each overrides what it shows."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._out = out
        self._quiet = quiet

    def add(self, item: ResultOrAudit | LintFailure) -> None:
        """Show a post, a feed, or a failure."""
        if isinstance(item, LintFailure):
            self._add_failure(item)
        else:
            self._add_result(item)

    def _add_failure(self, failure: LintFailure) -> None:
        """Show a failure; it's on standard error, too."""

    def _add_result(self, item: ResultOrAudit) -> None:
        for finding in item.findings:
            self._add_finding(item, finding)

    def _add_finding(self, item: ResultOrAudit, finding: Finding) -> None:
        """Show a finding."""

    def finish(self, summary: Summary) -> None:
        """Write the end of the output."""
