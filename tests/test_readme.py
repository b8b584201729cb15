"""The README, CONTRIBUTING, and the audit page match what postlint does."""

from __future__ import annotations

import re

import pytest

import postlint
from tests.command import ROOT, run_here

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_readme_output_is_current(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    shown = re.search(r"```\n(examples/.*?)```", README, re.DOTALL)
    assert shown
    result = run_here("check", "examples")
    assert result.exit_code == 1
    printed = result.stdout.splitlines()
    for line in filter(None, shown[1].splitlines()):
        assert line in printed


def test_audit_example_is_current(monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
    shown = re.search(r"```\n(\d+ posts scored, .*?)```", page, re.DOTALL)
    assert shown
    monkeypatch.chdir(ROOT / "examples" / "linkedin-export")
    result = run_here("audit", "Shares.csv", "Comments.csv")
    assert result.exit_code == 0
    printed = [line.rstrip() for line in result.stdout.splitlines()]
    told = list(filter(None, shown[1].splitlines()))
    assert len(told) > 15
    for line in told:
        assert line in printed


def test_contributing_paths_exist() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = re.findall(r"^\| `([^` ]+)` \|", page, re.MULTILINE)
    assert len(paths) > 20
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_python_example_works() -> None:
    example = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert example
    names: dict[str, postlint.PostResult] = {}
    exec(example[1], names)
    result = names["result"]
    promised = re.search(r"result\.relevance +# ([\d.]+)", example[1])
    assert promised
    assert result.relevance == float(promised[1])
    assert result.labels
    assert result.labels.self_focus
