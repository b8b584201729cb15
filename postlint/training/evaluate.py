"""Measuring judgements against labeled posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from math import inf

from postlint.scoring.model import LABELS
from postlint.training.judged import Judged
from postlint.training.labelled import LabelledPost
from postlint.training.metrics import (
    Agreement,
    Bin,
    Interval,
    auc,
    brier,
    compare,
    draws,
    interval,
    reliability,
)

_STOPPING = "self-focused"
"""The rule whose error stops a post that is only about its author."""

_LENGTHS = {"up to 25 words": 25, "26 to 100 words": 100, "over 100 words": inf}


@dataclass(frozen=True)
class Miss:
    """A post that is judged otherwise than it is labeled.

    Attributes:
        post: the post.
        probability: how likely the label was taken to be.
    """

    post: LabelledPost
    probability: float


@dataclass(frozen=True)
class Figures:
    """How well one label is judged; intervals are those of 95 %.

    Attributes:
        posts: how many posts were judged.
        labelled: how many have the label.
        threshold: from which probability on it was taken to hold.
        agreement: how often it was rightly or wrongly taken to hold or not.
        auc: the chance that a post with the label gets a higher probability than one without;
            None where all posts are labeled alike.
        brier: mean squared error of the probabilities.
        reliability: what share has the label where it was said to be likely, in tenths.
        misses: the posts judged wrongly, the surest first.
    """

    posts: int
    labelled: int
    threshold: float
    agreement: Agreement
    precision_interval: Interval | None
    recall_interval: Interval | None
    f1_interval: Interval | None
    auc: float | None
    auc_interval: Interval | None
    brier: float
    reliability: tuple[Bin, ...]
    misses: tuple[Miss, ...]


@dataclass(frozen=True)
class Group:
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
class Stopped:
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

    figures: Mapping[str, Figures]
    groups: tuple[Group, ...]
    useful: int
    false_alarms: tuple[LabelledPost, ...]
    stopped: Stopped


def evaluate(
    posts: Sequence[LabelledPost], judged: Sequence[Judged], thresholds: Mapping[str, float]
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
        stopped=_stopped(posts, judged),
    )


def _stopped(posts: Sequence[LabelledPost], judged: Sequence[Judged]) -> Stopped:
    stopped = [_STOPPING in found.errors for found in judged]
    flat = [post.label("self_focus") and not post.label("anecdote") for post in posts]
    anecdotes = [post.label("anecdote") for post in posts]
    return Stopped(
        posts=sum(stopped),
        right=sum(post.offers_nothing for post in compress(posts, stopped)),
        flat=sum(flat),
        flat_stopped=sum(compress(flat, stopped)),
        anecdotes=sum(anecdotes),
        anecdotes_stopped=sum(compress(anecdotes, stopped)),
    )


def _groups(
    posts: Sequence[LabelledPost], judged: Sequence[Judged], thresholds: Mapping[str, float]
) -> Iterator[Group]:
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
                f1[label] = compare(truth, taken).f1 if any(truth) else None
            yield Group(name, len(inside), f1)


def _length(post: LabelledPost) -> str:
    words = len(post.text.split())
    return next(name for name, most in _LENGTHS.items() if words <= most)


def measure(
    label: str, posts: Sequence[LabelledPost], probabilities: Sequence[float], threshold: float
) -> Figures:
    """Compare the probabilities of one label with the labels."""
    truth = [post.label(label) for post in posts]
    taken = [probability >= threshold for probability in probabilities]
    agreements: list[Agreement] = []
    areas: list[float | None] = []
    for indices in draws([post.author for post in posts]):
        held = [truth[index] for index in indices]
        agreements.append(compare(held, [taken[index] for index in indices]))
        areas.append(auc(held, [probabilities[index] for index in indices]))
    misses = [
        Miss(post, probability)
        for post, probability in zip(posts, probabilities, strict=True)
        if (probability >= threshold) != post.label(label)
    ]
    misses.sort(key=lambda miss: -abs(miss.probability - miss.post.label(label)))
    return Figures(
        posts=len(posts),
        labelled=sum(truth),
        threshold=threshold,
        agreement=compare(truth, taken),
        precision_interval=interval(drawn.precision for drawn in agreements),
        recall_interval=interval(drawn.recall for drawn in agreements),
        f1_interval=interval(drawn.f1 for drawn in agreements),
        auc=auc(truth, probabilities),
        auc_interval=interval(areas),
        brier=brier(truth, probabilities),
        reliability=tuple(reliability(truth, probabilities)),
        misses=tuple(misses),
    )
