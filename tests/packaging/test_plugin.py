"""The example plug-in in `tests/plugin`, installed and run beside postlint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.conftest import ROOT, Environment, run, run_checked

pytestmark = pytest.mark.slow

UNDATED = "We have restored a clock for a lady in the old town. Which piece of yours has stopped?\n"


@pytest.fixture(scope="module")
def environment(built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Postlint and the plug-in in one environment."""
    folder = tmp_path_factory.mktemp("plugin")
    made = Environment(folder / "venv")
    made.install(built["wheel"], ROOT / "tests" / "plugin", cwd=folder)
    return made


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "clock.md").write_text(UNDATED, encoding="utf-8")
    return tmp_path


def configure(content: Path, *plugins: str, more: str = "") -> None:
    text = f"plugins = {json.dumps(plugins)}\n{more}"
    (content / "postlint.toml").write_text(text, encoding="utf-8")


def check(environment: Environment, content: Path, *args: str) -> tuple[int, Any, str]:
    line = ["check", "clock.md", "--output-format", "json", *args]
    done = run([environment.postlint, *line], content)
    return done.returncode, json.loads(done.stdout or "null"), done.stderr


def rules_of(report: Any) -> list[str]:
    return [finding["rule"] for finding in report["posts"][0]["findings"]]


def test_a_plugin_that_is_not_named_is_not_loaded(environment: Environment, content: Path) -> None:
    _, report, errors = check(environment, content)
    assert "undated-piece" not in rules_of(report)
    assert errors == ""
    assert "undated-piece" not in run_checked([environment.postlint, "rules"], content)


def test_a_plugin_that_is_named_brings_its_rules(environment: Environment, content: Path) -> None:
    configure(content, "guild")
    _, report, _ = check(environment, content)
    assert "undated-piece" in rules_of(report)
    (finding,) = [f for f in report["posts"][0]["findings"] if f["rule"] == "undated-piece"]
    assert finding["message"] == "How old is the clock? Your readers want to know."
    assert finding["excerpt"] == "We have restored a clock for a lady in the old town."
    assert "undated-piece" in run_checked([environment.postlint, "rules"], content)
    assert "A date tells a collector" in run_checked(
        [environment.postlint, "explain", "undated-piece"], content
    )


def test_its_examples_and_options_hold(environment: Environment, content: Path) -> None:
    configure(content, "guild", more='[rule.undated-piece]\npieces = ["harp"]\n')
    assert "undated-piece" not in rules_of(check(environment, content)[1])
    rules = ROOT / "tests" / "plugin" / "guild_postlint" / "rules"
    assert "3 of 3 examples pass" in run_checked([environment.postlint, "test", rules], content)


def test_a_check_of_a_plugin_that_raises_is_one_finding(
    environment: Environment, content: Path
) -> None:
    (content / "ledger.yaml").write_text(
        "id: ledger\ncategory: form\nscope: post\nseverity: info\ncheck: guild_breaks\n"
        "message: m\nhelp: h\nwhy: w\nbad: []\ngood: []\n",
        encoding="utf-8",
    )
    configure(content, "guild", more="")
    text = (content / "postlint.toml").read_text(encoding="utf-8")
    (content / "postlint.toml").write_text(f'rules = ["ledger.yaml"]\n{text}', encoding="utf-8")
    status, report, _ = check(environment, content)
    assert status == 2
    found = rules_of(report)
    assert found.count("internal-error") == 1
    assert "undated-piece" in found
    (finding,) = [f for f in report["posts"][0]["findings"] if f["rule"] == "internal-error"]
    assert "`ledger`" in finding["message"]
    assert "ledger.yaml" in finding["message"]
    assert "the guild's ledger is lost" in finding["message"]


def test_audit_reads_with_its_importer(environment: Environment, content: Path) -> None:
    ledger = f"piece,returned,story\nclock,2025-03-04,{UNDATED}"
    (content / "ledger.csv").write_text(ledger, encoding="utf-8")
    configure(content, "guild")
    command: list[str | Path] = [
        environment.postlint,
        "audit",
        "ledger.csv",
        "--output-format",
        "json",
    ]
    assert json.loads(run(command, content).stdout)["counts"]["scored"] == 1


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("guild-of-tomorrow", "plug-in `guild-of-tomorrow` was written for version 2 of"),
        ("guild-that-breaks", "plug-in `guild-that-breaks` can't be loaded (ModuleNotFound"),
        ("guild-of-nothing", "plug-in `guild-of-nothing` is of type NoneType, not `postlint"),
        ("gild", "plug-in `gild` isn't installed (did you mean `guild`?)"),
    ],
)
def test_a_plugin_that_does_not_fit_is_refused_by_name(
    name: str, says: str, environment: Environment, content: Path
) -> None:
    configure(content, name)
    status, report, errors = check(environment, content)
    assert (status, report) == (2, None)
    (line,) = errors.splitlines()
    assert line.startswith(f"postlint: {content / 'postlint.toml'}:1:12: {says}")
