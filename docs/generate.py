"""Write the pages, schemas, and the picture that are generated from the code.

    python docs/generate.py

A test checks that the pages and schemas are current.
"""

from __future__ import annotations

import inspect
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from postlint.checks import CHECKS
from postlint.cli import cli
from postlint.cli.help_sections import SectionedCommand, group_by_section
from postlint.config.schema import config_schema, rule_schema
from postlint.rules.loader import builtin_rules
from postlint.rules.rule_docs import index, page

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent

SCREENSHOT_EXAMPLE = "award.md"
"""The example in the README's picture."""

WIDTH = 90
TERMINAL_ENV = {
    "FORCE_COLOR": "1",
    "TERM": "xterm-256color",
    "COLUMNS": str(WIDTH),
    "PYTHONPATH": str(ROOT),
    "PYTHONIOENCODING": "utf-8",
}
"""The environment in which postlint prints for the picture."""


def files() -> Iterator[tuple[Path, str]]:
    """Yield the path and the text of each generated page and schema."""
    rules = builtin_rules()
    yield DOCS / "rules" / "README.md", index(rules)
    for rule in rules:
        yield DOCS / "rules" / f"{rule.id}.md", page(rule)
    yield DOCS / "commands.md", commands()
    for name, schema in (("config", config_schema(rules)), ("rule", rule_schema(CHECKS))):
        text = json.dumps(schema, indent=1, ensure_ascii=False)
        yield DOCS / "schemas" / f"{name}.json", f"{text}\n"


def commands() -> str:
    """Return the page that documents all commands, from their own help."""
    parts = [
        "# Commands",
        "",
        "Every command and option. Run `postlint COMMAND --help` to see the same in a terminal.",
        "",
    ]
    for name, command in cli.commands.items():
        parts += [f"## postlint {name}", "", inspect.cleandoc(command.help or ""), ""]
        options = [one for one in command.params if isinstance(one, click.Option)]
        if isinstance(command, SectionedCommand):
            for heading, own in group_by_section(options):
                parts += [f"### {heading}", "", *_option_list(own), ""]
        elif options:
            parts += [*_option_list(options), ""]
    return "\n".join(parts)


def _option_list(options: Iterable[click.Parameter]) -> Iterator[str]:
    return (_option_line(one) for one in options if isinstance(one, click.Option))


def _option_line(option: click.Option) -> str:
    value = option.metavar or ("" if option.is_flag else option.type.name.upper())
    if isinstance(option.type, click.Choice):
        value = "|".join(option.type.choices)
    names = ", ".join(f"`{one} {value}`" if value else f"`{one}`" for one in option.opts)
    return f"- {names}: {option.help}"


def picture() -> str:
    """Return what `postlint check --output-format full` prints for an example, in color, as SVG."""
    command = ["postlint", "check", SCREENSHOT_EXAMPLE, "--output-format", "full"]
    printed = subprocess.run(  # noqa: S603
        [sys.executable, "-m", *command, "--no-cache"],
        cwd=ROOT / "examples",
        env={name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        | TERMINAL_ENV,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,  # The example has an error, so the exit status is 1.
    ).stdout
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(f"$ {' '.join(command)}", style="bold", markup=False, highlight=False)
    console.print(Text.from_ansi(printed.rstrip()))
    return console.export_svg(title="postlint", unique_id="postlint")


def main() -> None:
    """Write all generated files and delete the pages of rules that no longer exist."""
    written = set()
    for path, text in files():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        written.add(path)
    # No test compares this file byte for byte, because each version of Rich draws it differently.
    (DOCS / "check.svg").write_text(picture(), encoding="utf-8", newline="\n")
    for path in (DOCS / "rules").glob("*.md"):
        if path not in written:
            path.unlink()


if __name__ == "__main__":
    main()
