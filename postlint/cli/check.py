"""`postlint check`."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, redirect_stdout
from functools import partial
from itertools import chain, groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postlint.cli import options
from postlint.cli.help_sections import SectionedCommand
from postlint.cli.progress import checking_progress
from postlint.cli.report_outputs import ReportOutputs, echo_stderr
from postlint.core.errors import LintFailure
from postlint.core.files import is_folder
from postlint.core.terminal_text import display_path, one_line
from postlint.document.discovery import SkippedFiles
from postlint.document.source import Source
from postlint.formatters import POST_FORMATS

if TYPE_CHECKING:
    from postlint.config.effective import EffectiveSettings
    from postlint.config.provider import ConfiguredSettings
    from postlint.core.timings import Timings
    from postlint.diagnostics.baseline import BaselineSet
    from postlint.diagnostics.finding import Finding, Severity
    from postlint.diagnostics.result import PostResult
    from postlint.linter.cache import Cache


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
    "write to that file. Can be given several times.  [default: text]",
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
    type=click.Choice(options.SEVERITIES),
    help="Exit with 1 if a finding is this serious or worse.  [default: error]",
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
    from postlint.config import CliOverrides, SettingsResolver
    from postlint.config.provider import ConfiguredSettings

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
        from postlint.cli.show_settings import format_settings

        settings = SettingsResolver(config).resolve(show_settings)
        given = {"fail-on": fail_on, "baseline": str(baseline) if baseline else None}
        click.echo(format_settings(show_settings, settings, overrides, given), nl=False)
        return
    if watch and (fix or diff):
        raise click.UsageError("--watch can't be combined with --fix or --diff.")
    outputs = ReportOutputs((*formats, "statistics") if statistics else formats, output_file)
    with options.open_cache(use=not (no_cache or timings)) as cache:
        jobs = 1 if timings else jobs
        run = CheckRun(
            partial(ConfiguredSettings, config, overrides), cache, jobs, outputs, fail_on,
            max_warnings, baseline, quiet,
        )  # fmt: skip
        if watch:
            from postlint.cli.watch import watch as keep_checking

            keep_checking(paths, run)
            return
        files = run.find_drafts(paths, stdin_filename, force_exclude=force_exclude)
        if diff:
            status = run.diff(files, stdin_filename)
        elif fix:
            status = run.fix(files, stdin_filename, paths)
        else:
            status = run(files, stdin_filename, paths)
    if files is not None and not quiet and not diff:
        print_skipped_tables(paths or (".",), run.excludes)
    if timings:
        print_timings(run.timings)
    click.get_current_context().exit(0 if exit_zero and status == 1 else status)


class CheckRun:
    """A check of drafts that can be repeated."""

    def __init__(
        self,
        read_settings: Callable[[], ConfiguredSettings],
        cache: Cache | None,
        jobs: int | None,
        outputs: ReportOutputs,
        fail_on: Severity | None,
        max_warnings: int | None,
        baseline: Path | None,
        quiet: bool,
    ) -> None:
        self._read_settings = read_settings
        self._cache = cache
        self._jobs = jobs
        self._outputs = outputs
        self._fail_on = fail_on
        self._max_warnings = max_warnings
        self._baseline = baseline
        self._quiet = quiet
        self._skipped = SkippedFiles()
        self.reload()

    def reload(self) -> None:
        """Read the configuration and rules again.

        Raises:
            PostlintError: the requested configuration can't be used.
        """
        from postlint.linter.linter import Linter

        self._settings = self._read_settings()
        self._resolver = self._settings.resolver
        self._linter = Linter(self._settings, cache=self._cache, jobs=self._jobs)

    def find_drafts(
        self,
        paths: tuple[str, ...],
        stdin_filename: str | None = None,
        *,
        force_exclude: bool = False,
    ) -> list[Path | LintFailure] | None:
        """Return the drafts that the arguments name; see `options.find`."""
        self._skipped = SkippedFiles()
        found = options.find_named_drafts(
            paths,
            stdin_filename,
            self._resolver,
            force_exclude=force_exclude,
            skipped=self._skipped,
        )
        for name in self._skipped.special:
            echo_stderr(f"{name}: skipped: not a regular file; to check it anyway, name it")
        return found

    def __call__(
        self,
        files: list[Path | LintFailure] | None,
        stdin_filename: str | None = None,
        paths: tuple[str, ...] = (),
        *,
        sources: Iterable[Source | LintFailure] | None = None,
    ) -> int:
        """Check drafts, and return the exit status.

        Args:
            files: the drafts, as `options.find` returned them.
            stdin_filename: the name of the draft on standard input.
            paths: the arguments that name the drafts.
            sources: the drafts, if they have been read already.

        Raises:
            PostlintError: the settings of one of them can't be used.
        """
        from postlint.formatters import Summary
        from postlint.linter.linter import check_settings

        names = options.draft_names(files, stdin_filename)
        self._outputs.reject_overwrite(names)
        if not check_settings(self._settings, names or ["draft"], self._cache):
            echo_stderr(
                "no rules are selected, so there's nothing to check (rules about a whole feed only "
                "run in `postlint audit`)"
            )
        self._load_formatters(names or ["draft"])
        baselines = self._baselines(names)
        if files == []:
            echo_stderr(
                options.explain_no_drafts(
                    (stdin_filename,) if stdin_filename else paths, self._skipped
                )
            )
        items = self._linter.lint(
            options.read_drafts(files, stdin_filename) if sources is None else sources,
            details=self._outputs.needs_details,
        )
        summary = Summary()
        with closing(items):
            # Other processes start before the first result, and the progress bar, which has a
            # thread of its own, after it: forking a process that has threads isn't safe.
            first = list(islice(items, 1))
            with (
                checking_progress(len(files or ())) as (out, advance),
                self._outputs.open(out, quiet=self._quiet) as formatters,
            ):
                for item in chain(first, items):
                    shown = item if isinstance(item, LintFailure) else baselines.filter(item)
                    summary.add(shown, self._fail_on or self._resolver.resolve(item.path).fail_on)
                    for _, formatter in formatters:
                        formatter.add(shown)
                    advance()
                    print_notices(shown, quiet=self._quiet)
                for _, formatter in formatters:
                    formatter.finish(summary)
        if not self._quiet:
            for line in baselines.describe_fixed():
                echo_stderr(line)
        return summary.exit_status(self._max_warnings)

    def _load_formatters(self, names: Sequence[str]) -> None:
        """Load the formatters; the configuration of a draft may name plug-ins that have some.

        Raises:
            PostlintError: there's no such format.
        """
        from postlint.formatters import get_formatter

        from_plugins: dict[str, type[Any]] = {}
        if not set(self._outputs.names) <= set(POST_FORMATS):
            for name in names:
                from_plugins |= self._resolver.resolve(name).reports
        self._outputs.load(
            (*POST_FORMATS, *from_plugins),
            lambda name: from_plugins.get(name) or get_formatter(name),
        )

    def _rules_run_on(self, path: str) -> set[str]:
        rules = self._settings.for_path(path).rules
        return {rule.id for rule in rules if rule.scope != "feed"}

    def _baselines(self, names: list[str]) -> BaselineSet:
        from postlint.diagnostics.baseline import BaselineSet

        return BaselineSet(
            self._baseline,
            find_baseline=lambda path: self._resolver.resolve(path).baseline,
            find_rules=self._rules_run_on,
            names=names,
        )

    def fix(
        self,
        files: list[Path | LintFailure] | None,
        stdin_filename: str | None,
        paths: tuple[str, ...],
    ) -> int:
        """Apply safe fixes, check what is left, and return the exit status.

        A draft on standard input is printed to standard output, and its report to stderr.

        Raises:
            PostlintError: the settings of a draft can't be used.
        """
        from postlint.cli.fix import (
            byte_order_mark,
            fix_sources,
            print_fix_counts,
            print_text,
            regular_files,
            write_fixed,
        )

        if files is not None:
            usable = regular_files(files)
            fixed = fix_sources(
                self, options.read_drafts(usable, None), options.draft_names(usable, None)
            )
            is_written = write_fixed(fixed, quiet=self._quiet)
            return max(self(files, paths=paths), 0 if is_written else 2)
        data = options.read_stdin_bytes(stdin_filename)
        source = options.decode_stdin(data, stdin_filename)
        fixed = fix_sources(self, [source], [source.path])
        if isinstance(source, Source) and isinstance(data, bytes):
            source = fixed[0].after if fixed else source
            print_text(byte_order_mark(data) + source.text)
        if not self._quiet:
            print_fix_counts(fixed)
        with redirect_stdout(sys.stderr):
            return self(None, stdin_filename, sources=[source])

    def diff(self, files: list[Path | LintFailure] | None, stdin_filename: str | None) -> int:
        """Print what `fix` would change, and return 1 if that's anything.

        Raises:
            PostlintError: the settings of a draft can't be used.
        """
        from postlint.cli.fix import fix_sources, print_diff, regular_files

        usable = None if files is None else regular_files(files)
        sources = options.read_drafts(usable, stdin_filename)
        fixed = fix_sources(self, sources, options.draft_names(usable, stdin_filename))
        for one in fixed:
            print_diff(one)
        return 1 if fixed else 0

    def findings(
        self, sources: Iterable[Source | LintFailure], names: list[str]
    ) -> Iterator[tuple[Source, list[Finding]]]:
        """Yield the drafts that can be checked, each with the findings that no baseline has.

        Args:
            sources: the drafts.
            names: their names.

        Raises:
            PostlintError: the settings of one of them can't be used.
        """
        from postlint.diagnostics.result import PostResult
        from postlint.linter.linter import check_settings

        check_settings(self._settings, names, self._cache)
        baselines = self._baselines(names)
        for _, items in groupby(self._linter.lint(sources), key=lambda item: item.path):
            reports = [
                baselines.filter(one) if isinstance(one, PostResult) else one for one in items
            ]
            if not any(isinstance(one, LintFailure) for one in reports):
                posts = [one for one in reports if isinstance(one, PostResult)]
                yield posts[0].source, [found for post in posts for found in post.findings]

    def effective_settings(self, path: str) -> EffectiveSettings:
        """Return the setting of a draft."""
        return self._settings.for_path(path)

    def excludes(self, path: str) -> bool:
        """Return whether the configuration excludes a file."""
        return self._resolver.excludes(path)

    @property
    def timings(self) -> Timings:
        """How long each step took."""
        return self._linter.timings


def print_notices(item: PostResult | LintFailure, *, quiet: bool) -> None:
    """Show problems and notices on stderr."""
    if isinstance(item, LintFailure):
        echo_stderr(f"{item.path}: {one_line(item.message)}")
    elif not quiet and not item.skipped:
        for notice in item.notices:
            echo_stderr(f"{item.path}: {one_line(notice)}")


def print_skipped_tables(paths: tuple[str, ...], excludes: Callable[[str], bool]) -> None:
    """List tables of posts in folders on stderr, since `check` doesn't read them."""
    folders = [Path(path) for path in paths if is_folder(Path(path))]
    if not folders:
        return
    from postlint.importers import find_tables

    tables = [table for folder in folders for table in find_tables(folder)]
    tables = [table for table in dict.fromkeys(tables) if not excludes(str(table))]
    for table in tables[:_MAX_TABLES]:
        echo_stderr(
            f"{table}: not checked, because it's a table of posts; {options.audit_hint(table)}"
        )
    if len(tables) > _MAX_TABLES:
        more = len(tables) - _MAX_TABLES
        echo_stderr(f"{more:,} more table{'s' * (more > 1)} of posts not checked")


_MAX_TABLES = 3


def print_timings(timings: Timings) -> None:
    """Show on stderr how long each step took, the longest first."""
    total = sum(timings.seconds.values())
    for name, seconds in sorted(timings.seconds.items(), key=lambda item: -item[1]):
        share = seconds / total if total else 0.0
        click.echo(f"{seconds:9.3f} s {share:6.1%}  {display_path(name)}", err=True)
