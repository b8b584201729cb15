"""Confidence intervals by the bootstrap over authors, which scikit-learn doesn't have.

The functions compute a metric for all samples at once: calling scikit-learn for each of them takes
a hundred times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
"""A metric's value in each sample."""

Weights = NDArray[np.int64]
"""How often each sample contains each post; shape (samples, posts)."""

_SAMPLES = 1000


class Interval(NamedTuple):
    """A metric's 95% confidence interval."""

    low: float
    high: float


def bootstrap_weights(authors: Sequence[str]) -> Weights:
    """Draw samples of authors, with replacement, and return how often each contains each post.

    Authors are drawn rather than posts because posts of one author are similar (cluster bootstrap;
    Efron and Tibshirani 1993). `authors` has the author of each post.
    """
    rows = {author: row for row, author in enumerate(dict.fromkeys(authors))}
    random = Random(0)
    samples = [random.choices(range(len(rows)), k=len(rows)) for _ in range(_SAMPLES)]
    counts = np.stack([np.bincount(sample, minlength=len(rows)) for sample in samples])
    return counts[:, [rows[author] for author in authors]]


def percentile_interval(values: Values) -> Interval | None:
    """Return the middle 95% of a metric's values; None if it's undefined (NaN) in all samples."""
    if np.isnan(values).all():
        return None
    low, high = np.nanquantile(values, (0.025, 0.975), method="nearest").tolist()
    return Interval(low, high)


def precision_recall_f1_values(
    truth: Sequence[bool], predicted: Sequence[bool], weights: Weights
) -> tuple[Values, Values, Values]:
    """Return precision, recall, and F1 in each sample; each is 0 where it isn't defined."""
    labels, predictions = np.array(truth), np.array(predicted)
    true_positives = weights @ (labels & predictions)
    positives, predicted_positives = weights @ labels, weights @ predictions
    return (
        _ratio(true_positives, predicted_positives),
        _ratio(true_positives, positives),
        _ratio(2 * true_positives, positives + predicted_positives),
    )


def auc_values(truth: Sequence[bool], probabilities: Sequence[float], weights: Weights) -> Values:
    """Return the area under the ROC curve in each sample; NaN where all labels are the same.

    It counts the pairs of a positive and a negative in which the positive has the higher
    probability; ties count half (Mann and Whitney 1947).
    """
    order = np.argsort(probabilities)
    _, first_of_ties = np.unique(np.array(probabilities)[order], return_index=True)
    labels, sorted_weights = np.array(truth)[order], weights[:, order]
    positives = np.add.reduceat(sorted_weights * labels, first_of_ties, axis=1)
    negatives = np.add.reduceat(sorted_weights * ~labels, first_of_ties, axis=1)
    wins = (positives * (negatives.cumsum(axis=1) - negatives / 2)).sum(axis=1)
    pairs = positives.sum(axis=1) * negatives.sum(axis=1)
    return np.where(pairs > 0, _ratio(wins, pairs), np.nan)


def _ratio(numerators: NDArray[np.number], denominators: NDArray[np.number]) -> Values:
    """Divide; a ratio is 0 where the denominator is."""
    ratios: Values = numerators / np.maximum(denominators, 1)
    return ratios
