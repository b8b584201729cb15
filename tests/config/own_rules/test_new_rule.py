"""`postlint rules --new`: a starter for a rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from postlint.linter.rule_examples import find_in_examples
from postlint.rules.loader import load_rules
from postlint.rules.rule import Example
from tests.command import Postlint
from tests.config.own_rules.helpers import put


@pytest.mark.parametrize("name", ["says-pan", "says-pan.yaml", "a1", "x-2-y"])
def test_new_rule_works_as_written(name: str, postlint: Postlint, tmp_path: Path) -> None:
    result = postlint("rules", "--new", name)
    stem = name.removesuffix(".yaml")
    assert result.exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == [f"{stem}.yaml"]
    assert postlint("test", f"{stem}.yaml").stdout == f"{stem}: 12 of 12 examples pass\n"
    # What the tests require of a built-in rule.
    (rule,) = load_rules([tmp_path / f"{stem}.yaml"])
    assert len(rule.bad) >= 6
    assert len(rule.good) >= 6
    assert "…" not in rule.summary
    pair = [Example(text=rule.before or ""), Example(text=rule.after or "")]
    before, after = find_in_examples(rule, pair)
    assert before
    assert not after
    # The configuration that it suggests works.
    line = re.search(r"add `(rules = .*?)` to", result.stdout)
    assert line
    put(tmp_path / "postlint.toml", line[1])
    assert stem in postlint("rules").stdout


@pytest.mark.parametrize(
    "name", ["", "Says_Pan", "../pan", "a/b", "-a", "a--b", "pan\n", "é", ".yaml", "a.yml", " a"]
)
def test_new_rule_needs_a_valid_id(name: str, postlint: Postlint, tmp_path: Path) -> None:
    result = postlint("rules", "--new", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "isn't a valid rule name" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_new_rule_never_overwrites_a_file(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "own.yaml", "mine")
    result = postlint("rules", "--new", "own")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "postlint: own.yaml already exists; choose another name\n"
    assert (tmp_path / "own.yaml").read_text(encoding="utf-8") == "mine"
    (tmp_path / "pan.yaml").mkdir()
    assert postlint("rules", "--new", "pan").exit_code == 2


def test_new_rule_rejects_ids_of_built_in_rules(postlint: Postlint) -> None:
    assert postlint("rules", "--new", "no-question").exit_code == 2
