"""`postlint baseline`."""

from __future__ import annotations

from pathlib import Path

import click

from postlint.cli import options
from postlint.cli.output import say
from postlint.errors import PostlintError, Problem
from postlint.files import exists
from postlint.lines import one_line


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
def baseline(
    paths: tuple[str, ...],
    platform: str | None,
    config: Path | None,
    output: Path | None,
    prune: bool,
) -> None:
    """Record what the drafts do wrong today, so that only new findings are reported.

    PATHS are drafts and folders of them; without any, the current folder. Say
    `baseline = "postlint-baseline.json"` in the configuration, or `postlint check --baseline
    FILE`, to use it. An existing baseline is never added to: it is pruned, or made anew after
    you have deleted it.
    """
    from postlint import baseline as baselines
    from postlint import engine
    from postlint.configuration import SettingsFinder, Wishes
    from postlint.judgement.model import load_models

    finder = SettingsFinder(config)
    path = output or finder.of("draft").baseline or Path(baselines.NAME)
    if not prune and exists(path):
        raise PostlintError(
            f"{path} is there already. `postlint baseline --prune` drops what is mended; "
            "to record everything anew, delete the file first"
        )
    old = baselines.Baseline.read(path) if prune else None
    files = options.find(paths, None, finder)
    if files is None:
        raise click.UsageError("a baseline is of files; standard input has no name.")
    wishes = Wishes(platform=platform)
    items = engine.lint(
        options.read(files, None),
        setting=lambda source: wishes.within(finder.of(source.path)),
        models=load_models(),
    )
    reports, problems = [], 0
    for item in items:
        if isinstance(item, Problem):
            say(f"{item.path}: {one_line(item.message)}")
            problems += 1
        else:
            reports.append(item)
    if problems:
        raise PostlintError("the baseline is not written: some drafts could not be read")
    names = options.names(files, None)
    new = baselines.prune(old, reports, names) if old else baselines.record(path, reports)
    new.write()
    if old:
        click.echo(f"{path}: dropped: {old.count() - new.count():,}, left: {new.count():,}.")
    else:
        click.echo(f"{path}: findings recorded: {new.count():,}, in drafts: {len(names):,}.")
