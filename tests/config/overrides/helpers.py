"""Commands that show which settings apply to a draft."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.command import Postlint

JSON = ("--output-format", "json")

FILES = ("a.md", "b/one.md", "b/c/two.md", "d/short.txt")


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def report(postlint: Postlint, *args: str | Path, **more: Any) -> dict[str, Any]:
    """Return the posts of a report, by path with slashes."""
    result = postlint("check", *args, *JSON, **more)
    posts = json.loads(result.stdout)["posts"]
    return {Path(post["path"]).as_posix(): post for post in posts}


def severities(postlint: Postlint, *args: str | Path, **more: Any) -> dict[str, str]:
    """Return how serious `pseudo-bold` is, by draft that has it."""
    return {
        path: finding["severity"]
        for path, post in report(postlint, *args, **more).items()
        for finding in post["findings"]
        if finding["rule"] == "pseudo-bold"
    }


def platforms(postlint: Postlint, *args: str | Path, **more: Any) -> dict[str, str | None]:
    return {path: post["platform"] for path, post in report(postlint, *args, **more).items()}


def shown(postlint: Postlint, *args: str | Path) -> dict[str, tuple[str, str]]:
    """Return what `--show-settings` shows: value and location by key, after its table."""
    result = postlint("check", "--show-settings", *args)
    assert (result.exit_code, result.stderr) == (0, "")
    table, told = "", {}
    for line in result.stdout.splitlines():
        if found := re.fullmatch(r"\[(.+)\]", line):
            table = f"{found[1]}."
        elif found := re.fullmatch(r"(?:# )?([\w-]+)(?: =|:) (.*\S) +# (.+)", line):
            told[table + found[1]] = (found[2], found[3])
    return told


def refusal(postlint: Postlint, *args: str | Path) -> str:
    """Return the only line of a run that's rejected."""
    result = postlint("check", *(args or ("a.md",)))
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("postlint: ")
    assert line.isprintable()
    return line.removeprefix("postlint: ")


OVERRIDE = '[[overrides]]\nfiles = ["b/"]\n'
