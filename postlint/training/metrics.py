"""How well predictions agree with labels."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

_BOOTSTRAP_ROUNDS = 1000
_BINS = 10


class Interval(NamedTuple):
    """Between these a figure lies in 95 of 100 samples of authors."""

    low: float
    high: float


class CalibrationBin(NamedTuple):
    """Posts with like probabilities: what was predicted of them and what held.

    Attributes:
        posts: how many there are.
        predicted: their mean probability.
        labelled: the share that has the label.
    """

    posts: int
    predicted: float
    labelled: float


@dataclass(frozen=True)
class ConfusionMatrix:
    """Counts of a yes/no label against predictions."""

    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int

    @property
    def precision(self) -> float:
        """Share of the predicted that are labeled so; 0 where nothing is predicted."""
        predicted = self.true_positives + self.false_positives
        return self.true_positives / predicted if predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the labeled that are predicted; 0 where nothing is labeled."""
        labelled = self.true_positives + self.false_negatives
        return self.true_positives / labelled if labelled else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.true_positives + self.false_positives + self.false_negatives
        return 2 * self.true_positives / total if total else 0.0


def confusion_matrix(truth: Sequence[bool], predicted: Sequence[bool]) -> ConfusionMatrix:
    """Count how predictions agree with labels."""
    pairs = list(zip(truth, predicted, strict=True))
    return ConfusionMatrix(
        true_positives=pairs.count((True, True)),
        false_positives=pairs.count((False, True)),
        false_negatives=pairs.count((True, False)),
        true_negatives=pairs.count((False, False)),
    )


def auc(truth: Sequence[bool], scores: Sequence[float]) -> float | None:
    """Return the area under the ROC curve; None where all labels are alike.

    It is the chance that a post with the label scores higher than one without (ties count half).
    """
    without = sorted(score for label, score in zip(truth, scores, strict=True) if not label)
    having = [score for label, score in zip(truth, scores, strict=True) if label]
    if not without or not having:
        return None
    wins = sum((bisect_left(without, score) + bisect_right(without, score)) / 2 for score in having)
    return wins / (len(without) * len(having))


def brier_score(truth: Sequence[bool], scores: Sequence[float]) -> float:
    """Return the mean squared difference of probability and label: 0 is perfect (Brier 1950)."""
    return sum((score - label) ** 2 for label, score in zip(truth, scores, strict=True)) / len(
        truth
    )


def calibration_bins(truth: Sequence[bool], scores: Sequence[float]) -> list[CalibrationBin]:
    """Return the posts by probability, in tenths; an empty tenth is left out."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for label, score in zip(truth, scores, strict=True):
        bins[min(int(score * _BINS), _BINS - 1)].append((score, label))
    return [
        CalibrationBin(
            len(rows),
            sum(score for score, _ in rows) / len(rows),
            sum(label for _, label in rows) / len(rows),
        )
        for _, rows in sorted(bins.items())
    ]


def bootstrap_samples(authors: Sequence[str]) -> Iterator[list[int]]:
    """Yield the indices of the posts of 1,000 samples of authors, drawn with replacement.

    Authors are drawn, not posts: posts of one author are alike (cluster bootstrap; Efron and
    Tibshirani 1993).
    """
    by_author: dict[str, list[int]] = defaultdict(list)
    for index, author in enumerate(authors):
        by_author[author].append(index)
    groups = list(by_author.values())
    random = Random(0)
    for _ in range(_BOOTSTRAP_ROUNDS):
        yield [index for group in random.choices(groups, k=len(groups)) for index in group]


def percentile_interval(drawn: Iterable[float | None]) -> Interval | None:
    """Return the middle 95 % of a figure's values in all samples that have one."""
    values = sorted(value for value in drawn if value is not None)
    if not values:
        return None
    last = len(values) - 1
    return Interval(values[round(0.025 * last)], values[round(0.975 * last)])


def best_threshold(truth: Sequence[bool], scores: Sequence[float]) -> float:
    """Return the cut of calibrated probabilities from which F1 can be expected to be best.

    That is half of the best F1 itself (Lipton, Elkan and Narayanaswamy 2014), and steadier from
    sample to sample than the cut that happens to have it. 0.5 where nothing can be told apart.
    """
    cuts = [step / 100 for step in range(5, 96)]
    best = max(confusion_matrix(truth, [score >= cut for score in scores]).f1 for cut in cuts)
    return round(best / 2, 2) if best else 0.5
