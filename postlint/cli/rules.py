"""`postlint rules`, `postlint explain` and `postlint test`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from postlint.lines import one_line

if TYPE_CHECKING:
    from postlint.ruleset.rule import Example, Rule


@click.command()
def rules() -> None:
    """List the rules: which are on, how serious they are, what they find."""
    from postlint.checks.template import elide
    from postlint.ruleset.loader import builtin_rules

    click.echo(f"{'rule':16}{'on':5}{'severity':10}{'test':13}what it says")
    for rule in builtin_rules():
        on = "yes" if rule.enabled else "no"
        row = f"{rule.id:16}{on:5}{rule.severity_on(None):10}{rule.test:13}"
        click.echo(row + elide(rule.message))
    click.echo("\n`postlint explain RULE` says why, with examples.")


def _severities(rule: Rule) -> str:
    if isinstance(rule.severity, str):
        return rule.severity
    others = [
        f"{level} on {platform}"
        for platform, level in rule.severity.items()
        if platform != "default"
    ]
    return ", ".join([rule.severity["default"], *others])


@click.command()
@click.argument("rule_id", metavar="RULE")
def explain(rule_id: str) -> None:
    """Say what a rule finds and why, with bad and good examples."""
    from postlint.checks.template import elide
    from postlint.ruleset.loader import builtin_rules, choose

    (rule,) = choose(builtin_rules(), select=[rule_id])
    lines = [
        f"{rule.id} ({_severities(rule)})",
        f"Test: {rule.test}. {'On' if rule.enabled else 'Off'} by default.",
        "",
        elide(rule.message),
        "",
        rule.why,
        "",
        f"What to try: {elide(rule.help)}",
    ]
    for title, examples in (("Flagged", rule.bad), ("Fine", rule.good)):
        lines += ["", f"{title}:"]
        lines += [_example(example) for example in examples]
    for name, value in rule.options.items():
        lines += ["", f"Option {name}: {value}"]
    if rule.source:
        lines += ["", f"Source: {rule.source}"]
    click.echo("\n".join(lines))


def _example(example: Example) -> str:
    text = example.text.replace("\n", "\n    ")
    return f"  - {text}" + (f" ({example.platform})" if example.platform else "")


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, metavar="RULES...", type=click.Path(path_type=Path)
)
def test(paths: tuple[Path, ...]) -> None:
    """Run the examples in rule files: bad ones must be flagged, good ones must not.

    RULES are rule files or folders of them. Exit status: 0 if all examples hold, 1 if one does
    not, 2 if a file is no rule.
    """
    from postlint.ruleset.examples import run_examples
    from postlint.ruleset.loader import load_rules

    loaded = load_rules(paths)
    failures = 0
    for rule in loaded:
        failed = list(run_examples(rule))
        failures += len(failed)
        total = len(rule.bad) + len(rule.good)
        click.echo(f"{rule.id}: {total - len(failed)} of {total} examples hold")
        for failure in failed:
            click.echo(f"  {one_line(failure)}")
    click.get_current_context().exit(1 if failures else 0)
