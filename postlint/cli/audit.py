"""`postlint audit`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postlint.cli import options
from postlint.cli.help_sections import SectionedCommand
from postlint.cli.report_outputs import ReportOutputs, echo_stderr
from postlint.core.terminal_text import shorten

if TYPE_CHECKING:
    from postlint.diagnostics.finding import Severity

ENGINES = ("local", "dask")

_PERIOD = re.compile(r"(\d{1,5})\s*(d|w|m|y|days?|weeks?|months?|years?)", re.IGNORECASE)
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


class SinceType(click.ParamType[datetime]):
    """A date, or a period such as 90d."""

    name = "date"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the date, or the start of the period."""
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
    "and compare them with earlier posts.",
)
@click.option(
    "--compare",
    metavar="REV",
    help="Compare the drafts with this revision of their git repository. Archives are skipped.",
)
@options.select_option
@options.extend_select_option
@options.ignore_option
@click.option(
    "--fail-on",
    type=options.severity_type,
    help="Exit with 1 if a finding about the feed has this severity or worse.  [default: error]",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="local",
    show_default=True,
    help="Where to score the posts: on this machine, or on a Dask cluster.",
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="With --engine dask: the address of the scheduler."
)
@click.option(
    "--parts",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="With --engine dask: the folder where workers write their results, as Parquet files. All "
    "workers need access to it. Parts that already have a result aren't scored again.",
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
    extend_select: tuple[str, ...],
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
    from postlint.cli.audit_run import AuditRun
    from postlint.config import CliOverrides, SettingsResolver
    from postlint.feed.duplicates import INSTALL_HINT, can_find_duplicates
    from postlint.importers.columns import Columns
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
        select=options.split_names(select),
        ignore=options.split_names(ignore),
        platform=platform,
        extend_select=options.split_names(extend_select),
    )
    with options.open_cache(use=not no_cache, feeds=True) as cache:
        settings = SettingsResolver(config, overrides)
        linter = Linter(settings, cache=cache, jobs=jobs)
        run = AuditRun(settings, linter, paths, fields, since, compare)
        run.load_formatters(outputs)
        if not can_find_duplicates():
            echo_stderr(INSTALL_HINT)
        if engine == "dask":
            from postlint.audit.cluster import WORKER_TIMEOUT, Job, score_on_cluster

            job = Job(
                fields,
                config and config.resolve(),
                overrides,
                run.profile,
                run.importers,
            )
            records = score_on_cluster(
                run.files, job, settings, scheduler or "", parts or Path(),
                worker_timeout or WORKER_TIMEOUT, echo_stderr,
            )  # fmt: skip
        else:
            records = run.score_locally()
        status = run(records, outputs, fail_on, quiet=quiet)
    click.get_current_context().exit(status)
