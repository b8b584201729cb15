"""Two rules to suppress, and drafts with suppression comments."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.command import (
    Postlint,
)

JSON = ("--output-format", "json")

SHOUT = "We shout at all of the people here."

HUSH = "We whisper to all of the people here."

BOTH = f"{SHOUT} {HUSH}"

NEWLINES = pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])

RULE = """\
id: {id}
category: form
scope: {scope}
severity: {severity}
check: phrases
options: {{phrases: [{phrase}]}}
supersedes: [{covers}]
message: Heard.
help: Say it otherwise.
why: It is heard.
bad: []
good: []
"""


def add_rule(
    folder: Path, name: str, phrase: str, *, scope: str = "block", covers: str = ""
) -> None:
    severity = "error" if covers else "warning"
    text = RULE.format(id=name, scope=scope, severity=severity, phrase=phrase, covers=covers)
    (folder / f"{name}.yaml").write_text(text)


def set_up(folder: Path) -> Path:
    """Write two rules and a configuration that runs no others."""
    add_rule(folder, "loud", "shout")
    add_rule(folder, "soft", "whisper", scope="sentence")
    config = folder / "postlint.toml"
    config.write_text('rules = ["loud.yaml", "soft.yaml"]\nselect = ["loud", "soft"]\n')
    return config


def findings(result: Result) -> list[dict[str, Any]]:
    """Return the findings on the one post of a JSON report."""
    (post,) = json.loads(result.stdout)["posts"]
    return list(post["findings"])


def check(postlint: Postlint, text: str, *args: str, name: str = "post.md") -> list[dict[str, Any]]:
    Path(name).write_bytes(text.encode())
    return findings(postlint("check", name, *JSON, *args))


def lines(found: list[dict[str, Any]]) -> list[tuple[int, str]]:
    return [(one["line"], one["rule"]) for one in found]


def marks(written: str) -> str:
    """Return a draft with `@` replaced by a comment, and `!` by a loud sentence."""
    loud = re.sub(r"(?<!\[)!", SHOUT, written)
    return loud.replace("@", "<!-- postlint-ignore loud -->")


def directive(says: str) -> str:
    return f"<!-- postlint-{says} -->"


def place(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of an offset, a BOM not counted."""
    before = text.removeprefix("\ufeff")[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


OPENING = "If you are moving offices this year, order the internet line first."


def written(steps: list[tuple[str, str]], newline: str) -> str:
    blocks = [one if what == "say" else directive(f"{what} {one}") for what, one in steps]
    return f"{newline}{newline}".join([OPENING, *blocks])


def offset(text: str, line: int, column: int) -> int:
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]
    return starts[line - 1] + column - 1


def fault(reason: str, *cases: Any) -> list[Any]:
    return [pytest.param(*case, id=f"{reason}-{number}") for number, case in enumerate(cases)]
