"""The scikit-learn pipelines behind the models (extra `train`), and their export as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import fsum

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from postlint.scoring.features import ENCODER_PREFIX, Features
from postlint.scoring.logistic_model import LogisticModel

Fold = tuple[list[int], list[int]]
"""The rows to train on, and the rows to test on."""

_FOLDS = 8
_MAX_ITERATIONS = 5000
_CUE_C, _BLEND_C = 0.3, 0.05
"""Inverse of the L2 penalty (scikit-learn's `C`); found by cross-validation over authors."""

_CUE_LOG_ODDS = "cue log odds"
"""The name of the feature of a blend that isn't the encoder's."""


def author_folds(authors: Sequence[str]) -> list[Fold]:
    """Split rows into folds so that no author is both trained and tested on.

    The rows of a single author can only be tested on.
    """
    count = min(_FOLDS, len(set(authors)))
    if count < 2:
        return [([], list(range(len(authors))))]
    # Of authors with equally many posts, `GroupKFold` places the last group first. Numbering them
    # backward gives the folds that the shipped weights were trained with.
    groups = {author: group for group, author in enumerate(sorted(set(authors), reverse=True))}
    splits = GroupKFold(count).split(authors, groups=[groups[author] for author in authors])
    return [(inside.tolist(), outside.tolist()) for inside, outside in splits]


def make_cue_pipeline() -> Pipeline:
    """Return the unfitted pipeline over cues; its input is what `select_cue_features` returns."""
    classifier = LogisticRegression(C=_CUE_C, max_iter=_MAX_ITERATIONS)
    return Pipeline([("features", DictVectorizer()), ("classifier", classifier)])


def select_cue_features(features: Features) -> dict[str, float]:
    """Return all features but those of the encoder."""
    return {name: value for name, value in features.items() if not name.startswith(ENCODER_PREFIX)}


def fit_cues(label: str, features: Sequence[Features], truth: Sequence[bool]) -> LogisticModel:
    """Fit a model over cues, with a threshold of 0.5."""
    rows = [select_cue_features(post) for post in features]
    return export_model(label, make_cue_pipeline().fit(rows, truth))


def cross_validate_cues(
    features: Sequence[Features], truth: Sequence[bool], folds: Sequence[Fold]
) -> list[float]:
    """Return each post's log odds by a pipeline over cues that wasn't fitted on its fold."""
    rows = [select_cue_features(post) for post in features]
    log_odds: list[float] = cross_val_predict(
        make_cue_pipeline(), rows, truth, cv=folds, method="decision_function"
    ).tolist()
    return log_odds


def export_model(label: str, pipeline: Pipeline) -> LogisticModel:
    """Return a fitted pipeline as plain data that gives the same probabilities."""
    classifier = pipeline["classifier"]
    weights, intercept = classifier.coef_[0], float(classifier.intercept_[0])
    if scaler := pipeline.named_steps.get("scaler"):
        # Undo the scaling, so that the weights apply to the features as they are.
        weights = weights / scaler.scale_
        intercept -= fsum(weights * scaler.mean_)
    names = pipeline["features"].feature_names_
    return LogisticModel(label, 0.5, intercept, dict(zip(names, weights.tolist(), strict=True)))


def select_blend_features(cue_log_odds: float, features: Features) -> dict[str, float]:
    """Return the features of a blend: the log odds of the cue model, and those of the encoder."""
    encoder = {name: value for name, value in features.items() if name.startswith(ENCODER_PREFIX)}
    return {_CUE_LOG_ODDS: cue_log_odds, **encoder}


def fit_blend(label: str, rows: Sequence[Features], truth: Sequence[bool]) -> LogisticModel:
    """Fit a calibrated combination of a cue model's log odds and the encoder's features.

    Without the encoder's features, it's Platt scaling (1999). If all labels are the same, it leaves
    the log odds as they are.

    Args:
        label: the label.
        rows: what `select_blend_features` returns for posts that the cue model wasn't fitted on.
        truth: whether each of them has the label.
    """
    if len(set(truth)) < 2:
        return LogisticModel(label, 0.5, 0.0, {_CUE_LOG_ODDS: 1.0})
    steps = [
        ("features", DictVectorizer(sparse=False)),
        ("scaler", StandardScaler()),
        ("classifier", LogisticRegression(C=_BLEND_C, max_iter=_MAX_ITERATIONS)),
    ]
    return export_model(label, Pipeline(steps).fit(rows, truth))


def apply_blend(blend: LogisticModel, cue_model: LogisticModel) -> LogisticModel:
    """Return one model that computes both the cue model and the blend.

    Weights are rounded to eight digits: files stay small, and probabilities equal to 1e-6.
    """
    slope = blend.weights[_CUE_LOG_ODDS]
    weights = {name: slope * weight for name, weight in cue_model.weights.items()}
    weights.update(blend.weights)
    del weights[_CUE_LOG_ODDS]
    return replace(
        cue_model,
        intercept=_round(slope * cue_model.intercept + blend.intercept),
        weights={name: _round(weight) for name, weight in weights.items()},
    )


def _round(number: float) -> float:
    return float(f"{number:.8g}")
