"""The recipes of docs/editors.md, taken from the page itself, and how they find postlint."""

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
"""A rule of one's own that hears one word."""


def section(heading: str) -> str:
    """Return what the page says under `## HEADING`, with or without a tick."""
    page = PAGE.read_text(encoding="utf-8")
    headings = list(_HEADING.finditer(page))
    names = [match["name"] for match in headings]
    assert names.count(heading) == 1, f"{PAGE} has the sections {names}, not one {heading!r}"
    place = names.index(heading)
    end = headings[place + 1].start() if place + 1 < len(headings) else len(page)
    return page[headings[place].end() : end]


def recipe(heading: str, language: str, number: int = 0) -> str:
    """Return the code block with this number among those in one language of a section."""
    blocks = [
        match["code"]
        for match in _BLOCK.finditer(section(heading))
        if match["language"] == language
    ]
    assert number < len(blocks), f"{heading} has {len(blocks)} blocks of {language}"
    return blocks[number]


def path_with_postlint() -> str:
    """Return a search path on which `postlint` is the one of this environment."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
