"""Figures of agreement, against scikit-learn's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as theirs

from postlint.training.metrics import auc, best_threshold, compare

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
    agreement = compare(truth, predicted)
    expected = theirs.precision_recall_fscore_support(
        truth, predicted, pos_label=True, average="binary", zero_division=0
    )
    assert (agreement.precision, agreement.recall, agreement.f1) == pytest.approx(expected[:3])


def test_the_best_threshold_parts_the_labels() -> None:
    assert 0.2 < best_threshold([False, False, True, True], [0.1, 0.2, 0.6, 0.9]) <= 0.6
