"""A run of `postlint check`: linting, baselines, and output."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from postlint.cli.drafts import NamedDrafts, find_named_drafts
from postlint.cli.progress import checking_progress
from postlint.cli.report_outputs import ReportOutputs, echo_stderr, print_notices
from postlint.config import CliOverrides, SettingsResolver
from postlint.core.errors import LintFailure
from postlint.diagnostics.baseline import BaselineFilter
from postlint.diagnostics.finding import Severity
from postlint.formatters import POST_FORMATS, Summary, get_formatter
from postlint.linter.cache import Cache
from postlint.linter.linter import Linter, check_settings


@dataclass
class CheckRun:
    """Checks drafts; it can run repeatedly.

    Attributes:
        config: the configuration file for all drafts; None for the nearest one to each.
        fail_on: the run fails if a finding has this severity or worse; None to use the settings.
        max_warnings: the run fails if there are more warnings.
        baseline: the baseline for all drafts; None to use the settings.
        quiet: whether to write only findings.
    """

    config: Path | None
    overrides: CliOverrides
    cache: Cache | None
    jobs: int | None
    outputs: ReportOutputs
    fail_on: Severity | None
    max_warnings: int | None
    baseline: Path | None
    quiet: bool
    settings: SettingsResolver = field(init=False)
    linter: Linter = field(init=False)

    def __post_init__(self) -> None:
        self.reload()

    def reload(self) -> None:
        """Read the configuration and rules again; a `PostlintError` if they can't be used."""
        self.settings = SettingsResolver(self.config, self.overrides)
        self.linter = Linter(self.settings, cache=self.cache, jobs=self.jobs)

    def find_drafts(
        self,
        paths: Sequence[str],
        stdin_filename: str | None = None,
        *,
        force_exclude: bool = False,
    ) -> NamedDrafts:
        """Return the drafts that the arguments name, and print which special files are skipped."""
        drafts = find_named_drafts(
            paths, stdin_filename, self.settings, force_exclude=force_exclude
        )
        for name in drafts.skipped.special:
            echo_stderr(f"{name}: skipped: not a regular file; to check it anyway, name it")
        return drafts

    def __call__(self, drafts: NamedDrafts) -> int:
        """Check drafts, and return the exit status.

        Raises:
            PostlintError: the settings of a draft, or one of the outputs, can't be used.
        """
        names = drafts.names
        self.outputs.reject_overwrite(names)
        if not check_settings(self.settings, names or ["draft"], self.cache):
            echo_stderr(
                "no rules are selected, so there's nothing to check (rules about a whole feed only "
                "run in `postlint audit`)"
            )
        self._load_formatters(names or ["draft"])
        baselines = self.read_baselines(names)
        if not drafts.items:
            echo_stderr(drafts.explain_none())
        items = self.linter.lint(drafts.read(), details=self.outputs.needs_details)
        summary = Summary()
        with closing(items):
            # Worker processes start before the first result, and the progress bar starts its thread
            # after it, because forking a process that has threads isn't safe.
            first = list(islice(items, 1))
            with (
                checking_progress(len(drafts.items)) as (out, advance),
                self.outputs.open(out, quiet=self.quiet) as formatters,
            ):
                for item in chain(first, items):
                    new_item = item if isinstance(item, LintFailure) else baselines.filter(item)
                    summary.add(new_item, self.fail_on or self.settings.resolve(item.path).fail_on)
                    for _, formatter in formatters:
                        formatter.add(new_item)
                    advance()
                    print_notices(new_item, quiet=self.quiet)
                for _, formatter in formatters:
                    formatter.finish(summary)
        if not self.quiet:
            for line in baselines.describe_fixed():
                echo_stderr(line)
        return summary.exit_status(self.max_warnings)

    def _load_formatters(self, names: Sequence[str]) -> None:
        from_plugins: dict[str, type[Any]] = {}
        if not set(self.outputs.names) <= set(POST_FORMATS):
            for name in names:
                from_plugins |= self.settings.resolve(name).registry.formatters
        self.outputs.load(
            (*POST_FORMATS, *from_plugins),
            lambda name: from_plugins.get(name) or get_formatter(name),
        )

    def read_baselines(self, names: Sequence[str]) -> BaselineFilter:
        """Read the baselines of drafts; a `PostlintError` if one can't be read."""
        return BaselineFilter(
            self.baseline,
            find_baseline=lambda path: self.settings.resolve(path).baseline,
            find_rules=self._rules_run_on,
            names=names,
        )

    def _rules_run_on(self, path: str) -> set[str]:
        rules = self.settings.for_path(path).rules
        return {rule.id for rule in rules if rule.scope != "feed"}
