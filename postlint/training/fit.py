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
from postlint.scoring.logistic_model import LABELS, REJECT, LogisticModel
from postlint.training.dataset import LabeledPost
from postlint.training.metrics import best_threshold
from postlint.training.pipelines import (
    apply_blend,
    author_folds,
    cross_validate_cues,
    fit_blend,
    fit_cues,
    select_blend_features,
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
    rows = [select_blend_features(cue_log_odds[index], features[index]) for index in in_domain]
    chosen_truth = [truth[index] for index in in_domain]
    probabilities = [0.0] * len(rows)
    for inside, outside in author_folds([posts[index].author for index in in_domain]):
        fold_blend = fit_blend(
            label, [rows[row] for row in inside], [chosen_truth[row] for row in inside]
        )
        for row in outside:
            probabilities[row] = fold_blend.probability(rows[row])
    blend = fit_blend(label, rows, chosen_truth)
    model = replace(
        apply_blend(blend, fit_cues(label, features, truth)),
        threshold=best_threshold(chosen_truth, probabilities),
    )
    return FittedModel(model, dict(zip(in_domain, probabilities, strict=True)))


def fit_reject(
    posts: Sequence[LabeledPost],
    features: Sequence[Features],
    label_probabilities: Mapping[str, Mapping[int, float]],
) -> FittedModel:
    """Fit the model that says whether an editor would reject a post, and choose its threshold.

    The threshold is the lowest at which at least nine in ten of the rejected posts offer a client
    nothing, at most one anecdote in ten is rejected, and at most one useful post in fifty is.

    Args:
        posts: what to learn from.
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
    blend = fit_blend(
        REJECT,
        [select_blend_features(score.log_odds(row), {}) for row in reject_features],
        [post.offers_nothing and not post.label("anecdote") for post in chosen],
    )
    model = apply_blend(blend, score)
    probabilities = [model.probability(row) for row in reject_features]
    threshold = _lowest_threshold_within_limits(chosen, probabilities)
    return FittedModel(
        replace(model, threshold=threshold), dict(zip(in_domain, probabilities, strict=True))
    )


def _lowest_threshold_within_limits(
    posts: Sequence[LabeledPost], probabilities: Sequence[float]
) -> float:
    """Return the lowest threshold at which the rejected posts meet all limits, 1 if none does."""
    max_anecdotes = _MAX_ANECDOTE_SHARE * sum(post.label("anecdote") for post in posts)
    max_false_alarms = _MAX_FALSE_ALARM_RATE * sum(post.is_useful for post in posts)
    for threshold in sorted({round(probability, 3) for probability in probabilities}):
        rejected = [
            post
            for post, probability in zip(posts, probabilities, strict=True)
            if probability >= threshold
        ]
        if (
            sum(post.offers_nothing for post in rejected) >= _MIN_PRECISION * len(rejected)
            and sum(post.label("anecdote") for post in rejected) <= max_anecdotes
            and sum(post.is_useful for post in rejected) <= max_false_alarms
        ):
            return threshold
    return 1.0
