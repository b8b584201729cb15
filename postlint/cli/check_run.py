"""A run of `postlint check`: linting, baselines, fixes, and output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, redirect_stdout
from itertools import chain, groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postlint.cli import options
from postlint.cli.progress import checking_progress
from postlint.cli.report_outputs import ReportOutputs, echo_stderr
from postlint.core.errors import LintFailure
from postlint.core.terminal_text import one_line
from postlint.document.discovery import SkippedFiles
from postlint.document.source import Source
from postlint.formatters import POST_FORMATS

if TYPE_CHECKING:
    from postlint.config.effective import EffectiveSettings
    from postlint.config.provider import ConfigSettingsProvider
    from postlint.core.timings import Timings
    from postlint.diagnostics.baseline import BaselineFilter
    from postlint.diagnostics.finding import Finding, Severity
    from postlint.diagnostics.result import PostResult
    from postlint.linter.cache import Cache


class CheckRun:
    """Checks drafts; it can run repeatedly."""

    def __init__(
        self,
        read_settings: Callable[[], ConfigSettingsProvider],
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
        """Return the drafts that the arguments name; see `options.find_named_drafts`."""
        self._skipped = SkippedFiles()
        drafts = options.find_named_drafts(
            paths,
            stdin_filename,
            self._resolver,
            force_exclude=force_exclude,
            skipped=self._skipped,
        )
        for name in self._skipped.special:
            echo_stderr(f"{name}: skipped: not a regular file; to check it anyway, name it")
        return drafts

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
            files: the drafts from `find_drafts`.
            stdin_filename: the name of the draft on standard input.
            paths: the arguments, for messages.
            sources: the drafts, if they have already been read.

        Raises:
            PostlintError: the settings of a draft can't be used.
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
            # Worker processes start before the first result, and the progress bar starts its thread
            # after it, because forking a process that has threads isn't safe.
            first = list(islice(items, 1))
            with (
                checking_progress(len(files or ())) as (out, advance),
                self._outputs.open(out, quiet=self._quiet) as formatters,
            ):
                for item in chain(first, items):
                    new_item = item if isinstance(item, LintFailure) else baselines.filter(item)
                    summary.add(
                        new_item, self._fail_on or self._resolver.resolve(item.path).fail_on
                    )
                    for _, formatter in formatters:
                        formatter.add(new_item)
                    advance()
                    print_notices(new_item, quiet=self._quiet)
                for _, formatter in formatters:
                    formatter.finish(summary)
        if not self._quiet:
            for line in baselines.describe_fixed():
                echo_stderr(line)
        return summary.exit_status(self._max_warnings)

    def _load_formatters(self, names: Sequence[str]) -> None:
        """Load the formatters, including those of plug-ins that a draft's configuration names.

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

    def _baselines(self, names: list[str]) -> BaselineFilter:
        from postlint.diagnostics.baseline import BaselineFilter

        return BaselineFilter(
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
        """Apply safe fixes, check the fixed drafts, and return the exit status.

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
        """Print what `fix` would change. Return 1 if it would change a draft, else 0.

        Raises:
            PostlintError: the settings of a draft can't be used.
        """
        from postlint.cli.fix import fix_sources, print_diff, regular_files

        usable = None if files is None else regular_files(files)
        sources = options.read_drafts(usable, stdin_filename)
        fixed = fix_sources(self, sources, options.draft_names(usable, stdin_filename))
        for draft in fixed:
            print_diff(draft)
        return 1 if fixed else 0

    def findings(
        self, sources: Iterable[Source | LintFailure], names: list[str]
    ) -> Iterator[tuple[Source, list[Finding]]]:
        """Yield the drafts that can be checked, each with the findings that aren't in its baseline.

        Args:
            sources: the drafts.
            names: their names.

        Raises:
            PostlintError: the settings of a draft can't be used.
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
        """Return the effective settings of a draft."""
        return self._settings.for_path(path)

    def excludes(self, path: str) -> bool:
        """Return whether the configuration excludes a file."""
        return self._resolver.excludes(path)

    @property
    def timings(self) -> Timings:
        """The time that each step took."""
        return self._linter.timings


def print_notices(item: PostResult | LintFailure, *, quiet: bool) -> None:
    """Print a failure, or the notices of a result, to stderr."""
    if isinstance(item, LintFailure):
        echo_stderr(f"{item.path}: {one_line(item.message)}")
    elif not quiet and not item.skipped:
        for notice in item.notices:
            echo_stderr(f"{item.path}: {one_line(notice)}")
