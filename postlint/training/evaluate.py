"""Measuring models against labelled posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from postlint.judgement.features import Features
from postlint.judgement.model import LABELS, Model
from postlint.training.labelled import LabelledPost
from postlint.training.metrics import auc, compare


def evaluate_models(
    models: Mapping[str, Model],
    posts: Sequence[LabelledPost],
    features: Sequence[Features | None],
) -> dict[str, dict[str, Any]]:
    """Return figures by label: how many have it, precision, recall, F1 and AUC.

    A post without English prose is taken to have no label.
    """
    figures = {}
    for label in LABELS:
        model = models[label]
        truth = [post.label(label) for post in posts]
        scores = [model.probability(post) if post else 0.0 for post in features]
        agreement = compare(truth, [score >= model.threshold for score in scores])
        figures[label] = {
            "posts": len(posts),
            "labelled": sum(truth),
            "threshold": model.threshold,
            "precision": agreement.precision,
            "recall": agreement.recall,
            "f1": agreement.f1,
            "auc": auc(truth, scores),
        }
    return figures
