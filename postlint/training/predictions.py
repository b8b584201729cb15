"""What postlint predicts for labeled posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postlint.config.effective import EffectiveSettings
from postlint.core.errors import LintFailure, PostlintError
from postlint.document.source import Source
from postlint.document.split import ONE_POST
from postlint.linter.linter import Linter
from postlint.linter.pipeline import analyze_english
from postlint.rules.rule import Rule
from postlint.scoring.features import Features, extract_features
from postlint.scoring.logistic_model import LABELS, LogisticModel
from postlint.training.dataset import LabeledPost


@dataclass(frozen=True)
class PostPrediction:
    """The probability of each label of a post (0 without English prose), and rules with errors."""

    probabilities: Mapping[str, float]
    error_rules: tuple[str, ...] = ()


def predict_all(
    posts: Sequence[LabeledPost], models: Mapping[str, LogisticModel], rules: Sequence[Rule]
) -> list[PostPrediction]:
    """Return what the linter says about each post.

    Raises:
        PostlintError: a post can't be linted.
    """
    sources = [Source(f"{post.id}.md", post.text, post.platform) for post in posts]
    settings = EffectiveSettings(rules, split=ONE_POST)
    predictions: list[PostPrediction] = []
    for item in Linter(settings, jobs=1, models=models).lint(sources, keep_analysis=True):
        if isinstance(item, LintFailure):
            raise PostlintError(f"{item.path}: {item.message}")
        analysis = item.analysis
        probabilities = (
            analysis.prediction.probabilities if analysis else dict.fromkeys(LABELS, 0.0)
        )
        errors = tuple(finding.rule for finding in item.findings if finding.severity == "error")
        predictions.append(PostPrediction(probabilities, errors))
    return predictions


def extract_all_features(
    posts: Sequence[LabeledPost],
) -> tuple[list[LabeledPost], list[Features]]:
    """Return the posts that have English prose, and the features of each of them."""
    # Not with the linter: it needs models, and these features are for training them.
    analyzed = analyze_english(post.draft() for post in posts)
    pairs = [
        (post, extract_features(english))
        for post, (_, _, english) in zip(posts, analyzed, strict=True)
        if english
    ]
    return [post for post, _ in pairs], [features for _, features in pairs]
