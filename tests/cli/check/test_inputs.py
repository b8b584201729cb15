"""`postlint check`: standard input and paths."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.check.helpers import CONCISE, JSON
from tests.command import (
    ASKS_NOTHING,
    GOOD,
    SELF_FOCUSED,
    Postlint,
    rules_by_path,
    write,
)

BOLD = ASKS_NOTHING.strip().replace("too long", "**too long**")


@pytest.mark.parametrize("args", [("-",), ("--stdin-filename", "-x.md"), ("-", "--quiet")])
def test_standard_input_is_checked(args: tuple[str, ...], postlint: Postlint) -> None:
    result = postlint("check", *args, *CONCISE, stdin=SELF_FOCUSED)
    assert result.exit_code == 1
    path = "-x.md" if "--stdin-filename" in args else "-"
    assert result.stdout.startswith(f"{path}:1:1: error self-focused ")


@pytest.mark.parametrize(
    ("name", "excerpt"),
    [
        ("a.md", BOLD),
        ("a.MD", BOLD),
        ("folder/a.markdown", BOLD),
        ("a.mdx", BOLD),
        ("a.txt", f"> {BOLD}"),
        ("a.TXT", f"> {BOLD}"),
        ("a", BOLD),
    ],
)
def test_stdin_filename_sets_the_file_type(name: str, excerpt: str, postlint: Postlint) -> None:
    Path("postlint.toml").write_text("[rule.no-question]\nquotations = true\n")
    result = postlint(
        "check", "-", *JSON, "--stdin-filename", name, "--select", "no-question",
        stdin=f"> {BOLD}",
    )  # fmt: skip
    (post,) = json.loads(result.stdout)["posts"]
    assert post["path"] == name
    assert [finding["excerpt"] for finding in post["findings"]] == [excerpt]


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize(
    "args", [("-", "good.md"), ("good.md", "-"), ("good.md", "--stdin-filename", "a.md")]
)
def test_standard_input_misuse_is_rejected(args: tuple[str, ...], postlint: Postlint) -> None:
    result = postlint("check", *args, stdin=GOOD)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "standard input" in result.stderr


def test_paths_are_read_in_the_order_given_and_once(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    write(tmp_path / "folder", b=GOOD, a=GOOD)
    write(tmp_path, z=GOOD, y=GOOD)
    result = postlint("check", "z.md", "folder", "y.md", "folder/b.md", "./z.md", *JSON)
    expected = ["z.md", str(Path("folder", "a.md")), str(Path("folder", "b.md")), "y.md"]
    assert list(rules_by_path(result)) == expected


def test_paths_default_to_the_current_folder(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, b=GOOD, a=SELF_FOCUSED, README=SELF_FOCUSED)
    assert rules_by_path(postlint("check", *JSON)) == {"a.md": ["self-focused"], "b.md": []}


@pytest.mark.usefixtures("drafts")
def test_paths_must_not_be_empty(postlint: Postlint) -> None:
    # As from `postlint check "$DRAFT"` where DRAFT is not set.
    result = postlint("check", "")
    assert result.exit_code == 2
    assert "good.md" not in result.stdout
