"""`postlint train` on posts of one's own."""

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


def test_a_few_posts_alone_are_enough_to_learn_and_to_be_measured(
    own: Path, tmp_path: Path
) -> None:
    weights = tmp_path / "weights"
    trained = run_here("train", own, "--alone", "--output", weights)
    assert (trained.exit_code, trained.stdout.split(";")[0]) == (0, "learned from 12 posts")
    measured = run_here("evaluate", own, "--weights", weights, "--output-format", "json")
    assert json.loads(measured.stdout)["tie"]["f1"] == 1


def test_alone_without_posts_is_refused(tmp_path: Path) -> None:
    refused = run_here("train", "--alone", "--output", tmp_path)
    assert refused.exit_code == 2
    assert "--alone needs" in refused.stderr
