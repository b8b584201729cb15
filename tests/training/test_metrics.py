"""Figures of agreement, against scikit-learn's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as theirs

from postlint.training.metrics import (
    auc,
    best_threshold,
    bootstrap_samples,
    brier_score,
    calibration_bins,
    confusion_matrix,
    percentile_interval,
)

PAIRS = st.lists(st.tuples(st.booleans(), st.sampled_from([0.0, 0.2, 0.5, 0.7, 1.0])), min_size=2)


@given(PAIRS)
def test_auc_is_that_of_scikit_learn(pairs: list[tuple[bool, float]]) -> None:
    truth, scores = [t for t, _ in pairs], [s for _, s in pairs]
    if len(set(truth)) < 2:
        assert auc(truth, scores) is None
    else:
        assert auc(truth, scores) == pytest.approx(theirs.roc_auc_score(truth, scores))


@given(PAIRS)
def test_precision_recall_and_f1_are_those_of_scikit_learn(pairs: list[tuple[bool, float]]) -> None:
    truth, predicted = [t for t, _ in pairs], [s >= 0.5 for _, s in pairs]
    agreement = confusion_matrix(truth, predicted)
    expected = theirs.precision_recall_fscore_support(
        truth, predicted, pos_label=True, average="binary", zero_division=0
    )
    assert (agreement.precision, agreement.recall, agreement.f1) == pytest.approx(expected[:3])


@given(PAIRS)
def test_brier_is_that_of_scikit_learn(pairs: list[tuple[bool, float]]) -> None:
    truth, scores = [t for t, _ in pairs], [s for _, s in pairs]
    expected = theirs.brier_score_loss(truth, scores, pos_label=True, labels=[False, True])
    assert brier_score(truth, scores) == pytest.approx(expected)


def test_the_best_threshold_is_half_of_the_best_f1() -> None:
    assert best_threshold([False, False, True, True], [0.1, 0.2, 0.6, 0.9]) == 0.5
    assert best_threshold([False, True, False, True], [0.1, 0.2, 0.6, 0.9]) == 0.4
    assert best_threshold([False, False], [0.1, 0.9]) == 0.5


def test_reliability_sets_what_was_said_beside_what_holds() -> None:
    rows = calibration_bins([False, True, True, True], [0.02, 0.08, 0.95, 1.0])
    assert [tuple(row) for row in rows] == [
        (2, pytest.approx(0.05), 0.5),
        (2, pytest.approx(0.975), 1),
    ]


def test_samples_hold_all_posts_of_an_author_or_none() -> None:
    authors = ["a", "b", "a", "c"]
    samples = list(bootstrap_samples(authors))
    assert len(samples) == 1000
    assert samples == list(bootstrap_samples(authors))
    for indices in samples:
        assert indices.count(0) == indices.count(2)
    assert {len(indices) for indices in samples} == {3, 4, 5, 6}


def test_the_interval_is_the_middle_of_what_was_drawn() -> None:
    assert percentile_interval(None for _ in range(9)) is None
    assert percentile_interval([*map(float, range(1001)), None]) == (25, 975)
