"""Commands that analyze nothing start fast: they don't import the analysis."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.command import GOOD, environment, write

HEAVY = (
    "altair", "distributed", "jinja2", "pyarrow", "pygls", "spacy", "sklearn", "numpy", "scipy",
    "textstat", "thinc", "vl_convert", "websockets",
)  # fmt: skip
LIGHT = [
    "",
    "--help",
    "--version",
    "--no-such-option",
    "no-such-command",
    *(
        f"{command} {flag}"
        for command in (
            "check",
            "audit",
            "score",
            "server",
            "write",
            "rules",
            "explain",
            "test",
            "evaluate",
            "train",
        )
        for flag in ("--help", "-h", "--no-such-option")
    ),
    "rules",
    "explain self-focused",
    "explain no-such-rule",
    "check --select no-such-rule",
    "check --platform no-such-place",
    "check missing.md",
    "write no-such-draft.csv",
    "check empty.md",
    "audit missing.md",
    "audit empty.md",
    "audit . --output-format no-such-format",
    "audit . --since no-such-date",
    "score missing.md",
    "score empty.md",
    "test missing.yaml",
    "evaluate missing.jsonl",
]

SCRIPT = """
import contextlib, io, json, sys

import postlint
from postlint.__main__ import main

heavy, lines = json.loads(sys.argv[1])
loaded = [["import", None, [name for name in heavy if name in sys.modules]]]
for line in lines:
    sys.argv = ["postlint", *line.split()]
    outputs = [io.TextIOWrapper(io.BytesIO()) for _ in "oe"]
    with contextlib.redirect_stdout(outputs[0]), contextlib.redirect_stderr(outputs[1]):
        try:
            main()
        except SystemExit as end:
            status = end.code or 0
    loaded.append([line, status, [name for name in heavy if name in sys.modules]])
print(json.dumps(loaded))
"""


def imported(
    lines: Sequence[str], cwd: Path, watched: Sequence[str] = HEAVY
) -> dict[str, tuple[int | None, list[str]]]:
    """Run command lines in one new process; return status and heavy modules after each."""
    write(cwd, empty="", good=GOOD)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps([watched, lines])],
        cwd=cwd, env=environment(), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows: list[Any] = json.loads(done.stdout)
    return {line: (status, modules) for line, status, modules in rows}


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int | None, list[str]]]:
    return imported(LIGHT, tmp_path_factory.mktemp("light"))


@pytest.mark.parametrize("line", ["import", *LIGHT])
def test_light_commands_do_not_import_spacy(
    line: str, light: dict[str, tuple[int | None, list[str]]]
) -> None:
    status, modules = light[line]
    assert modules == []
    words = ("no-such", "missing")
    wanted = 2 if not line or any(word in line for word in words) else 0
    assert status == (None if line == "import" else wanted)


def test_cached_results_do_not_need_spacy(tmp_path: Path) -> None:
    others = (
        "pydantic", "yaml", "rich", "concurrent.futures.process", "postlint.checks",
        "postlint.cli.audit", "postlint.nlp.post",
    )  # fmt: skip
    (tmp_path / "drafts").mkdir()
    write(tmp_path / "drafts", good=GOOD)
    lines = ["check drafts", "check drafts/good.md --output-format concise", "check --no-such-flag"]
    assert "spacy" in imported(lines, tmp_path)["check drafts"][1]
    for line, (_, modules) in imported(lines, tmp_path, (*HEAVY, *others)).items():
        assert modules == [], line


def test_configuration_does_not_import_spacy(tmp_path: Path) -> None:
    write(tmp_path, good=GOOD)
    (tmp_path / "postlint.toml").write_text('ignore = ["no-question"]\n[rule.too-long]\nmax = 9\n')
    line = "check good.md --select no-takeaway"
    assert "spacy" in imported([line], tmp_path)[line][1]
    assert imported([line], tmp_path, (*HEAVY, "yaml", "rich", "postlint.checks"))[line] == (0, [])


def test_analysis_needs_no_scikit_learn(tmp_path: Path) -> None:
    loaded = imported(["check good.md", "score good.md"], tmp_path)
    assert "spacy" in loaded["check good.md"][1]
    for line, (status, modules) in loaded.items():
        assert not {"sklearn", "scipy", "textstat"} & set(modules), line
        assert not status
