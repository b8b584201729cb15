"""How well predictions agree with labels."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """Counts of a yes/no label against predictions."""

    both: int
    only_predicted: int
    only_labelled: int
    neither: int

    @property
    def precision(self) -> float:
        """Share of the predicted that are labelled so; 0 where nothing is predicted."""
        predicted = self.both + self.only_predicted
        return self.both / predicted if predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the labelled that are predicted; 0 where nothing is labelled."""
        labelled = self.both + self.only_labelled
        return self.both / labelled if labelled else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.both + self.only_predicted + self.only_labelled
        return 2 * self.both / total if total else 0.0


def compare(truth: Sequence[bool], predicted: Sequence[bool]) -> Agreement:
    """Count how predictions agree with labels."""
    pairs = list(zip(truth, predicted, strict=True))
    return Agreement(
        both=pairs.count((True, True)),
        only_predicted=pairs.count((False, True)),
        only_labelled=pairs.count((True, False)),
        neither=pairs.count((False, False)),
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


def best_threshold(truth: Sequence[bool], scores: Sequence[float]) -> float:
    """Return the cut, in steps of 0.01, with the best F1; the middle one of equals."""
    cuts = [step / 100 for step in range(5, 96)]
    by_cut = {cut: compare(truth, [score >= cut for score in scores]).f1 for cut in cuts}
    best = [cut for cut in cuts if by_cut[cut] == max(by_cut.values())]
    return best[len(best) // 2]
