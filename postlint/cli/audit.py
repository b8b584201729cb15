"""`postlint audit`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postlint.cli import options
from postlint.cli.help_sections import SectionedCommand
from postlint.cli.progress import reading_progress
from postlint.cli.report_outputs import ReportOutputs, echo_stderr
from postlint.core.errors import LintFailure, PostlintError
from postlint.core.files import exists, is_file, is_folder
from postlint.core.terminal_text import one_line, shorten
from postlint.document.discovery import DRAFT_SUFFIXES
from postlint.formatters import AUDIT_FORMATS, FEED_FORMATS, get_feed_formatter, get_formatter

if TYPE_CHECKING:
    from postlint.audit import Audit
    from postlint.audit.auditor import RecordResult
    from postlint.config.provider import ConfiguredSettings
    from postlint.diagnostics.finding import Severity
    from postlint.feed.feed import Feed
    from postlint.formatters import Formatter
    from postlint.importers import Columns, RowError
    from postlint.linter.linter import Linter

ENGINES = ("local", "dask")

_PERIOD = re.compile(r"(\d{1,5})\s*(d|w|m|y|days?|weeks?|months?|years?)", re.IGNORECASE)
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_MAX_ROWS = 5
"""The most unreadable rows of a file to name."""

_MAX_FILES = 20
"""The most files with such rows to name."""


class SinceType(click.ParamType[datetime]):
    """A date, or a period such as 90d."""

    name = "date"

    def convert(
        self,
        value: str | datetime,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> datetime:
        """Return the start of the period."""
        if isinstance(value, datetime):
            return value
        if period := _PERIOD.fullmatch(value.strip()):
            today = datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
            days = int(period[1]) * _DAYS[period[2][0].lower()]
            return today - timedelta(days=min(days, 365_000))
        from postlint.core.dates import parse_date

        day = parse_date(value)
        if day is None:
            self.fail(
                f"`{shorten(value)}` isn't a date (such as 2026-01-31) or a period (such as 90d)",
                param,
                ctx,
            )
        return day


@click.command(cls=SectionedCommand)
@click.argument("paths", nargs=-1, metavar="PATHS...", required=True)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="Which column of a table (CSV, JSONL, Parquet) contains a field: text, id, date, "
    "platform, "
    "url, minutes, replies, leads, clients, or revenue. Can be repeated.  [default: the usual "
    "names]",
)
@options.platform_option
@options.config_option
@click.option(
    "--output-format",
    "formats",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help="The report's format: text, html, json, markdown, badge, parquet, or a format of "
    "`postlint check`. Add `:FILE` to write it to a file. Can be repeated.  [default: text]",
)
@click.option(
    "--since",
    type=SinceType(),
    metavar="DATE",
    help="Audit only posts since this date (2026-01-31) or from this period (90d, 12w, 6m, 1y), "
    "and compare them "
    "with earlier posts.",
)
@click.option(
    "--compare",
    metavar="REV",
    help="Compare the drafts with this revision of their git repository. Archives are left out.",
)
@options.select_option
@options.ignore_option
@click.option(
    "--fail-on",
    type=click.Choice(options.SEVERITIES),
    help="Exit with 1 if a finding about the feed has this severity or worse.  [default: error]",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="local",
    show_default=True,
    help="Where to judge the posts: on this machine, or on a Dask cluster.",
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="With --engine dask: the address of the scheduler."
)
@click.option(
    "--parts",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="With --engine dask: the folder where workers write their results, as Parquet files. All "
    "workers need access to it. Parts that already have a result aren't judged again.",
)
@click.option(
    "--worker-timeout",
    type=click.IntRange(min=1),
    metavar="SECONDS",
    help="With --engine dask: how long to wait for workers if there are none.  [default: 60]",
)
@options.jobs_option
@options.no_cache_option
@click.option("--quiet", "-q", is_flag=True, help="Show only findings.")
def audit(
    paths: tuple[str, ...],
    columns: tuple[str, ...],
    platform: str | None,
    config: Path | None,
    formats: tuple[str, ...],
    since: datetime | None,
    compare: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: Severity | None,
    engine: str,
    scheduler: str | None,
    parts: Path | None,
    worker_timeout: int | None,
    jobs: int | None,
    no_cache: bool,
    quiet: bool,
) -> None:
    """Audit all your posts together: are they worth the time they cost?

    PATHS are folders of drafts, exports (LinkedIn, X, Mastodon, Buffer, Hootsuite; also as the
    .zip that you downloaded), tables (CSV, JSON, JSONL, Parquet), or patterns such as
    'posts/*.parquet'. Nothing is uploaded.

    Exit status: 0 if no finding about the feed is at or above --fail-on, 1 if there is one, 2 if
    postlint can't read a file or an option is wrong.
    """
    from postlint.config import CliOverrides
    from postlint.config.provider import ConfiguredSettings
    from postlint.importers import Columns
    from postlint.linter.linter import Linter

    if since is not None and compare is not None:
        raise click.UsageError("Use either --since or --compare, not both.")
    if (engine == "dask") is not (scheduler is not None and parts is not None):
        raise click.UsageError("Use --engine dask, --scheduler, and --parts together.")
    if worker_timeout is not None and engine != "dask":
        raise click.UsageError("--worker-timeout needs --engine dask.")
    if engine == "dask" and compare is not None:
        raise click.UsageError("--compare doesn't work with --engine dask.")
    outputs = ReportOutputs(formats, example="html:feed.html")
    fields = Columns.from_options(columns)
    overrides = CliOverrides(
        options.split_names(select), options.split_names(ignore), platform=platform
    )
    with options.open_cache(use=not no_cache, feeds=True) as cache:
        settings = ConfiguredSettings(config, overrides)
        linter = Linter(settings, cache=cache, jobs=jobs)
        run = AuditRun(settings, linter, paths, fields, since)
        if compare is not None:
            run.exclude_archives()
        _reject_overwrite(outputs, run.files, fields)
        outputs.load(AUDIT_FORMATS, _get_formatter)
        if engine == "dask":
            from postlint.audit.cluster import WORKER_TIMEOUT, Job, score_on_cluster

            job = Job(
                fields,
                config and config.resolve(),
                overrides,
                run.profile,
                importers=run.importers,
            )
            steps = score_on_cluster(
                run.files, job, settings, scheduler or "", parts or Path(),
                worker_timeout or WORKER_TIMEOUT, echo_stderr,
            )  # fmt: skip
        else:
            steps = run.judge_locally()
        result = run(steps, outputs, compare, quiet=quiet)
    fail_on_severity = fail_on or settings.resolver.resolve(run.feed_path).fail_on
    click.get_current_context().exit(_status(result, fail_on_severity))


def _status(audit: Audit, fail_on: Severity) -> int:
    from postlint.diagnostics.finding import INTERNAL_ERROR, is_at_least

    if audit.counts.problems or any(one.rule == INTERNAL_ERROR for one in audit.findings):
        return 2
    return int(any(is_at_least(one.severity, fail_on) for one in audit.findings))


def _get_formatter(name: str) -> type[Formatter[Any]]:
    return get_feed_formatter(name) if name in FEED_FORMATS else get_formatter(name)


def _reject_overwrite(
    outputs: ReportOutputs, files: Sequence[Path | LintFailure], columns: Columns
) -> None:
    """Refuse to overwrite the input, and to write where the next audit would read the report.

    Raises:
        PostlintError: a report would go there.
    """
    named = [file for file in files if isinstance(file, Path)]
    for place in map(Path, outputs.files):
        if any(exists(place) and exists(file) and place.samefile(file) for file in named):
            raise PostlintError(
                f"{place} is one of the audited files; write the report somewhere else"
            )
        within = any(place.resolve().is_relative_to(one.resolve()) for one in named)
        if within and _would_be_read(place, columns):
            raise PostlintError(
                f"{place} is in an audited folder, so the next audit would read it as a draft; "
                "write the report somewhere else"
            )


def _would_be_read(place: Path, columns: Columns) -> bool:
    from postlint.importers import is_archive

    return place.name.lower().endswith(DRAFT_SUFFIXES) or is_archive(place, columns)


class AuditRun:
    """A running audit."""

    def __init__(
        self,
        settings: ConfiguredSettings,
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
        first = next((one for one in self.files if isinstance(one, Path)), Path())
        # A feed uses the settings for its first post.
        self.feed_path = str(first / "feed.md" if is_folder(first) else first)
        effective = settings.for_path(self.feed_path)
        self._rules, self.profile = effective.rules, effective.profile
        self.importers = settings.resolver.resolve(self.feed_path).importers
        self._archives = True
        self._bad_rows: dict[str, _BadRows] = {}
        self._notices = 0

    def exclude_archives(self) -> None:
        """Read only drafts, because git has their old versions.

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

    def judge_locally(self) -> Iterator[RecordResult]:
        """Judge the posts on this machine."""
        from postlint.audit.auditor import score_posts
        from postlint.audit.sources import read_inputs

        items = read_inputs(
            self.files,
            self._columns,
            self._resolver,
            archives=self._archives,
            importers=self.importers,
        )
        return score_posts(self._linter, items, self.profile)

    def __call__(
        self,
        steps: Iterator[RecordResult],
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
            closing(steps),  # type: ignore[type-var]
            outputs.open(quiet=quiet) as formatters,
            reading_progress() as advance,
        ):
            for step in steps:
                if auditor.add(step) and isinstance(step, ScoredPost):
                    summary.add(step.result)
                    for name, formatter in formatters:
                        formatter.add(step if name in FEED_FORMATS else step.result)
                self._print_step(step)
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
        folders = [one for one in self.files if isinstance(one, Path)]
        items = read_revision(revision, folders, self._resolver)
        for step in score_posts(self._linter, items, self.profile):
            auditor.add(step)
            self._print_step(step)
        return auditor.audit().feed

    def _print_step(self, step: RecordResult) -> None:
        """Print problems and notices to stderr, but collect unreadable rows."""
        from postlint.audit import ScoredPost
        from postlint.core.errors import Notice
        from postlint.importers import RowError

        if isinstance(step, LintFailure | Notice):
            echo_stderr(f"{step.path}: {one_line(step.message)}")
        elif isinstance(step, ScoredPost):
            for notice in step.result.notices:
                self._notices += 1
                if self._notices <= _MAX_ROWS:
                    echo_stderr(f"{step.result.path}: {one_line(notice)}")
                elif self._notices == _MAX_ROWS + 1:
                    echo_stderr("more drafts have notices; run `postlint check` to see all of them")
        elif isinstance(step, RowError):
            rows = self._bad_rows.setdefault(step.path, _BadRows(step))
            rows.count += 1
            if len(rows.shown) < _MAX_ROWS:
                rows.shown.append(step.row)

    def _print_bad_rows(self) -> None:
        """Print the unreadable rows to stderr, one line per file."""
        files = list(self._bad_rows.values())
        for rows in files[:_MAX_FILES]:
            first = rows.first
            where = f"row {first.row:,} can't be read"
            if rows.count > 1:
                shown = ", ".join(f"{row:,}" for row in rows.shown)
                more = rows.count - len(rows.shown)
                listed = shown + (f", and {more:,} more" if more else "")
                where = f"{rows.count:,} rows can't be read ({listed}). Row {first.row:,}"
            echo_stderr(f"{first.path}: {where}: {one_line(first.message)}")
        if len(files) > _MAX_FILES:
            echo_stderr(f"{len(files) - _MAX_FILES:,} more files have rows that can't be read")


@dataclass
class _BadRows:
    """The unreadable rows of a file."""

    first: RowError
    count: int = 0
    shown: list[int] = field(default_factory=list)
