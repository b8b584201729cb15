"""`postlint baseline`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from postlint.cli import options
from postlint.cli.output import say
from postlint.drafts.discovery import LeftOut
from postlint.errors import PostlintError, Problem
from postlint.files import exists
from postlint.lines import one_line, show_path

if TYPE_CHECKING:
    from postlint.runner import Runner


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@options.platform_option
@options.config_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where the baseline is.  [default: the configuration's `baseline`, or "
    "postlint-baseline.json]",
)
@click.option(
    "--prune", is_flag=True, help="Drop what is no longer found; nothing is ever added by this."
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
    """Record what the drafts do wrong today, so that only new findings are reported.

    PATHS are drafts and folders of them; without any, the current folder. Say
    `baseline = "postlint-baseline.json"` in the configuration, or `postlint check --baseline
    FILE`, to use it. An existing baseline is never added to: it is pruned, or made anew after
    you have deleted it.
    """
    from postlint.configuration import Wishes
    from postlint.runner import Runner

    with options.open_cache(use=not no_cache) as cache:
        runner = Runner(config, Wishes(platform=platform), cache=cache, jobs=jobs)
        _baseline(runner, paths, output, prune=prune)


def _baseline(runner: Runner, paths: tuple[str, ...], output: Path | None, *, prune: bool) -> None:
    from postlint import baseline as baselines

    path = output or runner.finder.of("draft").baseline or Path(baselines.NAME)
    if not prune and exists(path):
        raise PostlintError(
            f"{path} is there already. `postlint baseline --prune` drops what is mended; "
            "to record everything anew, delete the file first"
        )
    old = baselines.Baseline.read(path) if prune else None
    left_out = LeftOut()
    files = options.find(paths, None, runner.finder, left_out=left_out)
    if files == []:
        say(options.why_none(paths, left_out))
    if files is None:
        raise click.UsageError("a baseline is of files; standard input has no name.")
    names = options.names(files, None)
    runner.prepare(names)
    items = runner.lint(options.read(files, None))
    reports, problems = [], 0
    for item in items:
        if isinstance(item, Problem):
            say(f"{item.path}: {one_line(item.message)}")
            problems += 1
        else:
            reports.append(item)
    if problems:
        raise PostlintError("the baseline is not written: some drafts could not be read")
    new = baselines.prune(old, reports, names) if old else baselines.record(path, reports)
    new.write()
    name = show_path(str(path))
    if old:
        click.echo(f"{name}: dropped: {old.count() - new.count():,}, left: {new.count():,}.")
    else:
        click.echo(f"{name}: findings recorded: {new.count():,}, in drafts: {len(names):,}.")
