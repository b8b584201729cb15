"""Files with several posts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from postlint.document.draft import read_drafts
from postlint.document.source import Source
from tests.command import run_here

JSON = ("--output-format", "json")

SHOUT = "We shout at all of the people here."

RULE = """\
id: loud
category: form
scope: block
severity: warning
check: phrases
options: {phrases: [shout]}
message: Loud.
help: Be quiet.
why: It is loud.
bad: []
good: []
"""


@dataclass(frozen=True)
class Layout:
    """How a file of several posts is written.

    Attributes:
        marker: what the configuration says of it.
        before: the text above each post.
        after: the text below each post.
        between: the text between two posts.
    """

    marker: str
    before: str = ""
    after: str = ""
    between: str = ""

    def write(self, posts: list[str]) -> str:
        return self.between.join(f"{self.before}{post}{self.after}" for post in posts)


LAYOUTS = {
    "rule": Layout("---", between="\n---\n"),
    "rule with blanks": Layout("---", between="\n  ---\t\n"),
    "short rule": Layout("--", between="\n--\n"),
    "stars": Layout("***", between="\n***\n\n"),
    "plus signs": Layout("+++", between="\n+++\n\n"),
    "title": Layout("## Post", before="## Post 🥚\n\n", after="\n"),
    "title at once": Layout("## Post", before="## post: eggs\n"),
    "level": Layout("###", before="### Whatever\n", after="\n## Notes\n\nOf no post.\n\n"),
    "fences": Layout("```", before="Of no post.\n\n```\n", after="```\n\n"),
    "long fences": Layout("```", before="`````\n", after="`````\n"),
    "tildes": Layout("~~~", before="~~~\n", after="~~~\n\nOf no post.\n\n"),
}


def configure(folder: Path, marker: str, more: str = "") -> Path:
    config = folder / "postlint.toml"
    config.write_text(f"split = {json.dumps(marker)}\n{more}")
    return config


def loud_only(folder: Path, marker: str) -> Path:
    (folder / "loud.yaml").write_text(RULE)
    return configure(folder, marker, 'rules = ["loud.yaml"]\nselect = ["loud"]\n')


def check(text: str, *args: str, name: str = "many.md") -> list[dict[str, Any]]:
    """Return the report on the posts in a file."""
    Path(name).write_bytes(text.encode())
    return list(json.loads(run_here("check", name, *JSON, *args).stdout)["posts"])


def rows(text: str) -> list[str]:
    return re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff"))


def told(posts: list[dict[str, Any]]) -> list[list[tuple[int, str]]]:
    return [[(one["line"], one["rule"]) for one in post["findings"]] for post in posts]


def scored(post: dict[str, Any], first_line: int) -> dict[str, Any]:
    """Return the report on a post, with lines counted from its first one."""
    findings = [
        {**one, **{key: one[key] - first_line for key in ("line", "end_line")}}
        for one in post["findings"]
    ]
    kept = ("relevance", "labels", "language", "platform", "notices")
    return {key: post[key] for key in kept} | {"findings": findings}


def bodies(text: str, marker: str, name: str = "a.md") -> list[str]:
    """Return the text of the posts in a file, stripped."""
    source = Source(name, text)
    spans = [draft.body for draft in read_drafts(source, split=marker)]
    return [text[span.start : span.end].strip() for span in spans]


LIMITS = (
    "a fence further in, as in an item of a list, is not seen",
    "text between fenced posts is not read",
    "one post that is not scored hides what is said in vain in all others",
)
"""Known limits."""


def fault(reason: str, *cases: Any) -> list[Any]:
    marked = [pytest.mark.xfail(strict=True, reason=reason)] if reason in LIMITS else []
    return [
        pytest.param(*case, marks=marked, id=f"{reason}-{number}")
        for number, case in enumerate(cases)
    ]
