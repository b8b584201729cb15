"""`postlint check`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postlint.cli import options
from postlint.cli.drafts import audit_hint
from postlint.cli.help_sections import SectionedCommand
from postlint.cli.report_outputs import ReportOutputs, echo_stderr
from postlint.core.files import is_folder
from postlint.core.terminal_text import count, display_path
from postlint.formatters import POST_FORMATS

if TYPE_CHECKING:
    from postlint.config import SettingsResolver
    from postlint.core.timings import Timings
    from postlint.diagnostics.finding import Severity


@click.command(cls=SectionedCommand)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@options.stdin_filename_option
@click.option(
    "--drafts-only",
    is_flag=True,
    help="Skip posts that are already published, according to their front matter.",
)
@click.option(
    "--force-exclude",
    is_flag=True,
    help="Skip files that the configuration excludes, and files such as README, even if you name "
    "them. Hooks use this.",
)
@click.option(
    "--watch", is_flag=True, help="Keep running, and check drafts again when they change."
)
@options.select_option
@options.extend_select_option
@options.ignore_option
@click.option(
    "--min-relevance",
    type=click.FloatRange(0, 1),
    metavar="SCORE",
    help="Report an error if a draft's relevance (0 to 1) is below this.",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Report only findings that `postlint baseline` didn't record in this file.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Apply safe fixes to the drafts, then report what's left. A safe fix changes the form of "
    "a draft, never its words.",
)
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option(
    "--output-format",
    "formats",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help=f"How to show findings: {', '.join(POST_FORMATS)}, or a plug-in's format. With `:FILE`, "
    "write to that file. Can be repeated.  [default: text]",
)
@click.option(
    "--output-file",
    metavar="FILE",
    help="Write to this file instead of standard output.",
)
@click.option("--statistics", is_flag=True, help="Show how many findings each rule has.")
@click.option(
    "--quiet",
    "-q",
    is_flag=True,
    help="Show findings only: no scores of drafts without findings, and no totals.",
)
@click.option(
    "--fail-on",
    type=options.severity_type,
    help="Exit with 1 if a finding has this severity or worse.  [default: error]",
)
@click.option(
    "--max-warnings",
    type=click.IntRange(min=0),
    metavar="N",
    help="Exit with 1 if there are more warnings than this.",
)
@click.option(
    "--exit-zero",
    is_flag=True,
    help="Exit with 0 even if there are findings. The exit status is still 2 if a draft can't be "
    "read.",
)
@options.platform_option
@options.config_option
@click.option(
    "--show-settings",
    metavar="PATH",
    help="Show the settings of a draft and where each one comes from. Nothing is checked.",
)
@options.jobs_option
@options.no_cache_option
@click.option(
    "--timings",
    is_flag=True,
    help="Show how long each step and each rule takes. Uses one process and no cache.",
)
def check(
    paths: tuple[str, ...],
    stdin_filename: str | None,
    platform: str | None,
    config: Path | None,
    formats: tuple[str, ...],
    output_file: str | None,
    statistics: bool,
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: Severity | None,
    max_warnings: int | None,
    min_relevance: float | None,
    drafts_only: bool,
    force_exclude: bool,
    baseline: Path | None,
    exit_zero: bool,
    quiet: bool,
    show_settings: str | None,
    jobs: int | None,
    no_cache: bool,
    timings: bool,
    watch: bool,
    fix: bool,
    diff: bool,
) -> None:
    """Check drafts for problems that make them less useful to prospective clients.

    PATHS are drafts (.md, .markdown, .mdx, .txt), folders of drafts, or `-` for standard input.
    Without PATHS, postlint checks the current folder.

    With --fix and a draft on standard input, postlint prints the fixed draft to standard output and
    the report to stderr.

    Exit status: 0 if there are no findings at or above --fail-on, 1 if there are, 2 if a draft
    can't be read or written, or an option is wrong. With --diff, 1 means that --fix would change
    a draft.
    """
    from postlint.cli.check_run import CheckRun
    from postlint.config import CliOverrides, SettingsResolver

    if min_relevance is not None and math.isnan(min_relevance):
        raise click.BadParameter("it must be a number from 0 to 1", param_hint="--min-relevance")
    overrides = CliOverrides(
        options.split_names(select),
        options.split_names(ignore),
        min_relevance,
        platform,
        drafts_only,
        options.split_names(extend_select),
    )
    if show_settings is not None:
        from postlint.cli.show_settings import settings_lines

        settings = SettingsResolver(config).resolve(show_settings)
        for line in settings_lines(show_settings, settings, overrides, fail_on, baseline):
            click.echo(display_path(line))
        return
    if watch and (fix or diff):
        raise click.UsageError("--watch can't be combined with --fix or --diff.")
    outputs = ReportOutputs((*formats, "statistics") if statistics else formats, output_file)
    with options.open_cache(use=not (no_cache or timings)) as cache:
        jobs = 1 if timings else jobs
        run = CheckRun(
            config, overrides, cache, jobs, outputs, fail_on, max_warnings, baseline, quiet
        )
        if watch:
            from postlint.cli.watch import watch as watch_drafts

            watch_drafts(paths, run)
            return
        drafts = run.find_drafts(paths, stdin_filename, force_exclude=force_exclude)
        if fix or diff:
            from postlint.cli.fix import diff_drafts, fix_drafts

            status = diff_drafts(run, drafts) if diff else fix_drafts(run, drafts)
        else:
            status = run(drafts)
    if not (drafts.standard_input or quiet or diff):
        _print_skipped_tables(paths or (".",), run.settings)
    if timings:
        _print_timings(run.linter.timings)
    click.get_current_context().exit(0 if exit_zero and status == 1 else status)


def _print_skipped_tables(paths: Sequence[str], settings: SettingsResolver) -> None:
    """List tables of posts in folders on stderr, because `check` doesn't read them."""
    folders = [Path(path) for path in paths if is_folder(Path(path))]
    if not folders:
        return
    from postlint.importers.reader import find_tables

    found = dict.fromkeys(table for folder in folders for table in find_tables(folder))
    tables = [table for table in found if not settings.excludes(str(table))]
    for table in tables[:_MAX_TABLES]:
        echo_stderr(f"{table}: not checked, because it's a table of posts; {audit_hint(table)}")
    if len(tables) > _MAX_TABLES:
        echo_stderr(f"{count(len(tables) - _MAX_TABLES, 'more table')} of posts not checked")


_MAX_TABLES = 3


def _print_timings(timings: Timings) -> None:
    total = sum(timings.seconds.values())
    for name, seconds in sorted(timings.seconds.items(), key=lambda item: -item[1]):
        share = seconds / total if total else 0.0
        click.echo(f"{seconds:9.3f} s {share:6.1%}  {display_path(name)}", err=True)
