"""Whether new models beat the built-in ones on someone's own posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postlint.scoring.features import Features
from postlint.scoring.logistic_model import LABELS, LogisticModel
from postlint.training.bootstrap import (
    Values,
    Weights,
    bootstrap_weights,
    percentile_interval,
    precision_recall_f1_values,
)
from postlint.training.dataset import LabeledPost
from postlint.training.fit import FittedModel
from postlint.training.metrics import auc, precision_recall_f1


@dataclass(frozen=True)
class ModelScores:
    """F1 of a model at its own threshold, and its AUC: None if all labels are the same."""

    f1: float
    auc: float | None


@dataclass(frozen=True)
class ModelComparison:
    """The built-in model of a label and a new one on the same number of posts.

    The new model is scored by its out-of-fold probabilities. The verdict is `better`, `worse`, or
    `no clear difference`.
    """

    label: str
    posts: int
    builtin: ModelScores
    new: ModelScores
    verdict: str


def compare_models(
    posts: Sequence[LabeledPost],
    features: Sequence[Features],
    indices: Sequence[int],
    fitted: Mapping[str, FittedModel],
    builtin: Mapping[str, LogisticModel],
) -> list[ModelComparison]:
    """Compare new models with the built-in ones on the chosen posts, label by label."""
    chosen = [posts[index] for index in indices]
    weights = bootstrap_weights([post.author for post in chosen])
    comparisons: list[ModelComparison] = []
    for label in LABELS:
        if label not in fitted:
            continue
        truth = [post.label(label) for post in chosen]
        old, new = builtin[label], fitted[label]
        old_f1s, old_scores = _score(
            truth, [old.probability(features[index]) for index in indices], old.threshold, weights
        )
        new_f1s, new_scores = _score(
            truth, [new.oof_probabilities[index] for index in indices], new.model.threshold, weights
        )
        gain = percentile_interval(new_f1s - old_f1s)
        verdict = "no clear difference"
        if gain and gain.low > 0:
            verdict = "better"
        elif gain and gain.high < 0:
            verdict = "worse"
        comparisons.append(ModelComparison(label, len(chosen), old_scores, new_scores, verdict))
    return comparisons


def _score(
    truth: Sequence[bool], probabilities: Sequence[float], threshold: float, weights: Weights
) -> tuple[Values, ModelScores]:
    """Return a model's F1 in each bootstrap sample, and its scores on all posts."""
    predicted = [probability >= threshold for probability in probabilities]
    _, _, f1_values = precision_recall_f1_values(truth, predicted, weights)
    scores = ModelScores(precision_recall_f1(truth, predicted).f1, auc(truth, probabilities))
    return f1_values, scores
