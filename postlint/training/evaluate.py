"""Measuring judgements against labeled posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from math import inf

from postlint.scoring.logistic_model import LABELS
from postlint.training.dataset import LabeledPost
from postlint.training.metrics import (
    CalibrationBin,
    ConfusionMatrix,
    Interval,
    auc,
    bootstrap_samples,
    brier_score,
    calibration_bins,
    confusion_matrix,
    percentile_interval,
)
from postlint.training.predictions import PostPrediction

_SELF_FOCUSED_RULE = "self-focused"
"""The rule whose error stops a post that is only about its author."""

_LENGTHS = {"up to 25 words": 25, "26 to 100 words": 100, "over 100 words": inf}


@dataclass(frozen=True)
class Misclassification:
    """A post that is judged otherwise than it is labeled.

    Attributes:
        post: the post.
        probability: how likely the label was taken to be.
    """

    post: LabeledPost
    probability: float


@dataclass(frozen=True)
class LabelMetrics:
    """How well one label is judged; intervals are those of 95 %.

    Attributes:
        posts: how many posts were judged.
        labelled: how many have the label.
        threshold: from which probability on it was taken to hold.
        matrix: how often it was rightly or wrongly taken to hold or not.
        auc: the chance that a post with the label gets a higher probability than one without;
            None where all posts are labeled alike.
        brier: mean squared error of the probabilities.
        reliability: what share has the label where it was said to be likely, in tenths.
        misses: the posts judged wrongly, the surest first.
    """

    posts: int
    labelled: int
    threshold: float
    matrix: ConfusionMatrix
    precision_interval: Interval | None
    recall_interval: Interval | None
    f1_interval: Interval | None
    auc: float | None
    auc_interval: Interval | None
    brier_score: float
    calibration_bins: tuple[CalibrationBin, ...]
    misses: tuple[Misclassification, ...]


@dataclass(frozen=True)
class SubgroupMetrics:
    """How well the posts of one platform or length are judged.

    Attributes:
        name: which posts, such as `linkedin` or `up to 25 words`.
        posts: how many there are.
        f1: by label; None where no post has the label.
    """

    name: str
    posts: int
    f1: Mapping[str, float | None]


@dataclass(frozen=True)
class SelfFocusedErrors:
    """Which posts get the error `self-focused`.

    Attributes:
        posts: how many get it.
        right: how many of them offer a client nothing: not relevant, no tie, no question.
        flat: how many posts are labeled as only about their author and not as an anecdote.
        flat_stopped: how many of those get it.
        anecdotes: how many posts are labeled as anecdotes.
        anecdotes_stopped: how many of those get it.
    """

    posts: int
    right: int
    flat: int
    flat_stopped: int
    anecdotes: int
    anecdotes_stopped: int


@dataclass(frozen=True)
class Evaluation:
    """How well posts are judged.

    Attributes:
        figures: by label.
        groups: the same posts by platform, then by length.
        useful: the posts that are relevant and tie back to the reader.
        false_alarms: those among them in which a rule finds an error.
        stopped: the posts that get the error `self-focused`.
    """

    figures: Mapping[str, LabelMetrics]
    groups: tuple[SubgroupMetrics, ...]
    useful: int
    false_alarms: tuple[LabeledPost, ...]
    stopped: SelfFocusedErrors


def evaluate(
    posts: Sequence[LabeledPost], judged: Sequence[PostPrediction], thresholds: Mapping[str, float]
) -> Evaluation:
    """Compare judgements with labels."""
    useful = [(post, found) for post, found in zip(posts, judged, strict=True) if post.is_useful]
    return Evaluation(
        {
            label: measure(
                label, posts, [found.probabilities[label] for found in judged], thresholds[label]
            )
            for label in LABELS
        },
        groups=tuple(_groups(posts, judged, thresholds)),
        useful=len(useful),
        false_alarms=tuple(post for post, found in useful if found.errors),
        stopped=_self_focused_errors(posts, judged),
    )


def _self_focused_errors(
    posts: Sequence[LabeledPost], judged: Sequence[PostPrediction]
) -> SelfFocusedErrors:
    stopped = [_SELF_FOCUSED_RULE in found.errors for found in judged]
    flat = [post.label("self_focus") and not post.label("anecdote") for post in posts]
    anecdotes = [post.label("anecdote") for post in posts]
    return SelfFocusedErrors(
        posts=sum(stopped),
        right=sum(post.offers_nothing for post in compress(posts, stopped)),
        flat=sum(flat),
        flat_stopped=sum(compress(flat, stopped)),
        anecdotes=sum(anecdotes),
        anecdotes_stopped=sum(compress(anecdotes, stopped)),
    )


def _groups(
    posts: Sequence[LabeledPost], judged: Sequence[PostPrediction], thresholds: Mapping[str, float]
) -> Iterator[SubgroupMetrics]:
    """Yield the platforms, the most frequent first, and the lengths, the shortest first."""
    platforms = Counter(post.platform or "no platform" for post in posts)
    lengths = [_length(post) for post in posts]
    names = [
        (name, [(post.platform or "no platform") == name for post in posts])
        for name, _ in platforms.most_common()
    ]
    names += [(name, [length == name for length in lengths]) for name in _LENGTHS]
    for name, chosen in names:
        inside = [index for index, wanted in enumerate(chosen) if wanted]
        if inside:
            f1: dict[str, float | None] = {}
            for label in LABELS:
                truth = [posts[index].label(label) for index in inside]
                taken = [
                    judged[index].probabilities[label] >= thresholds[label] for index in inside
                ]
                f1[label] = confusion_matrix(truth, taken).f1 if any(truth) else None
            yield SubgroupMetrics(name, len(inside), f1)


def _length(post: LabeledPost) -> str:
    words = len(post.text.split())
    return next(name for name, most in _LENGTHS.items() if words <= most)


def measure(
    label: str, posts: Sequence[LabeledPost], probabilities: Sequence[float], threshold: float
) -> LabelMetrics:
    """Compare the probabilities of one label with the labels."""
    truth = [post.label(label) for post in posts]
    taken = [probability >= threshold for probability in probabilities]
    confusions: list[ConfusionMatrix] = []
    areas: list[float | None] = []
    for indices in bootstrap_samples([post.author for post in posts]):
        held = [truth[index] for index in indices]
        confusions.append(confusion_matrix(held, [taken[index] for index in indices]))
        areas.append(auc(held, [probabilities[index] for index in indices]))
    misses = [
        Misclassification(post, probability)
        for post, probability in zip(posts, probabilities, strict=True)
        if (probability >= threshold) != post.label(label)
    ]
    misses.sort(key=lambda miss: -abs(miss.probability - miss.post.label(label)))
    return LabelMetrics(
        posts=len(posts),
        labelled=sum(truth),
        threshold=threshold,
        matrix=confusion_matrix(truth, taken),
        precision_interval=percentile_interval(drawn.precision for drawn in confusions),
        recall_interval=percentile_interval(drawn.recall for drawn in confusions),
        f1_interval=percentile_interval(drawn.f1 for drawn in confusions),
        auc=auc(truth, probabilities),
        auc_interval=percentile_interval(areas),
        brier_score=brier_score(truth, probabilities),
        calibration_bins=tuple(calibration_bins(truth, probabilities)),
        misses=tuple(misses),
    )
