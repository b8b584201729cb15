"""Drafts on standard input get the same reports as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command import ASKS_NOTHING, GOOD, SELF_FOCUSED, Postlint, spawn
from tests.editors.recipes import RULE

IGNORE = "postlint-ignore says-kettle"
KETTLE = "The kettle is on again today, is it not.\n"
STRANGE = "🎉 Grüße, “e\u0301” and 日本: the kettle is on. 👩‍👩‍👧 The kettle, too.\n"

ONLY_KETTLE = "select = ['says-kettle']\n"
RULES = "rules = ['kettle.yaml']\n"

FORMATS = ("concise", "json", "rdjson")

DRAFTS: dict[str, tuple[str, bytes]] = {
    "good": ("post.md", GOOD.encode()),
    "LF": ("post.md", f"{STRANGE}\n{SELF_FOCUSED}".encode()),
    "CRLF": ("post.md", f"{STRANGE}\n{SELF_FOCUSED}".replace("\n", "\r\n").encode()),
    "CR": ("post.md", f"{STRANGE}\n{SELF_FOCUSED}".replace("\n", "\r").encode()),
    "BOM": ("post.md", f"\ufeff{STRANGE}\n{ASKS_NOTHING}".encode()),
    "BOM, CRLF": ("post.md", f"\ufeff{STRANGE}\r\n{KETTLE}".encode()),
    "no newline at the end": ("post.md", f"{STRANGE}\n{KETTLE}".rstrip().encode()),
    "blank lines around": ("post.md", f"\n\n \n{KETTLE}\n\n\n".encode()),
    "odd separators": ("post.md", f"Tea.\x0b\x0c\x85\u2028{KETTLE}".encode()),
    "emoji": ("post.md", STRANGE.encode()),
    "front matter": ("post.md", f"---\ntitle: ä 🎉\nplatform: x\n---\n{STRANGE}".encode()),
    "unknown platform": ("post.md", f"---\nplatform: linkdin\n---\n{KETTLE}".encode()),
    "broken front matter": ("post.md", f"---\na: b: c\n---\n{KETTLE}".encode()),
    "switched off": ("post.md", f"---\npostlint: false\n---\n{KETTLE}".encode()),
    "ignored in front matter": (
        "post.md",
        f"---\npostlint: {{ignore: [says-kettle]}}\n---\n{KETTLE}".encode(),
    ),
    "comments": (
        "post.md",
        f"<!-- {IGNORE} -->\n\n{KETTLE}\n{KETTLE}\n<!-- postlint-ignor -->\n".encode(),
    ),
    "comments in mdx": (
        "post.mdx",
        f"{{/* {IGNORE} */}}\n\n{KETTLE}\n<Pot>\n\n{KETTLE}\n</Pot>\n".encode(),
    ),
    "plain text": ("post.txt", f"# {KETTLE}\n> {KETTLE}<!-- kettle -->\n".encode()),
    "markdown": ("post.markdown", f"# {KETTLE}\n> {KETTLE}<!-- kettle -->\n".encode()),
    "unknown ending": ("post.rst", f"# {KETTLE}\n> {KETTLE}".encode()),
    "no ending": ("post", f"# {KETTLE}\n> {KETTLE}".encode()),
    "README": ("README.md", KETTLE.encode()),
    "a name to quote": ("my drafts/ä 🎉's #1%20.md", KETTLE.encode()),
    "in a subfolder": ("sub/deep/post.md", KETTLE.encode()),
    "several posts": ("split/post.md", f"{KETTLE}\n---\n\n{STRANGE}\n---\n\n{KETTLE}".encode()),
    "excluded": ("excluded/post.md", KETTLE.encode()),
    "not UTF-8": ("post.md", "Der Kessel ist heiß: kettle.\n".encode("latin-1")),
    "UTF-16": ("post.md", KETTLE.encode("utf-16")),
    "a null": ("post.md", f"{KETTLE}\x00{KETTLE}".encode()),
    "empty": ("post.md", b""),
    "empty, BOM": ("post.md", "\ufeff".encode()),
    "spaces": ("post.md", b" \n\t\n"),
    "only front matter": ("post.md", b"---\ntitle: a\n---\n"),
}

UNREADABLE = {"not UTF-8", "UTF-16", "a null"}

QUIET = UNREADABLE | {
    "good", "switched off", "ignored in front matter", "empty", "empty, BOM", "spaces",
    "only front matter",
}  # fmt: skip
"""Cases without a finding; in all others, two empty reports would be wrong."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose configuration adds a rule that finds kettles."""
    (tmp_path / "kettle.yaml").write_text(RULE.format(word="kettle", severity="error"))
    config = f"{RULES}exclude = ['excluded/']\n"
    (tmp_path / "postlint.toml").write_text(config)
    (tmp_path / "split").mkdir()
    split = f"rules = ['../kettle.yaml']\nsplit = '---'\n{ONLY_KETTLE}"
    (tmp_path / "split" / "postlint.toml").write_text(split)
    return tmp_path


