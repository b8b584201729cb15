"""Write what is made from the code: the pages of the rules and the JSON Schemas.

    python docs/generate.py

A test holds them to be current.
"""

from __future__ import annotations

import inspect
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rich.console import Console

from postlint.checks import CHECKS
from postlint.cli import cli
from postlint.cli.sections import SectionedCommand, in_sections
from postlint.configuration import Wishes, default_settings
from postlint.configuration.schema import config_schema, rule_schema
from postlint.drafts.source import Source
from postlint.engine import lint
from postlint.judgement.model import load_models
from postlint.reports.full import FullReport
from postlint.ruleset.loader import builtin_rules
from postlint.ruleset.page import index, page

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent


def files() -> Iterator[tuple[Path, str]]:
    """Yield each file that is made, and what is to stand in it."""
    rules = builtin_rules()
    yield DOCS / "rules" / "README.md", index(rules)
    for rule in rules:
        yield DOCS / "rules" / f"{rule.id}.md", page(rule)
    yield DOCS / "commands.md", commands()
    for name, schema in (("config", config_schema(rules)), ("rule", rule_schema(CHECKS))):
        text = json.dumps(schema, indent=1, ensure_ascii=False)
        yield DOCS / "schemas" / f"{name}.json", f"{text}\n"


def commands() -> str:
    """Return the page of all commands, made from what they say of themselves."""
    parts = [
        "# Commands",
        "",
        "Made from the commands themselves by `python docs/generate.py`.",
        "",
    ]
    for name, command in cli.commands.items():
        parts += [f"## postlint {name}", "", inspect.cleandoc(command.help or ""), ""]
        options = [one for one in command.params if isinstance(one, click.Option)]
        if isinstance(command, SectionedCommand):
            for heading, own in in_sections(options):
                parts += [f"### {heading}", "", *_listed(own), ""]
        elif options:
            parts += [*_listed(options), ""]
    return "\n".join(parts)


def _listed(options: Iterable[click.Parameter]) -> Iterator[str]:
    return (_option(one) for one in options if isinstance(one, click.Option))


def _option(option: click.Option) -> str:
    value = option.metavar or ("" if option.is_flag else option.type.name.upper())
    if isinstance(option.type, click.Choice):
        value = "|".join(option.type.choices)
    names = ", ".join(f"`{one} {value}`" if value else f"`{one}`" for one in option.opts)
    return f"- {names}: {option.help}"


def picture() -> str:
    """Return what `postlint check --output-format full` shows in colour, as an SVG."""
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True)
    report = FullReport(io.StringIO())
    report.console = console
    shown = ROOT / "examples" / "moving-servers.md"
    source = Source("moving-servers.md", shown.read_text(encoding="utf-8"))
    setting = Wishes().within(default_settings())
    for item in lint([source], setting=lambda _: setting, models=load_models()):
        report.add(item)
    return console.export_svg(title="postlint check --output-format full", unique_id="postlint")


def main() -> None:
    """Write the files, and take away pages of rules that are no more."""
    written = set()
    for path, text in files():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        written.add(path)
    # Not held to be current by a test: the frame is drawn by rich, each version in its own way.
    (DOCS / "check.svg").write_text(picture(), encoding="utf-8", newline="\n")
    for path in (DOCS / "rules").glob("*.md"):
        if path not in written:
            path.unlink()


if __name__ == "__main__":
    main()
