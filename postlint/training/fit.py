"""Learning the models of all labels from labeled posts.

A label is learned from all posts and judged on those that are like life: its probabilities are
calibrated, and its threshold is chosen, on what models say of such posts by authors that they have
not seen (cross-validation over authors).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from postlint.core.errors import PostlintError
from postlint.scoring.features import Features, rejection_features
from postlint.scoring.logistic_model import LABELS, REJECT, LogisticModel, sigmoid
from postlint.training.dataset import LabeledPost
from postlint.training.metrics import best_threshold
from postlint.training.pipelines import (
    Blend,
    export,
    fit_blend,
    make_cue_pipeline,
    select_cue_features,
)

_FOLDS = 8
_MIN_POSTS = 30
"""Posts that are to be stopped, and others, from which `reject` can be learned."""

_MIN_PRECISION, _MAX_ANECDOTES, _MAX_FALSE_ALARMS = 0.9, 0.1, 0.02
"""At least so many of the stopped posts offer a client nothing; at most so many of the anecdotes,
and of the useful posts, are stopped."""


@dataclass(frozen=True)
class FittedModel:
    """A model and how it was chosen.

    Attributes:
        model: learned from all posts.
        oof_probabilities: of each post, by its index, the calibrated probability by a model that
            has seen no post of its author.
    """

    model: LogisticModel
    oof_probabilities: Mapping[int, float]


def fit_models(
    posts: Sequence[LabeledPost], features: Sequence[Features], judged: Sequence[int]
) -> dict[str, FittedModel]:
    """Learn the models of all labels and, from enough posts, that of `reject`.

    Args:
        posts: what to learn from.
        features: of each post.
        judged: the indices of posts that are like those in use, and that the encoder hasn't
            learned from.

    Raises:
        PostlintError: there are too few posts with or without a label.
    """
    fitted = {label: fit(label, posts, features, judged) for label in LABELS}
    flat = sum(posts[index].is_only_about_author for index in judged)
    if min(flat, len(judged) - flat) >= _MIN_POSTS:
        said = {label: result.oof_probabilities for label, result in fitted.items()}
        fitted[REJECT] = fit_reject(posts, features, said)
    return fitted


def fit(
    label: str,
    posts: Sequence[LabeledPost],
    features: Sequence[Features],
    judged: Sequence[int],
) -> FittedModel:
    """Learn one label, calibrated, with the threshold that has the best F1."""
    odds = cross_validate(label, posts, features)
    truth = [post.label(label) for post in posts]
    held_out, blend = _cross_fit_blend(posts, odds, features, truth, judged)
    threshold = best_threshold([truth[i] for i in judged], [held_out[i] for i in judged])
    model = blend.applied_to(learn(label, posts, features))
    typical = _feature_means(model, [features[index] for index in judged])
    return FittedModel(replace(model, threshold=threshold, typical=typical), held_out)


def fit_reject(
    posts: Sequence[LabeledPost],
    features: Sequence[Features],
    said: Mapping[str, Mapping[int, float]],
) -> FittedModel:
    """Learn how sure it is that an editor would stop a post, and choose from when on it's stopped.

    The threshold is the lowest from which on nine in ten of the posts that are stopped offer a
    client nothing, at most one anecdote in ten is stopped, and at most one useful post in fifty.

    Args:
        posts: the posts.
        features: of each post.
        said: by label, the held-out probability of each judged post, by its index.
    """
    judged = list(said["relevance"])
    reject_features = [
        rejection_features(features[index], {label: found[index] for label, found in said.items()})
        for index in judged
    ]
    score = LogisticModel(REJECT, 0.5, 0.0, REJECT_WEIGHTS)
    odds = [score.log_odds(one) for one in reject_features]
    truth = [posts[index].offers_nothing and not posts[index].label("anecdote") for index in judged]
    model = fit_blend(odds, reject_features, truth).applied_to(score)
    held_out = {
        index: model.probability(one) for index, one in zip(judged, reject_features, strict=True)
    }
    threshold = 1.0
    for cut in sorted({round(value, 3) for value in held_out.values()}, reverse=True):
        stopped = [posts[index] for index in judged if held_out[index] >= cut]
        if _meets_limits(stopped, [posts[index] for index in judged]):
            threshold = cut
    return FittedModel(replace(model, threshold=threshold), held_out)


REJECT_WEIGHTS = {
    "self_focus": 1.0,
    "no anecdote": 2.0,
    "no anecdote to the encoder": 2.0,
}
"""How much each decides on whether a post is stopped; found on the training posts."""


def _meets_limits(stopped: Sequence[LabeledPost], posts: Sequence[LabeledPost]) -> bool:
    anecdotes = sum(post.label("anecdote") for post in posts)
    lost = sum(post.label("anecdote") for post in stopped)
    right = sum(post.offers_nothing for post in stopped)
    useful = sum(post.is_useful for post in posts)
    alarms = sum(post.is_useful for post in stopped)
    return (
        right >= _MIN_PRECISION * len(stopped)
        and lost <= _MAX_ANECDOTES * anecdotes
        and alarms <= _MAX_FALSE_ALARMS * useful
    )


def _cross_fit_blend(
    posts: Sequence[LabeledPost],
    odds: Sequence[float],
    features: Sequence[Features],
    truth: Sequence[bool],
    judged: Sequence[int],
) -> tuple[dict[int, float], Blend]:
    """Return what blends say of judged posts whose author they haven't seen, and one of all posts.

    What they say are probabilities.
    """

    def blend(chosen: Sequence[int]) -> Blend:
        return fit_blend(
            [odds[i] for i in chosen], [features[i] for i in chosen], [truth[i] for i in chosen]
        )

    fold_of = dict(zip(judged, _folds([posts[index] for index in judged]), strict=True))
    held_out: dict[int, float] = {}
    for fold in set(fold_of.values()):
        inside = blend([index for index in judged if fold_of[index] != fold])
        for index in judged:
            if fold_of[index] == fold:
                held_out[index] = sigmoid(inside.log_odds(odds[index], features[index]))
    return held_out, blend(judged)


def cross_validate(
    label: str, posts: Sequence[LabeledPost], features: Sequence[Features]
) -> list[float]:
    """Return each post's log odds by a model that has seen no post of its author."""
    fold_of = _folds(posts)
    odds = [0.0] * len(posts)
    for fold in set(fold_of):
        inside = [index for index, other in enumerate(fold_of) if other != fold]
        model = learn(label, [posts[i] for i in inside], [features[i] for i in inside])
        for index, other in enumerate(fold_of):
            if other == fold:
                odds[index] = model.log_odds(features[index])
    return odds


def learn(label: str, posts: Sequence[LabeledPost], features: Sequence[Features]) -> LogisticModel:
    """Learn one label from the cues of posts, with an even threshold."""
    truth = [post.label(label) for post in posts]
    if len(set(truth)) < 2:
        raise PostlintError(
            f"too few labeled posts to learn `{label}`: add some that have it and some that don't, "
            "by several authors"
        )
    return export(label, make_cue_pipeline().fit(list(map(select_cue_features, features)), truth))


def _feature_means(model: LogisticModel, features: Sequence[Features]) -> dict[str, float]:
    """Return the mean of each feature that the model weighs."""
    sums: dict[str, float] = defaultdict(float)
    for post in features:
        for name, value in post.items():
            sums[name] += value
    return {name: round(sums[name] / len(features), 4) for name in model.weights}


def _folds(posts: Sequence[LabeledPost]) -> list[int]:
    """Deal authors out to folds, the most productive first, each to the smallest fold."""
    sizes = [0] * _FOLDS
    fold_of: dict[str, int] = {}
    counts = Counter(post.author for post in posts)
    for author, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        fold_of[author] = min(range(_FOLDS), key=lambda fold: sizes[fold])
        sizes[fold_of[author]] += count
    return [fold_of[post.author] for post in posts]
