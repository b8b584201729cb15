"""`postlint check`: `--select` and `--ignore`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.check.helpers import JSON
from tests.command import (
    GOOD,
    Postlint,
    rules_by_path,
    write,
)


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize(
    ("args", "found"),
    [
        ((), {"self-focused"}),
        (("--select", "weak-opening"), {"weak-opening"}),
        (("--select", "weak-opening,no-client-tie"), {"weak-opening", "no-client-tie"}),
        (("--select", " weak-opening , no-client-tie,"), {"weak-opening", "no-client-tie"}),
        (
            ("--select", "weak-opening", "--select", "no-client-tie"),
            {"weak-opening", "no-client-tie"},
        ),
        (
            ("--ignore", "self-focused,little-for-clients,low-relevance"),
            {"weak-opening", "no-client-tie"},
        ),
        (
            (
                "--extend-select",
                "low-relevance",
                "--ignore",
                "self-focused,little-for-clients",
                "--ignore",
                "weak-opening,no-client-tie",
            ),
            {"low-relevance"},
        ),
        (("--select", "weak-opening,self-focused", "--ignore", "self-focused"), {"weak-opening"}),
        (("--select", "weak-opening", "--ignore", "weak-opening"), set()),
    ],
)
def test_select_and_ignore(args: tuple[str, ...], found: set[str], postlint: Postlint) -> None:
    result = postlint("check", "proud.md", *JSON, *args)
    assert set(rules_by_path(result)["proud.md"]) == found


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize(
    ("args", "found"),
    [
        # On top of the rules that are on, which `self-focused` covers.
        (("--extend-select", "hard-to-read"), {"self-focused"}),
        (("--select", "weak-opening", "--extend-select", "low-relevance"),
         {"weak-opening", "low-relevance"}),
        (("--extend-select", "low-relevance", "--ignore", "low-relevance,self-focused,interest"),
         {"weak-opening"}),
        (("--select", "form"), {"weak-opening"}),
        (("--select", "form,low-relevance"), {"weak-opening", "low-relevance"}),
        (("--select", "form", "--ignore", "weak-opening"), set()),
        (("--select", "weak-opening", "--ignore", "form"), set()),
        (("--ignore", "interest"), {"weak-opening"}),
        (("--select", "ALL", "--ignore", "interest"), {"weak-opening"}),
        (("--ignore", "ALL"), set()),
    ],
)  # fmt: skip
def test_select_accepts_categories_and_all(
    args: tuple[str, ...], found: set[str], postlint: Postlint
) -> None:
    result = postlint("check", "proud.md", *JSON, *args)
    assert set(rules_by_path(result)["proud.md"]) == found


DOG = "Lol, my dog just ate my sandwich again.\n"
"""A draft that only `low-relevance` flags, which is off."""


@pytest.mark.parametrize(
    "args", [("--extend-select", "low-relevance"), ("--select", "ALL"), ("--select", "interest")]
)
def test_select_rules_that_are_off(
    args: tuple[str, ...], postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, dog=DOG)
    assert "low-relevance" in rules_by_path(postlint("check", *JSON, *args))["dog.md"]
    assert "low-relevance" not in rules_by_path(postlint("check", *JSON))["dog.md"]
    ignored = postlint("check", *JSON, *args, "--ignore", "low-relevance")
    assert "low-relevance" not in rules_by_path(ignored)["dog.md"]


@pytest.mark.parametrize(
    ("config", "args", "found"),
    [
        ('extend-select = ["low-relevance"]', (), True),
        ('select = ["ALL"]', (), True),
        ('select = ["interest"]', (), True),
        ('select = ["no-question"]\nextend-select = ["interest"]', (), True),
        ('extend-select = ["low-relevance"]\nignore = ["interest"]', (), False),
        ('select = ["ALL"]\nignore = ["low-relevance"]', (), False),
        ('[[overrides]]\nfiles = ["dog.md"]\nextend-select = ["low-relevance"]', (), True),
        ('[[overrides]]\nfiles = ["other.md"]\nextend-select = ["low-relevance"]', (), False),
        # The command line comes first.
        ('extend-select = ["low-relevance"]', ("--ignore", "low-relevance"), False),
        ('extend-select = ["low-relevance"]', ("--select", "no-question"), False),
        ('ignore = ["low-relevance"]', ("--extend-select", "low-relevance"), False),
        ('extend-select = ["no-question"]', ("--extend-select", "low-relevance"), True),
    ],
)
def test_select_in_a_configuration(
    config: str, args: tuple[str, ...], found: bool, postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, dog=DOG)
    (tmp_path / "postlint.toml").write_text(f"{config}\n")
    result = postlint("check", *JSON, *args)
    assert ("low-relevance" in rules_by_path(result)["dog.md"]) is found


@pytest.mark.parametrize(
    ("name", "meant"),
    [("all", "ALL"), ("interactoin", "interaction"), ("No-Question", "no-question")],
)
@pytest.mark.parametrize("option", ["--select", "--extend-select", "--ignore"])
def test_select_unknown_name_gets_a_suggestion(
    option: str, name: str, meant: str, postlint: Postlint, tmp_path: Path
) -> None:
    told = (
        f"unknown rule `{name}` (did you mean `{meant}`?); "
        "run `postlint rules` for a list of all rules\n"
    )
    result = postlint("check", option, name)
    assert (result.exit_code, result.stderr) == (2, f"postlint: {told}")
    (tmp_path / "postlint.toml").write_text(f'{option[2:]} = ["{name}"]\n')
    result = postlint("check")
    place = len(option) + 3
    assert (result.exit_code, result.stderr) == (
        2, f"postlint: {tmp_path / 'postlint.toml'}:1:{place}: {told}",
    )  # fmt: skip


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_select_unknown_rule_gets_a_suggestion(option: str, postlint: Postlint) -> None:
    result = postlint("check", option, "no-question,no-qestion")
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("postlint: unknown rule `no-qestion` (did you mean `no-question`?)")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--min-relevance", "1", "--ignore", "low-relevance"), "remove it from --ignore"),
        (("--select", ","), "name at least one rule or category"),
    ],
)
def test_select_nothing_is_rejected(args: tuple[str, ...], says: str, postlint: Postlint) -> None:
    result = postlint("check", "-", *args, stdin=GOOD)
    assert result.exit_code == 2
    assert says in result.stderr
