"""Drafts, rules, and commands for tests of the baseline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.command import Postlint

JSON = ("--output-format", "json")

NAME = "postlint-baseline.json"

LOUD = """\
id: loud
category: form
scope: block
severity: error
check: phrases
options: {phrases: [shout*, "be very loud *"]}
message: Loud.
help: Be quiet.
why: It is loud.
bad: []
good: []
"""

QUIET = "What do you do when the pump fails at night?\n"

SHOUTS = f"We shout at them.\n\n{QUIET}"

ASKED = """\
[rule.no-question]
min = 0.5
min_relevance = 0
max_anecdote_probability = 1
anecdotes = true
self_focused = true
exempt_platforms = []
exempt_cues = []
"""
"""`no-question` for nearly all posts that ask nothing."""

CONFIG = 'rules = ["loud.yaml"]\nselect = ["loud", "no-question", "self-focused"]\n{}\n'

Found = list[tuple[str, int, str]]


def configure(folder: Path, more: str = "") -> None:
    text = CONFIG.format(f'baseline = "{NAME}"\n{more}')
    (folder / "postlint.toml").write_text(text, encoding="utf-8")


def record(postlint: Postlint, *args: str | Path) -> None:
    result = postlint("baseline", *args)
    assert (result.exit_code, result.stderr) == (0, "")


def held(folder: Path, name: str = NAME) -> dict[str, dict[str, dict[str, int]]]:
    data: dict[str, Any] = json.loads((folder / name).read_text("utf-8"))
    files: dict[str, dict[str, dict[str, int]]] = data["files"]
    return files


def new(postlint: Postlint, *args: str | Path) -> Found:
    """Return the findings that aren't in a baseline: file, line, and rule."""
    result = postlint("check", *args, *JSON, "--quiet")
    return [
        (post["path"], one["line"], one["rule"])
        for post in json.loads(result.stdout)["posts"]
        for one in post["findings"]
    ]


def posts(*texts: str) -> str:
    return "\n\n---\n\n".join(texts) + "\n"
