"""`postlint train` on a user's own posts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import run_here


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Twelve posts by four authors, too few to share many words."""
    texts = {
        True: "If you run a shop, count your stock on Mondays. What do you count first?",
        False: "Off to bed. Who ate the {} cheese? I did.",
    }
    rows = [
        {
            "text": texts[good].format("last" * (number + 1)), "author": f"a{number % 4}",
            "relevance": 2 * good, "self_focus": not good, "question": good, "tie": good,
            "anecdote": not good,
        }
        for number in range(12)
        for good in [number % 3 == 0]
    ]  # fmt: skip
    path = tmp_path / "own.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_train_and_evaluate_work_with_a_few_posts(own: Path, tmp_path: Path) -> None:
    weights = tmp_path / "weights"
    trained = run_here("train", own, "--no-builtin-posts", "--output", weights)
    assert (trained.exit_code, trained.stdout.split(";")[0]) == (0, "Learned from 12 posts")
    measured = run_here("evaluate", own, "--weights", weights, "--output-format", "json")
    assert json.loads(measured.stdout)["tie"]["f1"] == 1


def test_train_compares_the_new_models_with_the_builtin_ones(own: Path, tmp_path: Path) -> None:
    trained = run_here("train", own, "--no-builtin-posts", "--output", tmp_path / "weights")
    lines = trained.stdout.splitlines()
    assert lines[2].startswith("On your 12 posts, each scored by models that haven't seen its")
    rows = {line.split()[0]: line for line in lines[4:9]}
    assert list(rows) == ["relevance", "self_focus", "question", "tie", "anecdote"]
    for label, row in rows.items():
        assert row.endswith(("better", "worse", "no clear difference"))
        figures = [float(cell) for cell in row.removeprefix(label).split()[:4]]
        assert all(0 <= figure <= 1 for figure in figures)


def test_train_finds_a_model_that_knows_the_authors_words_better(tmp_path: Path) -> None:
    """Forty authors label by a secret that the built-in models can't know."""
    rows = [
        {
            "text": f"Notes on {('gardening' if secret else 'carpentry')} from week {number}.",
            "author": f"a{number % 40}", "relevance": 2 * secret, "self_focus": not secret,
            "question": False, "tie": secret, "anecdote": secret,
        }
        for number in range(80)
        for secret in [number % 3 == 0]
    ]  # fmt: skip
    for number in range(8):
        asks = number % 2 == 0
        text = "What do you dig with?" if asks else "Who knew?"
        rows.append(rows[0] | {"text": text, "question": asks, "author": f"b{number}"})
    path = tmp_path / "secret.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    trained = run_here("train", path, "--no-builtin-posts", "--output", tmp_path / "weights")
    (tie,) = [line for line in trained.stdout.splitlines() if line.startswith("tie ")]
    assert tie.endswith("better")


def test_train_needs_posts(tmp_path: Path) -> None:
    refused = run_here("train", "--no-builtin-posts", "--output", tmp_path)
    assert refused.exit_code == 2
    assert "--no-builtin-posts needs" in refused.stderr
