"""Suppressed findings: exit status, summary, and overlapping rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from postlint.checks import CHECKS
from postlint.checks.base import Context, Hit
from postlint.rules.loader import load_rules
from tests.command import (
    ROOT,
    SELF_FOCUSED,
    Postlint,
    rules_by_path,
    write,
)
from tests.diagnostics.suppression.helpers import JSON, SHOUT, add_rule, check, lines


@pytest.mark.parametrize(
    "before",
    [
        "---\npostlint: {ignore: [self-focused]}\n---\n",
        "<!-- postlint-ignore-file self-focused -->\n\n",
        "<!-- postlint-ignore self-focused -->\n\n",
        "<!-- postlint-disable self-focused -->\n\n",
    ],
)
def test_suppressed_findings_are_counted_but_pass(
    before: str, postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, a=SELF_FOCUSED)
    assert postlint("check", "a.md").exit_code == 1
    write(tmp_path, a=before + SELF_FOCUSED)
    result = postlint("check", "a.md", *JSON, "--fail-on", "info")
    assert result.exit_code == 0
    summary = json.loads(result.stdout)["summary"]
    assert (summary["errors"], summary["warnings"], summary["infos"]) == (0, 0, 0)
    assert (summary["accepted"], summary["baselined"]) == (1, 0)
    counts = postlint("check", "a.md").stdout.splitlines()[-1]
    assert counts == "1 post checked: no problems found, 1 accepted."


def test_suppressed_finding_still_supersedes(postlint: Postlint, folder: Path) -> None:
    add_rule(folder, "big", "people", covers="loud")
    config = folder / "postlint.toml"
    config.write_text('rules = ["big.yaml", "loud.yaml"]\nselect = ["big", "loud"]\n')
    assert lines(check(postlint, f"{SHOUT}\n")) == [(1, "big")]
    for before in ("---\npostlint: {ignore: [big]}\n---\n", "<!-- postlint-ignore big -->\n"):
        assert check(postlint, f"{before}{SHOUT}\n") == []
    assert lines(check(postlint, f"{SHOUT}\n", "--ignore", "big")) == [(1, "loud")]


def test_suppression_of_a_covered_finding_is_used(postlint: Postlint, folder: Path) -> None:
    add_rule(folder, "big", "people", covers="loud")
    config = folder / "postlint.toml"
    config.write_text('rules = ["big.yaml", "loud.yaml"]\nselect = ["big", "loud"]\n')
    text = f"<!-- postlint-ignore loud -->\n\n{SHOUT}\n"
    assert lines(check(postlint, text)) == [(3, "big")]
    assert check(postlint, text, "--ignore", "big") == []


def fails(context: Context) -> Iterator[Hit]:
    raise KeyError("kitchen")


@pytest.mark.parametrize(
    "before", ["<!-- postlint-ignore-file -->\n", "<!-- postlint-disable -->\n"]
)
def test_internal_error_cannot_be_suppressed(
    before: str, postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = {**CHECKS, "weak_opening": replace(CHECKS["weak_opening"], run=fails)}
    rules = load_rules([ROOT / "rules"], checks=checks)
    monkeypatch.setattr("postlint.config.registry.CHECKS", checks)
    monkeypatch.setattr("postlint.config.registry.builtin_rules", lambda: rules)
    write(tmp_path, a=before + SELF_FOCUSED)
    result = postlint("check", "a.md", *JSON)
    assert result.exit_code == 2
    assert rules_by_path(result) == {"a.md": ["internal-error"]}
