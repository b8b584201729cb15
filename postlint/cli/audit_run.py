"""A run of `postlint audit`: scoring, the audit, and output."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.cli.progress import reading_progress
from postlint.cli.report_outputs import ReportOutputs, echo_stderr
from postlint.core.errors import LintFailure, PostlintError
from postlint.core.files import is_file, is_folder
from postlint.core.terminal_text import one_line
from postlint.formatters import FEED_FORMATS

if TYPE_CHECKING:
    from postlint.audit import Audit
    from postlint.audit.auditor import RecordResult
    from postlint.config.provider import ConfigSettingsProvider
    from postlint.feed.feed import Feed
    from postlint.importers import Columns, RowError
    from postlint.linter.linter import Linter

_MAX_ROWS = 5
"""The maximum number of unreadable rows to list for a file."""

_MAX_FILES = 20
"""The maximum number of files with unreadable rows to list."""


class AuditRun:
    """Runs an audit and writes its reports."""

    def __init__(
        self,
        settings: ConfigSettingsProvider,
        linter: Linter,
        paths: Sequence[str],
        columns: Columns,
        since: datetime | None,
    ) -> None:
        from postlint.audit.sources import expand_paths

        self._resolver = settings.resolver
        self._linter = linter
        self._columns = columns
        self._since = since
        self.files = list(expand_paths(paths))
        first = next((file for file in self.files if isinstance(file, Path)), Path())
        # A feed uses the settings of its first path.
        self.feed_path = str(first / "feed.md" if is_folder(first) else first)
        effective = settings.for_path(self.feed_path)
        self._rules, self.profile = effective.rules, effective.profile
        self.importers = settings.resolver.resolve(self.feed_path).importers
        self._archives = True
        self._bad_rows: dict[str, _BadRows] = {}
        self._notices = 0

    def exclude_archives(self) -> None:
        """Read only drafts, whose old versions are in git.

        Raises:
            PostlintError: one of the paths is an archive.
        """
        from postlint.audit.sources import is_read_as_archive

        self._archives = False
        for file in self.files:
            if not isinstance(file, Path) or not is_file(file):
                continue
            if is_read_as_archive(file, self._columns, self.importers):
                raise PostlintError(
                    f"{file}: --compare works only for drafts; to compare an archive, use --since"
                )

    def score_locally(self) -> Iterator[RecordResult]:
        """Score the posts on this machine."""
        from postlint.audit.auditor import score_posts
        from postlint.audit.sources import read_inputs

        items = read_inputs(
            self.files, self._columns, self.importers, self._resolver, archives=self._archives
        )
        return score_posts(self._linter, items, self.profile)

    def __call__(
        self,
        records: Iterator[RecordResult],
        outputs: ReportOutputs,
        compare: str | None,
        *,
        quiet: bool,
    ) -> Audit:
        """Write the reports and return the audit.

        Raises:
            PostlintError: a file can't be written, or git doesn't know the revision.
        """
        from postlint.audit import Auditor, ScoredPost
        from postlint.formatters import Summary

        auditor = Auditor(self._rules, self.profile, self._since)
        before = self._load_revision(compare) if compare is not None else None
        summary = Summary()
        with (
            closing(records),  # type: ignore[type-var]
            outputs.open(quiet=quiet) as formatters,
            reading_progress() as advance,
        ):
            for record in records:
                if auditor.add(record) and isinstance(record, ScoredPost):
                    summary.add(record.result)
                    for name, formatter in formatters:
                        formatter.add(record if name in FEED_FORMATS else record.result)
                self._print_messages(record)
                advance()
            self._print_bad_rows()
            audit = auditor.audit(before, compare or "")
            at_end: list[LintFailure | Audit] = [*audit.counts.problems, audit]
            for item in at_end:
                summary.add(item)
                for _, formatter in formatters:
                    formatter.add(item)
            for _, formatter in formatters:
                formatter.finish(summary)
        return audit

    def _load_revision(self, revision: str) -> Feed:
        from postlint.audit import Auditor
        from postlint.audit.auditor import score_posts
        from postlint.audit.git_revision import read_revision

        auditor = Auditor((), self.profile)
        folders = [file for file in self.files if isinstance(file, Path)]
        items = read_revision(revision, folders, self._resolver)
        for record in score_posts(self._linter, items, self.profile):
            auditor.add(record)
            self._print_messages(record)
        return auditor.audit().feed

    def _print_messages(self, record: RecordResult) -> None:
        """Print failures and notices to stderr, and collect unreadable rows."""
        from postlint.audit import ScoredPost
        from postlint.core.errors import Notice
        from postlint.importers import RowError

        if isinstance(record, LintFailure | Notice):
            echo_stderr(f"{record.path}: {one_line(record.message)}")
        elif isinstance(record, ScoredPost):
            for notice in record.result.notices:
                self._notices += 1
                if self._notices <= _MAX_ROWS:
                    echo_stderr(f"{record.result.path}: {one_line(notice)}")
                elif self._notices == _MAX_ROWS + 1:
                    echo_stderr("more drafts have notices; run `postlint check` to see all of them")
        elif isinstance(record, RowError):
            rows = self._bad_rows.setdefault(record.path, _BadRows(record))
            rows.count += 1
            if len(rows.listed) < _MAX_ROWS:
                rows.listed.append(record.row)

    def _print_bad_rows(self) -> None:
        """Print the collected unreadable rows to stderr, one line per file."""
        files = list(self._bad_rows.values())
        for rows in files[:_MAX_FILES]:
            first = rows.first
            message = f"row {first.row:,} can't be read"
            if rows.count > 1:
                numbers = ", ".join(f"{row:,}" for row in rows.listed)
                more = rows.count - len(rows.listed)
                row_list = numbers + (f", and {more:,} more" if more else "")
                message = f"{rows.count:,} rows can't be read ({row_list}). Row {first.row:,}"
            echo_stderr(f"{first.path}: {message}: {one_line(first.message)}")
        if len(files) > _MAX_FILES:
            echo_stderr(f"{len(files) - _MAX_FILES:,} more files have rows that can't be read")


@dataclass
class _BadRows:
    """The unreadable rows of a file.

    Attributes:
        first: the first error.
        count: the number of errors.
        listed: the numbers of the first rows.
    """

    first: RowError
    count: int = 0
    listed: list[int] = field(default_factory=list)
