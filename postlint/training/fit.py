"""Fits the models of all labels to labeled posts.

A label's cue model is fitted to all posts. Its probabilities are calibrated and its threshold is
chosen on the posts in the domain: those that are like the posts in use, not hard cases written for
training. The probabilities come from cross-validation over authors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from postlint.core.errors import PostlintError
from postlint.scoring.features import Features, rejection_features
from postlint.scoring.logistic_model import LABELS, REJECT, LogisticModel, sigmoid
from postlint.training.dataset import LabeledPost
from postlint.training.metrics import best_threshold
from postlint.training.pipelines import (
    Blend,
    author_folds,
    cross_validate_cues,
    fit_blend,
    fit_cues,
)

_MIN_POSTS = 30
"""Posts to reject, and others, that are needed to fit `reject`."""

_MIN_PRECISION = 0.9
"""At least this share of the rejected posts offers a client nothing."""

_MAX_ANECDOTE_SHARE = 0.1
"""At most this share of the anecdotes is rejected."""

_MAX_FALSE_ALARM_RATE = 0.02
"""At most this share of the useful posts is rejected."""

_REJECT_WEIGHTS = {
    "self_focus": 1.0,
    "no anecdote": 2.0,
    "no anecdote to the encoder": 2.0,
}
"""How much each feature counts for rejecting a post; found on the training posts."""


@dataclass(frozen=True)
class FittedModel:
    """A model and the probabilities that its threshold was chosen on.

    Attributes:
        model: fitted to all posts.
        oof_probabilities: the out-of-fold probability of each post in the domain, by its index:
            calibrated, by a model that wasn't fitted to posts of its author.
    """

    model: LogisticModel
    oof_probabilities: Mapping[int, float]


def fit_models(
    posts: Sequence[LabeledPost], features: Sequence[Features], in_domain: Sequence[int]
) -> dict[str, FittedModel]:
    """Fit the models of all labels and, if there are enough posts, that of `reject`.

    Args:
        posts: what to learn from.
        features: of each post.
        in_domain: the indices of posts that are like those in use, and that the encoder wasn't
            trained on.

    Raises:
        PostlintError: there are too few posts with or without a label.
    """
    fitted = {label: fit_label(label, posts, features, in_domain) for label in LABELS}
    to_reject = sum(posts[index].is_only_about_author for index in in_domain)
    if min(to_reject, len(in_domain) - to_reject) >= _MIN_POSTS:
        probabilities = {label: result.oof_probabilities for label, result in fitted.items()}
        fitted[REJECT] = fit_reject(posts, features, probabilities)
    return fitted


def fit_label(
    label: str,
    posts: Sequence[LabeledPost],
    features: Sequence[Features],
    in_domain: Sequence[int],
) -> FittedModel:
    """Fit one label's model, calibrate it, and choose the threshold with the best F1.

    Raises:
        PostlintError: there are too few posts with or without the label.
    """
    truth = [post.label(label) for post in posts]
    folds = author_folds([post.author for post in posts])
    if any(len({truth[row] for row in inside}) < 2 for inside, _ in folds):
        raise PostlintError(
            f"too few labeled posts to learn `{label}`: add some that have it and some that don't, "
            "by several authors"
        )
    cue_log_odds = cross_validate_cues(features, truth, folds)
    blend, probabilities = _cross_fit_blend(
        [cue_log_odds[index] for index in in_domain],
        [features[index] for index in in_domain],
        [truth[index] for index in in_domain],
        [posts[index].author for index in in_domain],
    )
    threshold = best_threshold([truth[index] for index in in_domain], probabilities)
    model = blend.applied_to(fit_cues(label, features, truth))
    return FittedModel(
        replace(model, threshold=threshold), dict(zip(in_domain, probabilities, strict=True))
    )


def _cross_fit_blend(
    cue_log_odds: Sequence[float],
    features: Sequence[Features],
    truth: Sequence[bool],
    authors: Sequence[str],
) -> tuple[Blend, list[float]]:
    """Fit a blend to all posts, and return each post's probability by one without its author."""

    def fit(rows: Sequence[int]) -> Blend:
        return fit_blend(
            [cue_log_odds[row] for row in rows],
            [features[row] for row in rows],
            [truth[row] for row in rows],
        )

    probabilities = [0.0] * len(truth)
    for inside, outside in author_folds(authors):
        blend = fit(inside)
        for row in outside:
            probabilities[row] = sigmoid(blend.log_odds(cue_log_odds[row], features[row]))
    return fit(range(len(truth))), probabilities


def fit_reject(
    posts: Sequence[LabeledPost],
    features: Sequence[Features],
    label_probabilities: Mapping[str, Mapping[int, float]],
) -> FittedModel:
    """Fit the model that says whether an editor would reject a post, and choose its threshold.

    The threshold is the lowest at which at least nine in ten of the rejected posts offer a client
    nothing, at most one anecdote in ten is rejected, and at most one useful post in fifty is.

    Args:
        posts: the posts.
        features: of each post.
        label_probabilities: by label, the out-of-fold probability of each post in the domain, by
            its index.
    """
    in_domain = list(label_probabilities["relevance"])
    reject_features = [
        rejection_features(
            features[index],
            {label: values[index] for label, values in label_probabilities.items()},
        )
        for index in in_domain
    ]
    chosen = [posts[index] for index in in_domain]
    score = LogisticModel(REJECT, 0.5, 0.0, _REJECT_WEIGHTS)
    model = fit_blend(
        [score.log_odds(row) for row in reject_features],
        reject_features,
        [post.offers_nothing and not post.label("anecdote") for post in chosen],
    ).applied_to(score)
    probabilities = [model.probability(row) for row in reject_features]
    threshold = _lowest_threshold_within_limits(chosen, probabilities)
    return FittedModel(
        replace(model, threshold=threshold), dict(zip(in_domain, probabilities, strict=True))
    )


def _lowest_threshold_within_limits(
    posts: Sequence[LabeledPost], probabilities: Sequence[float]
) -> float:
    """Return the lowest threshold at which the rejected posts meet all limits, 1 if none does."""
    thresholds = {round(probability, 3) for probability in probabilities}
    return min(
        (
            threshold
            for threshold in thresholds
            if _meets_limits(
                [
                    post
                    for post, probability in zip(posts, probabilities, strict=True)
                    if probability >= threshold
                ],
                posts,
            )
        ),
        default=1.0,
    )


def _meets_limits(rejected: Sequence[LabeledPost], posts: Sequence[LabeledPost]) -> bool:
    correct = sum(post.offers_nothing for post in rejected)
    anecdotes = sum(post.label("anecdote") for post in posts)
    rejected_anecdotes = sum(post.label("anecdote") for post in rejected)
    useful = sum(post.is_useful for post in posts)
    false_alarms = sum(post.is_useful for post in rejected)
    return (
        correct >= _MIN_PRECISION * len(rejected)
        and rejected_anecdotes <= _MAX_ANECDOTE_SHARE * anecdotes
        and false_alarms <= _MAX_FALSE_ALARM_RATE * useful
    )
