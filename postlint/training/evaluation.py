"""How well predictions agree with labeled posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from math import inf

from postlint.scoring.logistic_model import LABELS
from postlint.training.bootstrap import (
    Interval,
    auc_values,
    bootstrap_weights,
    percentile_interval,
    precision_recall_f1_values,
)
from postlint.training.dataset import LabeledPost
from postlint.training.metrics import (
    CalibrationBin,
    ConfusionMatrix,
    auc,
    brier_score,
    calibration_bins,
    confusion_matrix,
    precision_recall_f1,
)
from postlint.training.predictions import PostPrediction

_SELF_FOCUSED_RULE = "self-focused"
"""The rule whose error flags a post that is only about its author."""

_MAX_WORDS = {"up to 25 words": 25, "26 to 100 words": 100, "over 100 words": inf}
"""The subgroups by length, the shortest first, and the most words that a post in each one has."""


@dataclass(frozen=True)
class Misclassification:
    """A post whose prediction differs from its label, and the label's predicted probability."""

    post: LabeledPost
    probability: float


@dataclass(frozen=True)
class LabelMetrics:
    """How well one label is predicted. Intervals are 95% confidence intervals.

    Attributes:
        positives: how many of the posts have the label.
        threshold: the least probability at which the label is predicted.
        auc: area under the ROC curve; None if all labels are the same.
        misclassified: the posts with a wrong prediction, the most confident first.
    """

    posts: int
    positives: int
    threshold: float
    matrix: ConfusionMatrix
    precision: float
    precision_interval: Interval | None
    recall: float
    recall_interval: Interval | None
    f1: float
    f1_interval: Interval | None
    auc: float | None
    auc_interval: Interval | None
    brier_score: float
    calibration_bins: tuple[CalibrationBin, ...]
    misclassified: tuple[Misclassification, ...]


@dataclass(frozen=True)
class SubgroupMetrics:
    """How well the labels of the posts of one platform or length are predicted.

    Attributes:
        name: which posts, such as `linkedin` or `up to 25 words`.
        f1: by label; None if no post has the label.
    """

    name: str
    posts: int
    f1: Mapping[str, float | None]


@dataclass(frozen=True)
class SelfFocusedErrors:
    """How many posts get the error `self-focused`, and how many of some kinds of posts.

    Attributes:
        correct: how many of the posts that get it offer a client nothing.
        only_about_author: how many posts are labeled as self-focused and not as an anecdote.
    """

    posts: int
    correct: int
    only_about_author: int
    only_about_author_flagged: int
    anecdotes: int
    anecdotes_flagged: int


@dataclass(frozen=True)
class Evaluation:
    """How well predictions agree with labels.

    Attributes:
        metrics: by label.
        subgroups: the platforms, then the lengths.
        useful_posts: how many posts are relevant and tie back to the reader.
        false_alarms: the useful posts in which a rule finds an error.
    """

    metrics: Mapping[str, LabelMetrics]
    subgroups: tuple[SubgroupMetrics, ...]
    useful_posts: int
    false_alarms: tuple[LabeledPost, ...]
    self_focused_errors: SelfFocusedErrors


def evaluate(
    posts: Sequence[LabeledPost],
    predictions: Sequence[PostPrediction],
    thresholds: Mapping[str, float],
) -> Evaluation:
    """Compare the predictions for posts with their labels."""
    useful = [
        (post, prediction)
        for post, prediction in zip(posts, predictions, strict=True)
        if post.is_useful
    ]
    return Evaluation(
        metrics={
            label: compute_metrics(
                label,
                posts,
                [prediction.probabilities[label] for prediction in predictions],
                thresholds[label],
            )
            for label in LABELS
        },
        subgroups=tuple(_subgroups(posts, predictions, thresholds)),
        useful_posts=len(useful),
        false_alarms=tuple(post for post, prediction in useful if prediction.error_rules),
        self_focused_errors=_self_focused_errors(posts, predictions),
    )


def compute_metrics(
    label: str, posts: Sequence[LabeledPost], probabilities: Sequence[float], threshold: float
) -> LabelMetrics:
    """Compare the predicted probabilities of one label with the labels."""
    truth = [post.label(label) for post in posts]
    predicted = [probability >= threshold for probability in probabilities]
    weights = bootstrap_weights([post.author for post in posts])
    precision, recall, f1 = precision_recall_f1(truth, predicted)
    precisions, recalls, f1s = precision_recall_f1_values(truth, predicted, weights)
    misclassified = [
        Misclassification(post, probability)
        for post, probability, is_true, is_predicted in zip(
            posts, probabilities, truth, predicted, strict=True
        )
        if is_true != is_predicted
    ]
    misclassified.sort(key=lambda one: -abs(one.probability - one.post.label(label)))
    return LabelMetrics(
        posts=len(posts),
        positives=sum(truth),
        threshold=threshold,
        matrix=confusion_matrix(truth, predicted),
        precision=precision,
        precision_interval=percentile_interval(precisions),
        recall=recall,
        recall_interval=percentile_interval(recalls),
        f1=f1,
        f1_interval=percentile_interval(f1s),
        auc=auc(truth, probabilities),
        auc_interval=percentile_interval(auc_values(truth, probabilities, weights)),
        brier_score=brier_score(truth, probabilities),
        calibration_bins=calibration_bins(truth, probabilities),
        misclassified=tuple(misclassified),
    )


def _subgroups(
    posts: Sequence[LabeledPost],
    predictions: Sequence[PostPrediction],
    thresholds: Mapping[str, float],
) -> Iterator[SubgroupMetrics]:
    """Yield the platforms, the most frequent first, and the lengths, the shortest first."""
    platforms = [post.platform or "no platform" for post in posts]
    word_counts = [len(post.text.split()) for post in posts]
    lengths = [
        next(name for name, most in _MAX_WORDS.items() if words <= most) for words in word_counts
    ]
    by_platform = [(name, platforms) for name, _ in Counter(platforms).most_common()]
    by_length = [(name, lengths) for name in _MAX_WORDS if name in lengths]
    for name, subgroup_of in by_platform + by_length:
        rows = [row for row, subgroup in enumerate(subgroup_of) if subgroup == name]
        f1: dict[str, float | None] = {}
        for label in LABELS:
            truth = [posts[row].label(label) for row in rows]
            predicted = [predictions[row].probabilities[label] >= thresholds[label] for row in rows]
            f1[label] = precision_recall_f1(truth, predicted).f1 if any(truth) else None
        yield SubgroupMetrics(name, len(rows), f1)


def _self_focused_errors(
    posts: Sequence[LabeledPost], predictions: Sequence[PostPrediction]
) -> SelfFocusedErrors:
    flagged = [_SELF_FOCUSED_RULE in prediction.error_rules for prediction in predictions]
    only_about_author = [post.label("self_focus") and not post.label("anecdote") for post in posts]
    anecdotes = [post.label("anecdote") for post in posts]
    return SelfFocusedErrors(
        posts=sum(flagged),
        correct=sum(post.offers_nothing for post in compress(posts, flagged)),
        only_about_author=sum(only_about_author),
        only_about_author_flagged=sum(compress(only_about_author, flagged)),
        anecdotes=sum(anecdotes),
        anecdotes_flagged=sum(compress(anecdotes, flagged)),
    )
