"""Whether new models beat the shipped ones on someone's own posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postlint.scoring.features import Features
from postlint.scoring.model import LABELS, Model
from postlint.training.fit import Fitted
from postlint.training.labelled import LabelledPost
from postlint.training.metrics import auc, compare, draws, interval


@dataclass(frozen=True)
class Side:
    """How well one model judges a label.

    Attributes:
        f1: at the model's own threshold.
        auc: None where all posts are labeled alike.
    """

    f1: float
    auc: float | None


@dataclass(frozen=True)
class Contest:
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
    shipped: Side
    new: Side
    verdict: str


def hold_contest(
    posts: Sequence[LabelledPost],
    features: Sequence[Features],
    indices: Sequence[int],
    fitted: Mapping[str, Fitted],
    shipped: Mapping[str, Model],
) -> list[Contest]:
    """Compare new models with the shipped ones on the chosen posts, label by label."""
    judged = [posts[index] for index in indices]
    return [
        _contest(
            judged,
            label,
            [shipped[label].probability(features[index]) for index in indices],
            shipped[label].threshold,
            [result.held_out[index] for index in indices],
            result.model.threshold,
        )
        for label, result in fitted.items()
        if label in LABELS
    ]


def _contest(
    posts: Sequence[LabelledPost],
    label: str,
    old: Sequence[float],
    old_threshold: float,
    new: Sequence[float],
    new_threshold: float,
) -> Contest:
    truth = [post.label(label) for post in posts]
    old_taken = [probability >= old_threshold for probability in old]
    new_taken = [probability >= new_threshold for probability in new]

    def gain(indices: list[int]) -> float:
        held = [truth[index] for index in indices]
        ours = compare(held, [new_taken[index] for index in indices]).f1
        return ours - compare(held, [old_taken[index] for index in indices]).f1

    span = interval(map(gain, draws([post.author for post in posts])))
    verdict = "no clear difference"
    if span and span.low > 0:
        verdict = "better"
    elif span and span.high < 0:
        verdict = "worse"
    return Contest(
        label,
        len(posts),
        Side(compare(truth, old_taken).f1, auc(truth, old)),
        Side(compare(truth, new_taken).f1, auc(truth, new)),
        verdict,
    )
