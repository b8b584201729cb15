"""Rules of a project, and the findings they give."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from postlint.config.effective import EffectiveSettings
from postlint.diagnostics.finding import Finding
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source
from postlint.linter.linter import Linter
from postlint.rules.loader import load_rules
from postlint.rules.rule import Rule

SCOPES = ("post", "block", "sentence", "opening", "closing")

BASE: dict[str, Any] = {
    "id": "own", "category": "form", "scope": "sentence", "severity": "info", "check": "phrases",
    "options": {"phrases": ["kettle"]}, "message": "m", "help": "h", "why": "w",
    "bad": [], "good": [],
}  # fmt: skip


def put(path: Path, content: str | dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
    return path


def load(folder: Path, *, known: tuple[Rule, ...] = (), **changes: Any) -> Rule:
    path = put(folder / "own.yaml", {**BASE, **changes})
    (rule,) = load_rules([path], known=known)
    return rule


def run(
    folder: Path, text: str, *, name: str = "draft.md", platform: str | None = None, **changes: Any
) -> list[Finding]:
    """Return the findings of a project rule; each excerpt must match its location."""
    rule = load(folder, **changes)
    (report,) = Linter(EffectiveSettings([rule], platform=platform), jobs=1).lint(
        [Source(name, text)]
    )
    assert isinstance(report, PostResult)
    for finding in report.findings:
        assert finding.rule == "own", finding.message
        assert finding.excerpt == cut(text, finding)
    return list(report.findings)


def cut(text: str, finding: Finding) -> str:
    """Return the text at a finding's lines and columns, as an editor would select it."""
    rows = re.findall(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text)
    start, end = finding.start, finding.end
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row))
    return text[starts[start.line - 1] + start.column - 1 : starts[end.line - 1] + end.column - 1]


def excerpts(*args: Any, **more: Any) -> list[str]:
    return [finding.excerpt for finding in run(*args, **more)]


TEXT = """\
# The kettle

The kettle is on, and the kettle sings. Nobody listens to it any more.

- Fill the kettle.
- Drink.

Our old kettle was made of copper and of love.
"""

FOUND = {
    "post": [(1, 7)],
    "block": [(1, 7), (3, 5), (5, 12), (8, 9)],
    "sentence": [(1, 7), (3, 5), (5, 12), (8, 9)],
    "opening": [(1, 7)],
    "closing": [(8, 9)],
}
