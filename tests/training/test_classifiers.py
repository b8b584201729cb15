"""The command that trains the built-in models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from postlint.core import resources
from postlint.scoring.logistic_model import LABELS, REJECT, load_model
from postlint.training.classifiers import main
from postlint.training.dataset import is_held_out

HELD_OUT = [name for name in map(str, range(100)) if is_held_out(name)][:4]

TEXTS = (
    "If you run a shop, count your stock on day {}. What do you count first?",
    "I worked for {} hours today. I am so proud of myself and my team.",
    "Who ate the last {} eggs? Not the dog, says the dog.",
)
"""A useful post, a post that is only about its author, and an anecdote."""


def write_posts(path: Path, count: int, authors: list[str]) -> Path:
    rows = [
        {
            "id": f"{path.stem}-{number}", "author": authors[number % len(authors)],
            "relevance": 2 * (kind == 0), "question": kind == 0, "tie": kind == 0,
            "self_focus": kind > 0, "anecdote": kind == 2, "text": TEXTS[kind].format(number),
        }
        for number in range(count)
        for kind in [number % 3]
    ]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_main_writes_the_models_and_prints_their_metrics(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = write_posts(tmp_path / "own.jsonl", 18, ["a", "b", "c", "d"])
    real = write_posts(tmp_path / "real.jsonl", 90, HELD_OUT)
    real_folder = resources.folder
    monkeypatch.setattr(
        resources, "folder", lambda name: own if name == "models/posts" else real_folder(name)
    )
    output = tmp_path / "weights"
    result = CliRunner().invoke(main, [str(real), "--output", str(output)], catch_exceptions=False)
    *labels, rejected, only_about_author, anecdotes, useful = result.output.splitlines()
    assert [line.split(":")[0] for line in labels] == list(LABELS)
    assert "tie: AUC 1.000, F1 1.000 (precision 1.000, recall 1.000) at threshold" in result.output
    assert rejected.endswith("30 of 90; 30 of them offer a client nothing")
    assert only_about_author == "  only about the author, no anecdote: 30 of 30"
    assert anecdotes == "  anecdotes: 0 of 30"
    assert useful == "  relevant with a tie: 0 of 30"
    assert sorted(path.stem for path in output.iterdir()) == sorted([*LABELS, REJECT])
    assert load_model(output / "tie.json").label == "tie"
