"""How well predictions agree with labels: scikit-learn's metrics for one yes/no label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from sklearn import metrics
from sklearn.calibration import calibration_curve

_BINS = 10


@dataclass(frozen=True)
class ConfusionMatrix:
    """How many predictions are right and wrong, by label."""

    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int


class PrecisionRecallF1(NamedTuple):
    """Scores of yes/no predictions; each is 0 where it isn't defined."""

    precision: float
    recall: float
    f1: float


class CalibrationBin(NamedTuple):
    """The number of posts with similar probabilities, their mean, and the share with the label."""

    posts: int
    predicted: float
    observed: float


def confusion_matrix(truth: Sequence[bool], predicted: Sequence[bool]) -> ConfusionMatrix:
    """Count the right and the wrong predictions."""
    matrix = metrics.confusion_matrix(truth, predicted, labels=[False, True])
    (true_negatives, false_positives), (false_negatives, true_positives) = matrix.tolist()
    return ConfusionMatrix(true_positives, false_positives, false_negatives, true_negatives)


def precision_recall_f1(truth: Sequence[bool], predicted: Sequence[bool]) -> PrecisionRecallF1:
    """Return precision, recall, and F1 of yes/no predictions."""
    scores = metrics.precision_recall_fscore_support(
        truth, predicted, average="binary", zero_division=0
    )
    return PrecisionRecallF1(*map(float, scores[:3]))


def auc(truth: Sequence[bool], probabilities: Sequence[float]) -> float | None:
    """Return the area under the ROC curve; None if all labels are the same.

    It's the chance that a post with the label has a higher probability than one without.
    """
    if len(set(truth)) < 2:
        return None
    return float(metrics.roc_auc_score(truth, probabilities))


def format_auc(area: float | None) -> str:
    """Return an area under the ROC curve for people; a hyphen if it's undefined."""
    return "-" if area is None else f"{area:.3f}"


def brier_score(truth: Sequence[bool], probabilities: Sequence[float]) -> float:
    """Return the mean squared difference between probability and label; 0 is perfect."""
    return float(metrics.brier_score_loss(truth, probabilities))


def calibration_bins(
    truth: Sequence[bool], probabilities: Sequence[float]
) -> tuple[CalibrationBin, ...]:
    """Return the calibration curve in ten bins of equal width, without the empty ones."""
    observed, predicted = calibration_curve(truth, probabilities, n_bins=_BINS)
    # The curve has no counts: these are of the same bins, which include their upper edges.
    edges = np.linspace(0, 1, _BINS + 1)[1:-1]
    counts = np.bincount(np.searchsorted(edges, probabilities))
    rows = zip(counts[counts > 0].tolist(), predicted.tolist(), observed.tolist(), strict=True)
    return tuple(CalibrationBin(*row) for row in rows)


def best_threshold(truth: Sequence[bool], probabilities: Sequence[float]) -> float:
    """Return the threshold of calibrated probabilities with the best expected F1.

    That's half of the best F1 itself (Lipton, Elkan, and Narayanaswamy 2014). It varies less from
    sample to sample than the threshold that happens to have the best F1. It's 0.5 if no post has
    the label.
    """
    if not any(truth):
        return 0.5
    values = np.array(probabilities)
    best = max(
        metrics.f1_score(truth, values >= threshold, zero_division=0)
        for threshold in np.arange(5, 96) / 100
    )
    return round(float(best) / 2, 2) if best else 0.5
