"""Comparing predictions with labels."""

from __future__ import annotations

import pytest

from postlint.scoring.logistic_model import LABELS
from postlint.training.evaluation import SelfFocusedErrors, compute_metrics, evaluate
from postlint.training.metrics import ConfusionMatrix
from postlint.training.predictions import PostPrediction
from tests.training.factories import labeled_post

THRESHOLDS = dict.fromkeys(LABELS, 0.5)
POSTS = [
    labeled_post("useful", 3, "tie", platform="linkedin"),
    labeled_post("boast", 0, "self_focus"),
    labeled_post("story", 1, "self_focus", "anecdote", text="word " * 30),
    labeled_post("offer", 2, "tie", "self_focus"),
]


def predictions(
    *flagged: str, **probabilities: tuple[float, float, float, float]
) -> list[PostPrediction]:
    """Predict the right labels but for some probabilities; flag some posts as self-focused."""
    return [
        PostPrediction(
            {
                label: probabilities[label][row]
                if label in probabilities
                else float(post.label(label))
                for label in LABELS
            },
            ("self-focused",) if post.id in flagged else (),
        )
        for row, post in enumerate(POSTS)
    ]


def test_evaluate_scores_perfect_predictions() -> None:
    result = evaluate(POSTS, predictions(), THRESHOLDS)
    assert list(result.metrics) == list(LABELS)
    for label, metrics in result.metrics.items():
        if label != "question":
            assert (metrics.precision, metrics.recall, metrics.f1, metrics.auc) == (1, 1, 1, 1)
            assert metrics.brier_score == 0
        assert metrics.misclassified == ()
    assert result.metrics["question"].auc is None
    assert result.metrics["question"].auc_interval is None


def test_compute_metrics_compares_probabilities_with_the_threshold() -> None:
    metrics = compute_metrics("tie", POSTS, [0.3, 0.3, 0.2, 0.1], threshold=0.3)
    assert metrics.posts == 4
    assert metrics.positives == 2
    assert metrics.matrix == ConfusionMatrix(1, 1, 1, 1)
    assert metrics.f1 == 0.5
    assert metrics.f1_interval
    assert metrics.f1_interval.low < 0.5 < metrics.f1_interval.high
    assert sum(row.posts for row in metrics.calibration_bins) == 4


def test_misclassified_posts_are_sorted_by_confidence() -> None:
    metrics = compute_metrics("tie", POSTS, [0.4, 0.9, 0.1, 0.2], threshold=0.5)
    assert [one.post.id for one in metrics.misclassified] == ["boast", "offer", "useful"]
    assert [one.probability for one in metrics.misclassified] == [0.9, 0.2, 0.4]


def test_subgroups_are_platforms_and_lengths() -> None:
    result = evaluate(POSTS, predictions(relevance=(1, 1, 0, 0)), THRESHOLDS)
    subgroups = {subgroup.name: subgroup for subgroup in result.subgroups}
    assert {name: subgroup.posts for name, subgroup in subgroups.items()} == {
        "no platform": 3, "linkedin": 1, "up to 25 words": 3, "26 to 100 words": 1,
    }  # fmt: skip
    assert subgroups["linkedin"].f1["relevance"] == 1
    assert subgroups["linkedin"].f1["self_focus"] is None
    assert subgroups["no platform"].f1["relevance"] == 0
    assert subgroups["up to 25 words"].f1["relevance"] == 0.5


def test_false_alarms_are_useful_posts_with_errors() -> None:
    result = evaluate(POSTS, predictions("offer", "boast"), THRESHOLDS)
    assert result.useful_posts == 2
    assert [post.id for post in result.false_alarms] == ["offer"]


@pytest.mark.parametrize(
    ("flagged", "expected"),
    [
        ((), SelfFocusedErrors(0, 0, 2, 0, 1, 0)),
        (("boast", "story"), SelfFocusedErrors(2, 2, 2, 1, 1, 1)),
        (("offer",), SelfFocusedErrors(1, 0, 2, 1, 1, 0)),
    ],
)
def test_self_focused_errors_are_counted(
    flagged: tuple[str, ...], expected: SelfFocusedErrors
) -> None:
    result = evaluate(POSTS, predictions(*flagged), THRESHOLDS)
    assert result.self_focused_errors == expected
