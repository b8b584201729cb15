"""`postlint baseline`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from postlint.cli import options
from postlint.cli.report_outputs import echo_stderr
from postlint.core.errors import LintFailure, PostlintError
from postlint.core.files import exists
from postlint.core.terminal_text import count, display_path, one_line
from postlint.document.discovery import SkippedFiles

if TYPE_CHECKING:
    from postlint.config.provider import ConfigSettingsProvider
    from postlint.linter.linter import Linter


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@options.platform_option
@options.config_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The baseline file.  [default: `baseline` in the configuration, or "
    "postlint-baseline.json]",
)
@click.option(
    "--prune", is_flag=True, help="Remove findings that no longer occur, and add nothing."
)
@options.jobs_option
@options.no_cache_option
def baseline(
    paths: tuple[str, ...],
    platform: str | None,
    config: Path | None,
    output: Path | None,
    prune: bool,
    jobs: int | None,
    no_cache: bool,
) -> None:
    """Record today's findings, so later runs report only new ones.

    PATHS are drafts and folders of drafts; the default is the current folder. To use the
    baseline, set `baseline = "postlint-baseline.json"` in the configuration, or run
    `postlint check --baseline FILE`. postlint never adds to an existing baseline: prune it, or
    delete it and record a new one.
    """
    from postlint.config import CliOverrides
    from postlint.config.provider import ConfigSettingsProvider
    from postlint.linter.linter import Linter

    with options.open_cache(use=not no_cache) as cache:
        settings = ConfigSettingsProvider(config, CliOverrides(platform=platform))
        linter = Linter(settings, cache=cache, jobs=jobs)
        _baseline(settings, linter, paths, output, prune=prune)


def _baseline(
    settings: ConfigSettingsProvider,
    linter: Linter,
    paths: tuple[str, ...],
    output: Path | None,
    *,
    prune: bool,
) -> None:
    from postlint.diagnostics import baseline as baselines
    from postlint.linter.linter import check_settings

    path = output or settings.resolver.resolve("draft").baseline or Path(baselines.NAME)
    if not prune and exists(path):
        raise PostlintError(
            f"{path} already exists. Run `postlint baseline --prune` to remove fixed findings, or "
            "delete the file to record everything again"
        )
    old = baselines.Baseline.read(path) if prune else None
    skipped = SkippedFiles()
    files = options.find_named_drafts(paths, None, settings.resolver, skipped=skipped)
    if files == []:
        echo_stderr(options.explain_no_drafts(paths, skipped))
    if files is None:
        raise click.UsageError("a baseline needs files; it can't record standard input.")
    names = options.draft_names(files, None)
    check_settings(settings, names)
    items = linter.lint(options.read_drafts(files, None))
    results, failures = [], 0
    for item in items:
        if isinstance(item, LintFailure):
            echo_stderr(f"{item.path}: {one_line(item.message)}")
            failures += 1
        else:
            results.append(item)
    if failures:
        raise PostlintError("no baseline written, because some drafts can't be read")
    new = baselines.prune(old, results, names) if old else baselines.record(path, results)
    new.write()
    name = display_path(str(path))
    if old:
        click.echo(
            f"{name}: removed {count(old.count() - new.count(), 'finding')}, {new.count():,} left."
        )
    else:
        click.echo(
            f"{name}: recorded {count(new.count(), 'finding')} in {count(len(names), 'draft')}."
        )
