"""The scikit-learn pipelines behind the models (extra `train`), and their export as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from postlint.core.errors import PostlintError
from postlint.scoring.features import ENCODER_PREFIX, Features
from postlint.scoring.logistic_model import LogisticModel

_MAX_ITERATIONS = 5000
_CUE_C, _BLEND_C = 0.3, 0.05
"""Inverse of the L2 penalty (scikit-learn's `C`); found by cross-validation over authors."""

try:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import StandardScaler
except ImportError:
    raise PostlintError(
        "training needs scikit-learn; install it with: pip install 'postlint[train]'"
    ) from None


def make_cue_pipeline() -> Any:  # noqa: ANN401 -- no types
    """Return the unfitted pipeline over cues; its input is what `select_cue_features` returns."""
    classifier = LogisticRegression(C=_CUE_C, max_iter=_MAX_ITERATIONS)
    return Pipeline([("features", DictVectorizer()), ("classifier", classifier)])


def select_cue_features(features: Features) -> dict[str, float]:
    """Return all features but those of the encoder."""
    return {name: value for name, value in features.items() if not name.startswith(ENCODER_PREFIX)}


def export(label: str, pipeline: Any) -> LogisticModel:  # noqa: ANN401 -- no types
    """Return a fitted pipeline as plain data that gives the same probabilities."""
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
    """How the log odds of a model over cues and what the encoder says make calibrated log odds.

    With the first alone, this is Platt's scaling (1999).

    Attributes:
        slope: weight of the model's log odds.
        shift: what is added to all.
        encoder: weight of each feature that the encoder gives.
    """

    slope: float
    shift: float
    encoder: Mapping[str, float]

    def log_odds(self, odds: float, features: Features) -> float:
        """Return the log odds of a post, given those of the model over cues."""
        said = (weight * features.get(name, 0.0) for name, weight in self.encoder.items())
        return self.slope * odds + self.shift + fsum(said)

    def applied_to(self, model: LogisticModel) -> LogisticModel:
        """Return the model that does both by itself."""
        weights = {name: _round(self.slope * weight) for name, weight in model.weights.items()}
        encoder = {name: _round(weight) for name, weight in self.encoder.items()}
        return LogisticModel(
            label=model.label,
            threshold=model.threshold,
            intercept=_round(self.slope * model.intercept + self.shift),
            weights={**weights, **encoder},
        )


def fit_blend(odds: Sequence[float], features: Sequence[Features], truth: Sequence[bool]) -> Blend:
    """Learn to put held-out log odds of posts and what the encoder says of them together."""
    if len(set(truth)) < 2:
        return Blend(1.0, 0.0, {})
    names = sorted({name for post in features for name in post if name.startswith(ENCODER_PREFIX)})
    rows = [
        [value, *(post.get(name, 0.0) for name in names)]
        for value, post in zip(odds, features, strict=True)
    ]
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=_BLEND_C, max_iter=_MAX_ITERATIONS)
    model.fit(scaler.transform(rows), truth)
    slope, *weights = (model.coef_[0] / scaler.scale_).tolist()
    means = scaler.mean_.tolist()
    shift = float(model.intercept_[0]) - fsum(
        weight * mean for weight, mean in zip([slope, *weights], means, strict=True)
    )
    return Blend(slope, shift, dict(zip(names, weights, strict=True)))


def _round(number: float) -> float:
    """Eight digits: probabilities stay equal to 1e-6, files stay small."""
    return float(f"{number:.8g}")