def _put(folder: Path, name: str, data: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _rules_in(report: dict[str, Any]) -> list[str]:
    return [finding["rule"] for post in report["posts"] for finding in post["findings"]]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("case", DRAFTS)
def test_stdin_gives_the_same_report_as_a_file(
    case: str, form: str, folder: Path, postlint: Postlint
) -> None:
    name, data = DRAFTS[case]
    _put(folder, name, data)
    of_file = postlint("check", name, "--output-format", form)
    args = ("check", "-", "--stdin-filename", name, "--output-format", form)
    of_pipe = postlint(*args, stdin=data)
    assert of_pipe.stdout_bytes == of_file.stdout_bytes
    assert of_pipe.exit_code == of_file.exit_code
    assert of_pipe.stderr == of_file.stderr
    assert ("says-kettle" in of_pipe.stdout) == (case not in QUIET)
    if case in UNREADABLE:
        assert of_pipe.exit_code == 2


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ["excluded/post.md", "post.md"])
def test_stdin_is_excluded_like_a_file(
    name: str, form: str, folder: Path, postlint: Postlint
) -> None:
    _put(folder, name, KETTLE.encode())
    options = ("--force-exclude", "--output-format", form)
    of_file = postlint("check", name, *options)
    of_pipe = postlint("check", "-", "--stdin-filename", name, *options, stdin=KETTLE)
    assert of_pipe.stdout_bytes == of_file.stdout_bytes
    assert of_pipe.exit_code == of_file.exit_code == (0 if "excluded" in name else 1)
    assert ("says-kettle" in of_pipe.stdout) == ("excluded" not in name)


def test_stdin_is_checked_instead_of_the_saved_file(folder: Path, postlint: Postlint) -> None:
    _put(folder, "post.md", GOOD.encode())
    args = ("check", "-", "--stdin-filename", "post.md", "--output-format", "json")
    assert "says-kettle" in _rules_in(json.loads(postlint(*args, stdin=KETTLE).stdout))
    assert "says-kettle" not in _rules_in(json.loads(postlint(*args, stdin=GOOD).stdout))


def test_stdin_filename_need_not_exist(folder: Path, postlint: Postlint) -> None:
    args = ("check", "-", "--stdin-filename", "new/post.md", "--output-format", "json")
    result = postlint(*args, stdin=KETTLE)
    assert "says-kettle" in _rules_in(json.loads(result.stdout))
    assert not (folder / "new").exists()


@pytest.mark.parametrize("config", ["select = [\n", "selekt = []\n"])
def test_stdin_reports_a_broken_configuration(
    config: str, folder: Path, postlint: Postlint
) -> None:
    _put(folder, "broken/post.md", KETTLE.encode())
    (folder / "broken" / "postlint.toml").write_text(config)
    of_file = postlint("check", "broken/post.md")
    of_pipe = postlint("check", "-", "--stdin-filename", "broken/post.md", stdin=KETTLE)
    assert (of_pipe.exit_code, of_pipe.output) == (of_file.exit_code, of_file.output)
    assert of_pipe.exit_code == 2
    assert "postlint.toml" in of_pipe.output


@pytest.mark.parametrize(
    ("case", "form"),
    [
        ("CRLF", "concise"), ("CRLF", "rdjson"), ("BOM, CRLF", "json"), ("BOM, CRLF", "rdjson"),
        ("a name to quote", "concise"), ("not UTF-8", "json"),
    ],
)  # fmt: skip
def test_stdin_from_a_real_pipe_has_the_same_bytes(case: str, form: str, folder: Path) -> None:
    name, data = DRAFTS[case]
    _put(folder, name, data)
    # Editors start programs in folders of their own, and name drafts in full.
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    path = folder / name
    options = ("--output-format", form)
    of_file = spawn("check", path, *options, cwd=elsewhere)
    args = ("check", "-", "--stdin-filename", path, *options)
    of_pipe = spawn(*args, cwd=elsewhere, stdin=data, PYTHONIOENCODING="latin-1")
    assert (of_pipe.returncode, of_pipe.stdout) == (of_file.returncode, of_file.stdout)
    assert of_pipe.returncode == (2 if case in UNREADABLE else 1)
    assert (b"says-kettle" in of_pipe.stdout) == (case not in UNREADABLE)
