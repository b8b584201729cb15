"""The scikit-learn pipelines behind the models (extra `train`), and their export as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    """Return a fitted pipeline over cues as plain data that gives the same probabilities."""
    names = pipeline.named_steps["features"].feature_names_
    classifier = pipeline.named_steps["classifier"]
    weights = map(_round, classifier.coef_[0].tolist())
    return LogisticModel(
        label=label,
        threshold=0.5,
        intercept=_round(float(classifier.intercept_[0])),
        weights=dict(zip(names, weights, strict=True)),
    )


@dataclass(frozen=True)
class Blend:
    """A calibrated combination of a cue model's log odds and the encoder's features.

    Without the encoder's features, it's Platt scaling (1999).

    Attributes:
        slope: weight of the cue model's log odds.
        offset: what is added for every post.
        encoder: weight of each feature of the encoder.
    """

    slope: float
    offset: float
    encoder: Mapping[str, float]

    def log_odds(self, cue_log_odds: float, features: Features) -> float:
        """Return a post's calibrated log odds, given those of the cue model."""
        terms = (weight * features.get(name, 0.0) for name, weight in self.encoder.items())
        return self.slope * cue_log_odds + self.offset + fsum(terms)

    def applied_to(self, model: LogisticModel) -> LogisticModel:
        """Return one model that computes both the cue model and the blend."""
        weights = {name: _round(self.slope * weight) for name, weight in model.weights.items()}
        encoder = {name: _round(weight) for name, weight in self.encoder.items()}
        return LogisticModel(
            label=model.label,
            threshold=model.threshold,
            intercept=_round(self.slope * model.intercept + self.offset),
            weights={**weights, **encoder},
        )


def fit_blend(
    cue_log_odds: Sequence[float], features: Sequence[Features], truth: Sequence[bool]
) -> Blend:
    """Fit a blend to posts that the cue model wasn't fitted on.

    If all labels are the same, it leaves the log odds as they are.
    """
    if len(set(truth)) < 2:
        return Blend(1.0, 0.0, {})
    names = sorted({name for post in features for name in post if name.startswith(ENCODER_PREFIX)})
    rows = [
        [value, *(post.get(name, 0.0) for name in names)]
        for value, post in zip(cue_log_odds, features, strict=True)
    ]
    scaler = StandardScaler().fit(rows)
    classifier = LogisticRegression(C=_BLEND_C, max_iter=_MAX_ITERATIONS)
    classifier.fit(scaler.transform(rows), truth)
    # Undo the scaling, so that the weights apply to the features as they are.
    slope, *weights = (classifier.coef_[0] / scaler.scale_).tolist()
    means = scaler.mean_.tolist()
    offset = float(classifier.intercept_[0]) - fsum(
        weight * mean for weight, mean in zip([slope, *weights], means, strict=True)
    )
    return Blend(slope, offset, dict(zip(names, weights, strict=True)))


def _round(number: float) -> float:
    """Round to eight digits: files stay small, and probabilities stay equal to 1e-6."""
    return float(f"{number:.8g}")
