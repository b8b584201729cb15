"""Whether new models beat the shipped ones on someone's own posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postlint.scoring.features import Features
from postlint.scoring.logistic_model import LABELS, LogisticModel
from postlint.training.dataset import LabeledPost
from postlint.training.fit import FittedModel
from postlint.training.metrics import auc, bootstrap_samples, confusion_matrix, percentile_interval


@dataclass(frozen=True)
class ModelScores:
    """How well one model judges a label.

    Attributes:
        f1: at the model's own threshold.
        auc: None where all posts are labeled alike.
    """

    f1: float
    auc: float | None


@dataclass(frozen=True)
class ModelComparison:
    """Two models of one label on the same posts.

    Attributes:
        label: what they judge.
        posts: on how many posts.
        shipped: how the model that comes with postlint does.
        new: how the new one does, where its like had not seen the posts' authors.
        verdict: `better`, `worse`, or `no clear difference`.
    """

    label: str
    posts: int
    shipped: ModelScores
    new: ModelScores
    verdict: str


def compare_models(
    posts: Sequence[LabeledPost],
    features: Sequence[Features],
    indices: Sequence[int],
    fitted: Mapping[str, FittedModel],
    shipped: Mapping[str, LogisticModel],
) -> list[ModelComparison]:
    """Compare new models with the shipped ones on the chosen posts, label by label."""
    judged = [posts[index] for index in indices]
    return [
        _compare(
            judged,
            label,
            [shipped[label].probability(features[index]) for index in indices],
            shipped[label].threshold,
            [result.oof_probabilities[index] for index in indices],
            result.model.threshold,
        )
        for label, result in fitted.items()
        if label in LABELS
    ]


def _compare(
    posts: Sequence[LabeledPost],
    label: str,
    old: Sequence[float],
    old_threshold: float,
    new: Sequence[float],
    new_threshold: float,
) -> ModelComparison:
    truth = [post.label(label) for post in posts]
    old_predicted = [probability >= old_threshold for probability in old]
    new_predicted = [probability >= new_threshold for probability in new]

    def gain(indices: list[int]) -> float:
        held = [truth[index] for index in indices]
        ours = confusion_matrix(held, [new_predicted[index] for index in indices]).f1
        return ours - confusion_matrix(held, [old_predicted[index] for index in indices]).f1

    span = percentile_interval(map(gain, bootstrap_samples([post.author for post in posts])))
    verdict = "no clear difference"
    if span and span.low > 0:
        verdict = "better"
    elif span and span.high < 0:
        verdict = "worse"
    return ModelComparison(
        label,
        len(posts),
        ModelScores(confusion_matrix(truth, old_predicted).f1, auc(truth, old)),
        ModelScores(confusion_matrix(truth, new_predicted).f1, auc(truth, new)),
        verdict,
    )
