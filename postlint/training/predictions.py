"""What postlint predicts for labeled posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

from postlint.linter.pipeline import analyze_english, lint_drafts
from postlint.rules.rule import Rule
from postlint.scoring.features import Features, extract_features
from postlint.scoring.logistic_model import LABELS, LogisticModel
from postlint.training.dataset import LabeledPost


@dataclass(frozen=True)
class PostPrediction:
    """What the linter says about a labeled post.

    Attributes:
        probabilities: of each label; 0 if the post has no English prose.
        errors: the rules that find an error.
    """

    probabilities: Mapping[str, float]
    errors: tuple[str, ...] = ()


def predict_all(
    posts: Sequence[LabeledPost], models: Mapping[str, LogisticModel], rules: Sequence[Rule]
) -> list[PostPrediction]:
    """Return what the linter says about each post."""
    reports = lint_drafts([post.draft() for post in posts], repeat(rules), models)
    return [
        PostPrediction(
            report.analysis.judgement.probabilities
            if report.analysis
            else dict.fromkeys(LABELS, 0.0),
            tuple(finding.rule for finding in report.findings if finding.severity == "error"),
        )
        for report in reports
    ]


def extract_all_features(
    posts: Sequence[LabeledPost],
) -> tuple[list[LabeledPost], list[Features]]:
    """Return the posts that have English prose, and the features of each of them."""
    analyzed = analyze_english(post.draft() for post in posts)
    pairs = [
        (post, extract_features(english))
        for post, (_, _, english) in zip(posts, analyzed, strict=True)
        if english
    ]
    return [post for post, _ in pairs], [features for _, features in pairs]
