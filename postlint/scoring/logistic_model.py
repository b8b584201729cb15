"""Logistic regression models: prediction, loading, and saving, without scikit-learn."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from postlint.core import resources
from postlint.core.atomic_write import replace_file
from postlint.core.errors import PostlintError
from postlint.core.files import read_text
from postlint.scoring.features import Features

FORMAT = 4
"""Version of the weights files."""


@dataclass(frozen=True)
class LogisticModel:
    """A logistic regression over the features of a post, or over the output of other models.

    Attributes:
        label: the label that it predicts: one of `LABELS`, or `reject`.
        threshold: the least probability at which the label is predicted.
        intercept: the log odds of a post without features.
        weights: the weight of each feature.
    """

    label: str
    threshold: float
    intercept: float
    weights: Mapping[str, float]

    def log_odds(self, features: Features) -> float:
        """Return the log odds of the label."""
        parts = (self.weights.get(name, 0.0) * value for name, value in features.items())
        return self.intercept + math.fsum(parts)

    def probability(self, features: Features) -> float:
        """Return the probability of the label, from 0 to 1."""
        return sigmoid(self.log_odds(features))


def sigmoid(log_odds: float) -> float:
    """Return the probability for log odds."""
    return 1 / (1 + math.exp(-max(-500.0, min(500.0, log_odds))))


def save_model(model: LogisticModel, path: Path) -> None:
    """Write a weights file: JSON with one feature per line, for readable diffs."""
    data = {
        "format": FORMAT,
        "label": model.label,
        "threshold": model.threshold,
        "intercept": model.intercept,
        "weights": dict(sorted(model.weights.items())),
    }
    with replace_file(path) as file:
        file.write(json.dumps(data, indent=0) + "\n")


_MAX_BYTES = 50_000_000
"""The size of the largest weights file that is read; postlint's have a thousandth of that."""


def load_model(path: Path) -> LogisticModel:
    """Return the model in a weights file.

    Raises:
        PostlintError: the file is missing, or isn't a weights file of this version.
    """
    try:
        data = json.loads(read_text(path, _MAX_BYTES))
        if data["format"] != FORMAT:
            raise PostlintError(
                f"{path}: weights of format {data['format']}, but this postlint reads format "
                f"{FORMAT}; create them again with `postlint train`"
            )
        return LogisticModel(
            label=str(data["label"]),
            threshold=float(data["threshold"]),
            intercept=float(data["intercept"]),
            weights={str(name): float(weight) for name, weight in data["weights"].items()},
        )
    except FileNotFoundError:
        raise PostlintError(
            f"{path}: no such weights file; create it with `postlint train`"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PostlintError(f"{path}: not a postlint weights file ({error})") from None


PROFILE_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "tie": {"any:profile-tie": 2.0},
    "relevance": {"any:profile-tie": 1.2, "any:profile-topic": 0.4},
    "self_focus": {"any:profile-tie": -2.0},
}
"""The weights of features that need a profile, by label.

They are set by hand, because the labeled posts have no profiles. The weight of `profile-tie` is
about what a sentence gains by addressing the reader.
"""

LABELS = ("relevance", "self_focus", "question", "tie", "anecdote")
"""The labels of posts."""

REJECT = "reject"
"""Whether an editor would reject the post: it offers a client nothing, isn't a light anecdote, and
is mostly only about its author. It's predicted from the probabilities of the labels."""


@lru_cache(maxsize=4)
def load_models(folder: Path | None = None) -> Mapping[str, LogisticModel]:
    """Return the models for all labels and for `reject`, from a folder or the shipped ones."""
    folder = folder or resources.folder("models/weights")
    learned = {label: load_model(folder / f"{label}.json") for label in (*LABELS, REJECT)}
    return {
        label: replace(model, weights={**model.weights, **PROFILE_WEIGHTS.get(label, {})})
        for label, model in learned.items()
    }
