"""Comparing new models with the built-in ones."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from postlint.scoring.logistic_model import LogisticModel
from postlint.training.comparison import ModelScores, compare_models
from postlint.training.fit import FittedModel
from tests.training.factories import labeled_post

POSTS = [labeled_post(str(number), 0, *["tie"] * (number % 2)) for number in range(40)]
FEATURES = [{"tie": 1.0 if post.label("tie") else -1.0} for post in POSTS]
GOOD = LogisticModel("tie", 0.5, 0.0, {"tie": 9.0})
BAD = LogisticModel("tie", 0.5, 0.0, {"tie": -9.0})


def fitted(model: LogisticModel, indices: Sequence[int]) -> FittedModel:
    return FittedModel(model, {index: model.probability(FEATURES[index]) for index in indices})


@pytest.mark.parametrize(
    ("builtin", "new", "verdict"),
    [(BAD, GOOD, "better"), (GOOD, BAD, "worse"), (GOOD, GOOD, "no clear difference")],
)
def test_compare_models_says_which_is_better(
    builtin: LogisticModel, new: LogisticModel, verdict: str
) -> None:
    indices = range(0, 40)
    (found,) = compare_models(
        POSTS, FEATURES, indices, {"tie": fitted(new, indices)}, {"tie": builtin}
    )
    assert (found.label, found.posts, found.verdict) == ("tie", 40, verdict)
    scores = {id(GOOD): ModelScores(1, 1), id(BAD): ModelScores(0, 0)}
    assert found.builtin == scores[id(builtin)]
    assert found.new == scores[id(new)]


def test_compare_models_uses_only_the_chosen_posts_and_labels() -> None:
    indices = [1, 3, 5]
    models = {"tie": fitted(GOOD, indices), "reject": fitted(GOOD, indices)}
    (found,) = compare_models(POSTS, FEATURES, indices, models, {"tie": BAD, "reject": BAD})
    assert found.posts == 3
    assert found.new.auc is None
