"""Compiled rule files say the same as the YAML files, and are used only as long as they do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from postlint.core import resources
from postlint.rules import compiled
from postlint.rules.compiled import COMPILED_RULES, compile_rules, find_compiled
from postlint.rules.loader import builtin_rules, load_rules


@pytest.fixture
def rule_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the built-in rules, which postlint uses instead of its own."""
    folder = tmp_path / "rules"
    shutil.copytree(resources.folder("rules"), folder)
    monkeypatch.setattr(resources, "folder", lambda name: tmp_path / name)
    compiled._compiled_rules.cache_clear()
    yield folder
    compiled._compiled_rules.cache_clear()


def test_every_builtin_rule_is_compiled() -> None:
    for rule in builtin_rules():
        assert find_compiled(rule.path.read_text(encoding="utf-8")) is not None, rule.id


def test_compiled_rules_are_the_same_as_the_yaml_files(rule_folder: Path) -> None:
    (rule_folder / COMPILED_RULES).unlink()
    parsed = {rule.id: rule for rule in load_rules([rule_folder])}
    assert len(parsed) == len(builtin_rules())
    for rule in builtin_rules():
        assert parsed[rule.id].model_copy(update={"path": rule.path}) == rule


@pytest.mark.parametrize("text", ["", "{", "[]", '"rules"', "\udcff"])
def test_damaged_file_is_ignored(rule_folder: Path, text: str) -> None:
    (rule_folder / COMPILED_RULES).write_bytes(text.encode("utf-8", "surrogateescape"))
    assert len(load_rules([rule_folder])) == len(builtin_rules())


def test_changed_rule_is_noticed(rule_folder: Path) -> None:
    path = next(rule_folder.rglob("self-focused.yaml"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("severity: ", "severity: info  # was "), encoding="utf-8")
    (rule,) = load_rules([path])
    assert rule.severity == "info"


def test_value_without_an_equal_in_json_cannot_be_compiled() -> None:
    with pytest.raises(TypeError, match="can't be compiled"):
        compile_rules([("", {"id": object()})])
