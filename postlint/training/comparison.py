"""Whether new models beat the built-in ones on someone's own posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postlint.scoring.features import Features
from postlint.scoring.logistic_model import LABELS, LogisticModel
from postlint.training.bootstrap import (
    bootstrap_weights,
    percentile_interval,
    precision_recall_f1_values,
)
from postlint.training.dataset import LabeledPost
from postlint.training.fit import FittedModel
from postlint.training.metrics import auc, precision_recall_f1


@dataclass(frozen=True)
class ModelScores:
    """How well one model predicts a label.

    Attributes:
        f1: at the model's own threshold.
        auc: area under the ROC curve; None if all labels are the same.
    """

    f1: float
    auc: float | None


@dataclass(frozen=True)
class ModelComparison:
    """Two models of one label on the same posts.

    Attributes:
        label: what they predict.
        posts: the number of posts.
        builtin: the scores of the model that comes with postlint.
        new: the scores of the new model's out-of-fold probabilities.
        verdict: `better`, `worse`, or `no clear difference`.
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
    return [
        _compare(
            label,
            chosen,
            [builtin[label].probability(features[index]) for index in indices],
            builtin[label].threshold,
            [result.oof_probabilities[index] for index in indices],
            result.model.threshold,
        )
        for label, result in fitted.items()
        if label in LABELS
    ]


def _compare(
    label: str,
    posts: Sequence[LabeledPost],
    old: Sequence[float],
    old_threshold: float,
    new: Sequence[float],
    new_threshold: float,
) -> ModelComparison:
    truth = [post.label(label) for post in posts]
    old_predicted = [probability >= old_threshold for probability in old]
    new_predicted = [probability >= new_threshold for probability in new]
    weights = bootstrap_weights([post.author for post in posts])
    _, _, old_f1 = precision_recall_f1_values(truth, old_predicted, weights)
    _, _, new_f1 = precision_recall_f1_values(truth, new_predicted, weights)
    gain = percentile_interval(new_f1 - old_f1)
    verdict = "no clear difference"
    if gain and gain.low > 0:
        verdict = "better"
    elif gain and gain.high < 0:
        verdict = "worse"
    return ModelComparison(
        label,
        len(posts),
        ModelScores(precision_recall_f1(truth, old_predicted).f1, auc(truth, old)),
        ModelScores(precision_recall_f1(truth, new_predicted).f1, auc(truth, new)),
        verdict,
    )
