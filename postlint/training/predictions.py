"""Labelled posts as the linter sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

from postlint.linter.pipeline import analyze_english, lint_drafts
from postlint.rules.rule import Rule
from postlint.scoring.features import Features, extract_features
from postlint.scoring.logistic_model import LABELS, LogisticModel
from postlint.training.dataset import LabeledPost

if TYPE_CHECKING:
    from postlint.scoring.encoder.network import Network


@dataclass(frozen=True)
class PostPrediction:
    """What the linter says of a labeled post.

    Attributes:
        probabilities: of each label; 0 where there is no English prose to judge.
        errors: the rules that find an error.
    """

    probabilities: Mapping[str, float]
    errors: tuple[str, ...] = ()


def predict_all(
    posts: Sequence[LabeledPost], models: Mapping[str, LogisticModel], rules: Sequence[Rule]
) -> list[PostPrediction]:
    """Return what the linter says of each post."""
    reports = lint_drafts([post.draft() for post in posts], repeat(rules), models)
    return [
        PostPrediction(
            report.analysis.judgement.probabilities
            if report.analysis
            else dict.fromkeys(LABELS, 0.0),
            tuple(found.rule for found in report.findings if found.severity == "error"),
        )
        for report in reports
    ]


def extract_all_features(
    posts: Sequence[LabeledPost], network: Network | None = None
) -> list[Features | None]:
    """Return the features of each post; None where it has no English prose to judge.

    Posts are read by the shipped encoder, or by another one.
    """
    return [
        extract_features(analyzed, network) if analyzed else None
        for _, _, analyzed in analyze_english(post.draft() for post in posts)
    ]
