"""Metrics of predictions: small cases that can be checked by hand."""

from __future__ import annotations

import pytest

from postlint.training.metrics import (
    ConfusionMatrix,
    auc,
    best_threshold,
    brier_score,
    calibration_bins,
    confusion_matrix,
    precision_recall_f1,
)

TRUTH = [True, True, True, False, False]
PREDICTED = [True, True, False, True, False]


def test_confusion_matrix_counts_predictions_by_label() -> None:
    assert confusion_matrix(TRUTH, PREDICTED) == ConfusionMatrix(
        true_positives=2, false_positives=1, false_negatives=1, true_negatives=1
    )
    assert confusion_matrix([False], [False]) == ConfusionMatrix(0, 0, 0, 1)


def test_precision_recall_f1() -> None:
    assert precision_recall_f1(TRUTH, [True, False, False, False, False]) == pytest.approx(
        (1, 1 / 3, 0.5)
    )


@pytest.mark.parametrize("truth", [[False, False], [True, False]])
def test_precision_recall_f1_is_0_without_positive_predictions(truth: list[bool]) -> None:
    assert precision_recall_f1(truth, [False, False]) == (0, 0, 0)


def test_auc_counts_ties_half() -> None:
    assert auc([False, True, False, True], [0.1, 0.2, 0.3, 0.4]) == 0.75
    assert auc([False, True], [0.5, 0.5]) == 0.5


@pytest.mark.parametrize("label", [True, False])
def test_auc_is_undefined_if_all_labels_are_the_same(label: bool) -> None:
    assert auc([label, label], [0.1, 0.9]) is None


@pytest.mark.parametrize("truth", [[False, True], [False, False], [True, True]])
def test_brier_score_is_the_mean_squared_difference(truth: list[bool]) -> None:
    expected = (abs(0.1 - truth[0]) ** 2 + abs(0.7 - truth[1]) ** 2) / 2
    assert brier_score(truth, [0.1, 0.7]) == pytest.approx(expected)


def test_calibration_bins_compare_probabilities_with_labels() -> None:
    bins = calibration_bins([False, True, True, True], [0.02, 0.08, 0.95, 1.0])
    assert [row._asdict() for row in bins] == [
        {"posts": 2, "predicted": pytest.approx(0.05), "observed": 0.5},
        {"posts": 2, "predicted": pytest.approx(0.975), "observed": 1},
    ]


def test_calibration_bins_count_probabilities_at_their_edges() -> None:
    probabilities = [step / 10 for step in range(11)]
    bins = calibration_bins([True] * 11, probabilities)
    assert sum(row.posts for row in bins) == 11
    assert all(row.observed == 1 for row in bins)


def test_best_threshold_is_half_of_the_best_f1() -> None:
    assert best_threshold([False, False, True, True], [0.1, 0.2, 0.6, 0.9]) == 0.5
    assert best_threshold([False, True, False, True], [0.1, 0.2, 0.6, 0.9]) == 0.4


def test_best_threshold_is_even_if_no_post_has_the_label() -> None:
    assert best_threshold([False, False], [0.1, 0.9]) == 0.5
    assert best_threshold([], []) == 0.5
