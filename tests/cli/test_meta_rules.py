"""`unused-ignore` and `internal-error` can be named wherever other rules can."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result

from tests.command import SELF_FOCUSED, Postlint, write

STALE = f"<!-- postlint-ignore jargon -->\n{SELF_FOCUSED}"
USED = f"<!-- postlint-ignore-file self-focused -->\n{SELF_FOCUSED}"


def found(result: Result) -> list[tuple[int, str]]:
    (post,) = json.loads(result.stdout)["posts"]
    return [(one["line"], one["rule"]) for one in post["findings"]]


def check(postlint: Postlint, *args: str) -> list[tuple[int, str]]:
    return found(postlint("check", "post.md", "--output-format", "json", *args))


def test_unused_ignore_can_be_selected(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, post=STALE)
    assert check(postlint) == [(1, "unused-ignore"), (2, "self-focused")]
    assert check(postlint, "--select", "unused-ignore") == [(1, "unused-ignore")]
    both = check(postlint, "--select", "unused-ignore,self-focused")
    assert both == [(1, "unused-ignore"), (2, "self-focused")]
    assert check(postlint, "--select", "unused-ignore", "--ignore", "unused-ignore") == []


def test_unselected_rule_still_uses_its_comment(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, post=USED)
    assert check(postlint, "--select", "unused-ignore") == []
    assert check(postlint, "--select", "unused-ignore,jargon") == []


def test_unselected_rules_hide_nothing(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, post=SELF_FOCUSED)
    alone = check(postlint, "--select", "little-for-clients")
    assert [rule for _, rule in alone] == ["little-for-clients"]
    assert check(postlint, "--select", "unused-ignore,little-for-clients") == alone


@pytest.mark.parametrize("name", ["unused-ignore", "internal-error"])
def test_unused_ignore_can_be_selected_in_a_configuration(
    name: str, postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, post=STALE)
    (tmp_path / "postlint.toml").write_text(f'select = ["{name}"]\n')
    assert check(postlint) == [(1, "unused-ignore")]
    assert check(postlint, "--select", "self-focused") == [(2, "self-focused")]


@pytest.mark.parametrize(
    "config",
    [
        'select = ["self-focused"]\n',
        'ignore = ["jargon", "no-question"]\n',
        '[[overrides]]\nfiles = ["*.md"]\nselect = ["self-focused"]\n',
    ],
)
def test_configured_rules_run_for_unused_ignore(
    config: str, postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, post=f"<!-- postlint-ignore-file no-question -->\n{USED}")
    (tmp_path / "postlint.toml").write_text(config)
    # Nothing is known of a rule that doesn't run.
    assert check(postlint, "--select", "unused-ignore") == []


def test_baseline_keeps_findings_of_unselected_rules(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, post=STALE)
    postlint("baseline", "post.md")
    baseline = ("--baseline", "postlint-baseline.json")
    result = postlint("check", "post.md", *baseline, "--select", "unused-ignore")
    assert "unused-ignore" in result.stdout
    assert "no longer found" not in result.stderr


@pytest.mark.parametrize(
    "accepting",
    [
        "---\npostlint: {ignore: [unused-ignore]}\n---\n",
        "<!-- postlint-ignore-file unused-ignore -->\n",
        "<!-- postlint-disable unused-ignore -->\n",
    ],
)
def test_unused_ignore_can_be_ignored_by_a_draft(
    accepting: str, postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, post=accepting + STALE)
    assert [rule for _, rule in check(postlint)] == ["self-focused"]


@pytest.mark.parametrize("name", ["unused-ignore", "internal-error"])
def test_unused_ignore_is_explained(name: str, postlint: Postlint) -> None:
    result = postlint("explain", name)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"# {name}\n")


def test_unused_ignore_misspelled_gets_a_suggestion(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, post=STALE)
    result = postlint("check", "post.md", "--select", "unused-ignores")
    assert result.exit_code == 2
    assert "did you mean `unused-ignore`?" in result.stderr
