"""Bootstrap samples of authors, against scikit-learn's metrics of each sample."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from postlint.training.bootstrap import (
    auc_values,
    bootstrap_weights,
    percentile_interval,
    precision_recall_f1_values,
)

ROWS = st.lists(
    st.tuples(st.booleans(), st.sampled_from([0.0, 0.2, 0.5, 0.7, 1.0]), st.sampled_from("abcdef")),
    min_size=2,
    max_size=20,
)
SAMPLES = 20
"""Samples that are compared with scikit-learn, which is slow."""


def test_bootstrap_weights_draw_all_posts_of_an_author_or_none() -> None:
    weights = bootstrap_weights(["a", "b", "a", "c"])
    assert weights.shape == (1000, 4)
    assert (weights[:, 0] == weights[:, 2]).all()
    assert set(weights.sum(axis=1).tolist()) == {3, 4, 5, 6}


def test_bootstrap_weights_draw_as_many_authors_as_there_are() -> None:
    weights = bootstrap_weights(["a", "b", "c", "d"])
    assert (weights.sum(axis=1) == 4).all()
    assert weights.mean(axis=0) == pytest.approx(np.ones(4), abs=0.1)


def test_bootstrap_weights_are_the_same_in_every_run() -> None:
    authors = ["a", "b", "a", "c"]
    assert (bootstrap_weights(authors) == bootstrap_weights(authors)).all()


@settings(deadline=None, max_examples=25)
@given(ROWS)
def test_precision_recall_f1_values_equal_scikit_learns(
    rows: list[tuple[bool, float, str]],
) -> None:
    truth, predicted = [row[0] for row in rows], [row[1] >= 0.5 for row in rows]
    weights = bootstrap_weights([row[2] for row in rows])[:SAMPLES]
    values = np.stack(precision_recall_f1_values(truth, predicted, weights), axis=1)
    for sample, found in zip(weights, values, strict=True):
        expected = metrics.precision_recall_fscore_support(
            truth, predicted, average="binary", zero_division=0, sample_weight=sample
        )
        assert found == pytest.approx(expected[:3])


@settings(deadline=None, max_examples=25)
@given(ROWS)
def test_auc_values_equal_scikit_learns(rows: list[tuple[bool, float, str]]) -> None:
    truth, probabilities = [row[0] for row in rows], [row[1] for row in rows]
    weights = bootstrap_weights([row[2] for row in rows])[:SAMPLES]
    for sample, found in zip(weights, auc_values(truth, probabilities, weights), strict=True):
        labels = {label for label, weight in zip(truth, sample, strict=True) if weight}
        if len(labels) < 2:
            assert math.isnan(found)
        else:
            expected = metrics.roc_auc_score(truth, probabilities, sample_weight=sample)
            assert found == pytest.approx(expected)


def test_percentile_interval_is_the_middle_of_the_defined_values() -> None:
    values = np.array([*range(1001), np.nan], dtype=np.float64)
    assert percentile_interval(values) == (25, 975)
    assert percentile_interval(np.array([np.nan, np.nan])) is None
