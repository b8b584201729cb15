"""The recipes in docs/editors.md, read from the page, and what they need to run."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "editors.md"

_HEADING = re.compile(r"^## (?P<name>.+?)(?: ✓)?$", re.MULTILINE)
_BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)

RULE = """\
id: says-{word}
category: form
scope: sentence
severity: {severity}
check: phrases
options: {{phrases: [{word}]}}
message: "{word} heard."
help: Say it otherwise.
why: It is heard.
bad: []
good: []
"""
"""A rule that finds one word."""


def section(heading: str) -> str:
    """Return the section under `## HEADING`, with or without a check mark."""
    page = PAGE.read_text(encoding="utf-8")
    headings = list(_HEADING.finditer(page))
    names = [match["name"] for match in headings]
    assert names.count(heading) == 1, f"{PAGE} has the sections {names}, not one {heading!r}"
    place = names.index(heading)
    end = headings[place + 1].start() if place + 1 < len(headings) else len(page)
    return page[headings[place].end() : end]


def recipe(heading: str, language: str, number: int = 0) -> str:
    """Return a code block of a section, by its language and its number."""
    blocks = [
        match["code"]
        for match in _BLOCK.finditer(section(heading))
        if match["language"] == language
    ]
    assert number < len(blocks), f"{heading} has {len(blocks)} blocks of {language}"
    return blocks[number]


def path_with_postlint() -> str:
    """Return a PATH whose `postlint` is the one of this environment."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
