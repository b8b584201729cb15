"""The model card gives the metrics of the shipped weights."""

from __future__ import annotations

import json
import re

import pytest

from postlint.training.dataset import read_labeled_posts
from tests.command import ROOT, run_here

HELD_OUT = ROOT / "models" / "posts" / "held-out"
CARD = (ROOT / "models" / "README.md").read_text(encoding="utf-8")


def test_held_out_posts_are_by_other_authors() -> None:
    learned = {post.author for post in read_labeled_posts([ROOT / "models" / "posts"])}
    held_out = read_labeled_posts([HELD_OUT])
    assert len(held_out) >= 200
    assert not learned & {post.author for post in held_out}


def test_model_card_gives_the_metrics_on_the_held_out_posts() -> None:
    (section,) = re.findall(r"\npostlint evaluate models/posts/held-out.*?\n```\n", CARD, re.DOTALL)
    stated = {
        (cells := row.split("|"))[1].strip(): [cell.strip() for cell in cells[2:-1]]
        for row in CARD[CARD.index(section) :].split("\n\n")[1].splitlines()[2:]
    }
    result = run_here("evaluate", HELD_OUT, "--output-format", "json")
    data = json.loads(result.stdout)
    alarms = data.pop("false_alarms")
    del data["subgroups"], data["self_focused_errors"]
    assert stated == {
        label: [f"{row[figure]:.3f}" for figure in ("precision", "recall", "f1", "auc", "brier")]
        for label, row in data.items()
    }
    assert f"{alarms['flagged']} of {alarms['posts']}" in CARD


@pytest.mark.parametrize("folder", ["posts", "encoder", "english", "words"])
def test_each_model_has_a_card(folder: str) -> None:
    assert (ROOT / "models" / folder / "README.md").is_file()
