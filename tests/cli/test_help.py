"""`--help`: options under headings."""

from __future__ import annotations

import re

import click
import pytest

from postlint.cli import cli
from postlint.cli.help_sections import SECTIONS
from tests.command import Postlint


def sections(text: str) -> dict[str, list[str]]:
    """Return the options under each heading."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if heading := re.fullmatch(r"(\w.*):", line):
            found[heading[1]] = []
        elif option := re.match(r"  (?:-\w, )?(--[\w-]+)", line):
            [*found.values()][-1].append(option[1])
    return found


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_groups_the_options_of_check(flag: str, postlint: Postlint) -> None:
    found = sections(postlint("check", flag).stdout)
    assert list(found) == [
        "What to check", "Which rules", "Fixes", "Output", "Exit status", "Settings",
        "Performance", "Other",
    ]  # fmt: skip
    assert found["Which rules"][:3] == ["--select", "--extend-select", "--ignore"]
    assert found["Fixes"] == ["--fix", "--diff"]
    assert found["Other"] == ["--help"]


@pytest.mark.parametrize("name", ["check", "audit"])
def test_help_shows_every_option_once_under_a_heading(name: str, postlint: Postlint) -> None:
    found = sections(postlint(name, "--help").stdout)
    shown = [option for options in found.values() for option in options]
    params = [one for one in cli.commands[name].params if isinstance(one, click.Option)]
    wanted = [next(opt for opt in one.opts if opt.startswith("--")) for one in params]
    assert sorted(shown) == sorted([*wanted, "--help"])
    assert found["Other"] == ["--help"]


def test_help_headings_list_existing_options() -> None:
    names = {one.name for name in ("check", "audit") for one in cli.commands[name].params}
    listed = [name for own in SECTIONS.values() for name in own]
    assert set(listed) <= names
    assert len(set(listed)) == len(listed)
