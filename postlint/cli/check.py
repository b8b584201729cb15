"""`postlint check`."""

from __future__ import annotations

import io
import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click

from postlint.cli import options
from postlint.errors import Problem
from postlint.lines import one_line, show_path

if TYPE_CHECKING:
    from postlint.configuration import Settings
    from postlint.engine import PostReport, Setting
    from postlint.findings import Severity

FORMATS = ("text", "full", "concise", "json")
SEVERITIES = ("error", "warning", "info")
LOW_RELEVANCE = "low-relevance"
_MANY = 20
"""From this many drafts on, a progress bar is shown on a terminal."""


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@options.stdin_filename_option
@options.platform_option
@click.option(
    "--output-format",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to show findings: for people, with all there is to say, one line each, or for "
    "programs.",
)
@click.option(
    "--select", multiple=True, metavar="RULES", help="Run only these rules (ids, with commas)."
)
@click.option("--ignore", multiple=True, metavar="RULES", help="Leave these rules out.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="error",
    show_default=True,
    help="Exit with 1 if there is a finding this serious or worse.",
)
@click.option(
    "--min-relevance",
    type=click.FloatRange(0, 1),
    metavar="SCORE",
    help="Make it an error if a draft's relevance (0 to 1) is below this.",
)
@click.option(
    "--exit-zero",
    is_flag=True,
    help="Exit with 0 whatever is found; still with 2 if a draft could not be read.",
)
@click.option(
    "--quiet", "-q", is_flag=True, help="Show findings only: no scores of good drafts, no sums."
)
def check(
    paths: tuple[str, ...],
    stdin_filename: str | None,
    platform: str | None,
    output_format: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: Severity,
    min_relevance: float | None,
    exit_zero: bool,
    quiet: bool,
) -> None:
    """Check drafts and say what a prospective client would miss in them.

    PATHS are drafts (.md, .markdown, .mdx, .txt), folders of them, or `-` for standard
    input. Without any, the current folder is checked.

    Exit status: 0 if nothing is found at or above --fail-on, 1 if something is, 2 if a draft
    could not be read or an option is wrong.
    """
    from postlint import engine
    from postlint.configuration import SettingsFinder
    from postlint.judgement.model import load_models
    from postlint.reports import REPORTS, Summary

    if min_relevance is not None and math.isnan(min_relevance):
        raise click.BadParameter("it must be a number from 0 to 1", param_hint="--min-relevance")
    settings = SettingsFinder()
    chosen = _Chosen(options.split(select), options.split(ignore), min_relevance)
    files = options.find(paths, stdin_filename)
    # All settings are read first: a fault in one of them stops the run before it says anything.
    for path in options.names(files, stdin_filename) or ["draft"]:
        chosen.from_settings(settings.of(path))
    if files == []:
        say(f"{', '.join(paths) or '.'}: no drafts here (.md, .markdown, .mdx, .txt)")
    items = engine.lint(
        options.read(files, stdin_filename),
        setting=lambda source: chosen.from_settings(settings.of(source.path)),
        models=load_models(),
        platform=platform,
    )
    summary = Summary()
    with _output(len(files or ())) as (out, advance):
        report = REPORTS[output_format](out, quiet=quiet)
        for item in items:
            summary.add(item)
            report.add(item)
            mention(item, quiet=quiet)
            advance()
        report.finish(summary)
    status = summary.exit_status(fail_on)
    click.get_current_context().exit(0 if exit_zero and status == 1 else status)


class _Chosen:
    """The rules that the user wants, out of those that the settings of a draft know."""

    def __init__(self, select: list[str], ignore: list[str], min_relevance: float | None) -> None:
        if min_relevance is not None and LOW_RELEVANCE in ignore:
            raise click.UsageError(
                f"--min-relevance is checked by {LOW_RELEVANCE}: do not ignore it."
            )
        self._select = [*select, LOW_RELEVANCE] if select and min_relevance is not None else select
        self._ignore = ignore
        self._min_relevance = min_relevance
        self._settings: dict[int, Setting] = {}

    def from_settings(self, settings: Settings) -> Setting:
        """Return what holds for a draft with these settings.

        Raises:
            PostlintError: a rule that was named is not known there.
        """
        if id(settings) not in self._settings:
            self._settings[id(settings)] = self._choose(settings)
        return self._settings[id(settings)]

    def _choose(self, settings: Settings) -> Setting:
        from postlint.engine import Setting
        from postlint.ruleset.loader import choose

        rules = settings.rules
        if self._min_relevance is not None:
            changes = {
                "severity": "error", "options": {"min": self._min_relevance}, "enabled": True,
            }  # fmt: skip
            rules = tuple(
                rule.changed(changes) if rule.id == LOW_RELEVANCE else rule for rule in rules
            )
        return Setting(choose(rules, select=self._select, ignore=self._ignore), settings.profile)


def mention(item: PostReport | Problem, *, quiet: bool) -> None:
    """Tell on stderr what is not about the post's words."""
    if isinstance(item, Problem):
        say(f"{item.path}: {one_line(item.message)}")
    elif not quiet:
        for notice in item.notices:
            say(f"{item.path}: {one_line(notice)}")


def say(line: str) -> None:
    """Write one line to stderr."""
    click.echo(f"postlint: {show_path(line)}", err=True)


class _Held(io.StringIO):
    """Output for a terminal, held back until the terminal is free."""

    def isatty(self) -> bool:
        return True


@contextmanager
def _output(drafts: int) -> Iterator[tuple[TextIO, Callable[[], None]]]:
    """Yield where to write findings and what to call after each draft.

    For many drafts a progress bar is shown if stderr is a terminal. If findings go to the same
    terminal, they are shown when the bar is done.
    """
    if drafts < _MANY or not sys.stderr.isatty():
        yield sys.stdout, lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    out = _Held() if sys.stdout.isatty() else sys.stdout
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Checking drafts", total=drafts)
        yield out, lambda: progress.advance(task)
    if isinstance(out, _Held):
        click.echo(out.getvalue(), nl=False)
