"""`postlint baseline`."""

from __future__ import annotations

from pathlib import Path

import click

from postlint.cli import options
from postlint.cli.drafts import find_named_drafts
from postlint.cli.report_outputs import echo_stderr, print_notices
from postlint.core.errors import LintFailure, PostlintError
from postlint.core.files import exists
from postlint.core.terminal_text import count, display_path


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
    from postlint.config import CliOverrides, SettingsResolver
    from postlint.diagnostics import baseline as baselines
    from postlint.linter.linter import Linter, check_settings

    settings = SettingsResolver(config, CliOverrides(platform=platform))
    path = output or settings.resolve("draft").baseline or Path(baselines.NAME)
    if not prune and exists(path):
        raise PostlintError(
            f"{path} already exists. Run `postlint baseline --prune` to remove fixed findings, or "
            "delete the file to record everything again"
        )
    old = baselines.Baseline.read(path) if prune else None
    drafts = find_named_drafts(paths, file_filter=settings)
    if not drafts.items:
        echo_stderr(drafts.explain_none())
    if drafts.standard_input:
        raise click.UsageError("a baseline needs files; it can't record standard input.")
    check_settings(settings, drafts.names)
    with options.open_cache(use=not no_cache) as cache:
        items = [*Linter(settings, cache=cache, jobs=jobs).lint(drafts.read())]
    for item in items:
        print_notices(item, quiet=True)
    results = [item for item in items if not isinstance(item, LintFailure)]
    if len(results) < len(items):
        raise PostlintError("no baseline written, because some drafts can't be read")
    new = baselines.prune(old, results, drafts.names) if old else baselines.record(path, results)
    new.write()
    name = display_path(str(path))
    if old:
        click.echo(
            f"{name}: removed {count(old.count() - new.count(), 'finding')}, {new.count():,} left."
        )
    else:
        click.echo(
            f"{name}: recorded {count(new.count(), 'finding')} in "
            f"{count(len(drafts.names), 'draft')}."
        )
