"""A run of `postlint audit`: scoring, the audit, and output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path

from postlint.audit import Audit, Auditor, ScoredPost
from postlint.audit.auditor import RecordResult, score_posts
from postlint.audit.git_revision import read_revision
from postlint.audit.sources import expand_paths, is_read_as_archive, read_inputs
from postlint.cli.progress import reading_progress
from postlint.cli.report_outputs import ReportOutputs, echo_stderr
from postlint.config import SettingsResolver
from postlint.core.errors import LintFailure, Notice, PostlintError
from postlint.core.files import exists, is_file, is_folder
from postlint.core.terminal_text import one_line
from postlint.diagnostics.finding import INTERNAL_ERROR, Severity, is_at_least
from postlint.document.discovery import DRAFT_SUFFIXES
from postlint.feed.feed import Feed
from postlint.formatters import (
    AUDIT_FORMATS,
    FEED_FORMATS,
    Summary,
    get_feed_formatter,
    get_formatter,
)
from postlint.importers.columns import Columns
from postlint.importers.imported_post import RowError
from postlint.importers.reader import is_archive
from postlint.linter.linter import Linter

_MAX_ROWS = 5
"""The maximum number of unreadable rows to list for a file."""

_MAX_FILES = 20
"""The maximum number of files with unreadable rows to list."""


class AuditRun:
    """Runs an audit and writes its reports.

    Attributes:
        files: the drafts, archives, and folders to audit.
        profile: the author's profile.
        importers: the formats of archives to read.
    """

    def __init__(
        self,
        settings: SettingsResolver,
        linter: Linter,
        paths: Sequence[str],
        columns: Columns,
        since: datetime | None,
        compare: str | None,
    ) -> None:
        """Find what to audit.

        Raises:
            PostlintError: the settings can't be used, or a path can't be compared with a revision.
        """
        self._settings = settings
        self._linter = linter
        self._columns = columns
        self._since = since
        self._compare = compare
        self.files = list(expand_paths(paths))
        first = next((file for file in self.files if isinstance(file, Path)), Path())
        # A feed uses the settings of its first path.
        feed_path = str(first / "feed.md" if is_folder(first) else first)
        effective = settings.for_path(feed_path)
        self._rules, self.profile = effective.rules, effective.profile
        configured = settings.resolve(feed_path)
        self._fail_on, self.importers = configured.fail_on, configured.registry.importers
        self._bad_rows: dict[str, list[RowError]] = {}
        self._bad_row_counts: Counter[str] = Counter()
        self._notices = 0
        for file in self.files if compare is not None else ():
            # Only drafts have old versions in git.
            if (
                isinstance(file, Path)
                and is_file(file)
                and is_read_as_archive(file, columns, self.importers)
            ):
                raise PostlintError(
                    f"{file}: --compare works only for drafts; to compare an archive, use --since"
                )

    def score_locally(self) -> Iterator[RecordResult]:
        """Score the posts on this machine."""
        items = read_inputs(
            self.files,
            self._columns,
            self.importers,
            self._settings,
            archives=self._compare is None,
        )
        return score_posts(self._linter, items, self.profile)

    def load_formatters(self, outputs: ReportOutputs) -> None:
        """Load the formatters.

        Raises:
            PostlintError: a format can't be used, or a report would overwrite the input or be part
                of the next audit's input.
        """
        inputs = [file for file in self.files if isinstance(file, Path)]
        for output in map(Path, outputs.files):
            if any(exists(output) and exists(file) and output.samefile(file) for file in inputs):
                raise PostlintError(
                    f"{output} is one of the audited files; write the report somewhere else"
                )
            is_inside = any(output.resolve().is_relative_to(path.resolve()) for path in inputs)
            if is_inside and (
                output.name.lower().endswith(DRAFT_SUFFIXES) or is_archive(output, self._columns)
            ):
                raise PostlintError(
                    f"{output} is in an audited folder, so the next audit would read it as a "
                    "draft; write the report somewhere else"
                )
        outputs.load(
            AUDIT_FORMATS,
            lambda name: get_feed_formatter(name) if name in FEED_FORMATS else get_formatter(name),
        )

    def __call__(
        self,
        records: Iterator[RecordResult],
        outputs: ReportOutputs,
        fail_on: Severity | None,
        *,
        quiet: bool,
    ) -> int:
        """Write the reports and return the exit status.

        Raises:
            PostlintError: a file can't be written, or git doesn't know the revision.
        """
        auditor = Auditor(self._rules, self.profile, self._since)
        before = self._load_revision(self._compare) if self._compare is not None else None
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
            audit = auditor.audit(before, self._compare or "")
            at_end: list[LintFailure | Audit] = [*audit.counts.problems, audit]
            for item in at_end:
                summary.add(item)
                for _, formatter in formatters:
                    formatter.add(item)
            for _, formatter in formatters:
                formatter.finish(summary)
        if audit.counts.problems or any(each.rule == INTERNAL_ERROR for each in audit.findings):
            return 2
        floor = fail_on or self._fail_on
        return int(any(is_at_least(finding.severity, floor) for finding in audit.findings))

    def _load_revision(self, revision: str) -> Feed:
        auditor = Auditor((), self.profile)
        folders = [file for file in self.files if isinstance(file, Path)]
        items = read_revision(revision, folders, self._settings)
        for record in score_posts(self._linter, items, self.profile):
            auditor.add(record)
            self._print_messages(record)
        return auditor.audit().feed

    def _print_messages(self, record: RecordResult) -> None:
        """Print failures and notices to stderr, and collect unreadable rows."""
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
            self._bad_row_counts[record.path] += 1
            rows = self._bad_rows.setdefault(record.path, [])
            if len(rows) < _MAX_ROWS:
                rows.append(record)

    def _print_bad_rows(self) -> None:
        for path, rows in islice(self._bad_rows.items(), _MAX_FILES):
            first, total = rows[0], self._bad_row_counts[path]
            message = f"row {first.row:,} can't be read"
            if total > 1:
                numbers = ", ".join(f"{row.row:,}" for row in rows)
                more = f", and {total - len(rows):,} more" if total > len(rows) else ""
                message = f"{total:,} rows can't be read ({numbers}{more}). Row {first.row:,}"
            echo_stderr(f"{path}: {message}: {one_line(first.message)}")
        if len(self._bad_rows) > _MAX_FILES:
            more_files = len(self._bad_rows) - _MAX_FILES
            echo_stderr(f"{more_files:,} more files have rows that can't be read")
