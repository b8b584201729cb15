"""`postlint rules`, `postlint explain`, and `postlint test`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postlint.cli.report_outputs import echo_stderr
from postlint.core.errors import PostlintError
from postlint.core.terminal_text import display_path, one_line

if TYPE_CHECKING:
    from postlint.config import Settings


def _current_settings() -> Settings:
    """Return the settings of the current folder."""
    from postlint.config import SettingsResolver

    return SettingsResolver().resolve("draft.md")


@click.command()
@click.option(
    "--new",
    metavar="NAME",
    help="Write a starter file for your own rule, NAME.yaml, in the current folder.",
)
def rules(new: str | None) -> None:
    """List the rules: which are on, how serious they are, and what they flag.

    The list includes your own rules if the configuration of the current folder names them.
    """
    if new is not None:
        _write_starter(new)
        return
    all_rules = _current_settings().rules
    width = max(len(rule.id) for rule in all_rules) + 2
    click.echo(f"{'rule':{width}}{'enabled':9}{'severity':10}{'category':13}what it flags")
    for rule in all_rules:
        enabled = "yes" if rule.enabled else "no"
        row = f"{rule.id:{width}}{enabled:9}{rule.severity_for(None):10}{rule.category:13}"
        click.echo(row + one_line(rule.summary))
    click.echo("\nFor the reason for a rule and examples, run `postlint explain RULE`.")


def _write_starter(name: str) -> None:
    from postlint.rules.scaffold import write_scaffold

    name = name.removesuffix(".yaml")
    if any(rule.id == name for rule in _current_settings().rules):
        raise click.UsageError(f"a rule `{name}` already exists; to build on it, use `extends`.")
    path = write_scaffold(name, Path())
    click.echo(f"Wrote {path}. Edit it, then run `postlint test {path}`.")
    click.echo(f'To use it, add `rules = ["{path}"]` to a postlint.toml in the same folder.')


@click.command()
@click.argument("rule_id", metavar="RULE")
def explain(rule_id: str) -> None:
    """Explain a rule: what it flags, why, its options, and examples."""
    from postlint.diagnostics.finding import META_RULES
    from postlint.formatters.console import make_console
    from postlint.rules.loader import unknown_rule
    from postlint.rules.rule_docs import render_page

    if rule_id in META_RULES:
        text = f"# {rule_id}\n\n{META_RULES[rule_id]}\n"
    else:
        by_id = {rule.id: rule for rule in _current_settings().rules}
        if rule_id not in by_id:
            raise PostlintError(unknown_rule(rule_id, [*by_id, *META_RULES]))
        text = render_page(by_id[rule_id])
    text = "".join(f"{display_path(line)}\n" for line in text.splitlines())
    console = make_console(sys.stdout)
    if console.is_terminal:
        from rich.markdown import Markdown

        console.print(Markdown(text))
    else:
        click.echo(text, nl=False)


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, metavar="RULES...", type=click.Path(path_type=Path)
)
def test(paths: tuple[Path, ...]) -> None:
    """Test rule files: run their examples and report the ones that fail.

    A rule must flag its bad examples and must not flag its good ones. RULES are rule files or
    folders of them. They can extend rules and use plug-ins that the configuration of the current
    folder names.

    Exit status: 0 if all examples pass, 1 if one fails, 2 if a file isn't a valid rule.
    """
    from postlint.feed.duplicates import INSTALL_HINT, can_find_duplicates
    from postlint.linter.rule_examples import run_examples
    from postlint.rules.loader import load_rules

    settings = _current_settings()
    loaded = load_rules(paths, known=settings.rules, checks=settings.registry.checks)
    if not can_find_duplicates() and any(rule.scope == "feed" for rule in loaded):
        echo_stderr(INSTALL_HINT)
    failures = 0
    for rule in loaded:
        failed = list(run_examples(rule))
        failures += len(failed)
        total = len(rule.bad) + len(rule.good)
        click.echo(f"{rule.id}: {total - len(failed)} of {total} examples pass")
        for failure in failed:
            click.echo(f"  {one_line(failure)}")
    click.get_current_context().exit(1 if failures else 0)
