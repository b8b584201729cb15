"""Labelled posts as the linter sees them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postlint.config.effective import EffectiveSettings
from postlint.config.provider import FixedSettings
from postlint.core.errors import LintFailure, PostlintError
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source
from postlint.document.split import ONE_POST
from postlint.linter.linter import Linter
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
    return [
        PostPrediction(
            result.analysis.prediction.probabilities
            if result.analysis
            else dict.fromkeys(LABELS, 0.0),
            tuple(finding.rule for finding in result.findings if finding.severity == "error"),
        )
        for result in lint_labeled(posts, rules, models)
    ]


def extract_all_features(
    posts: Sequence[LabeledPost], network: Network | None = None
) -> list[Features | None]:
    """Return the features of each post; None where it has no English prose to judge.

    Posts are read by the shipped encoder, or by another one.
    """
    return [
        extract_features(result.analysis.post, network) if result.analysis else None
        for result in lint_labeled(posts, ())
    ]


def lint_labeled(
    posts: Sequence[LabeledPost],
    rules: Sequence[Rule],
    models: Mapping[str, LogisticModel] | None = None,
) -> Iterator[PostResult]:
    """Yield the result of each labeled post, with its analysis.

    Raises:
        PostlintError: a post can't be linted.
    """
    sources = [Source(f"{post.id}.md", post.text, post.platform) for post in posts]
    settings = FixedSettings(EffectiveSettings(rules, split=ONE_POST))
    for item in Linter(settings, jobs=1, models=models).lint(sources, keep_analysis=True):
        if isinstance(item, LintFailure):
            raise PostlintError(f"{item.path}: {item.message}")
        yield item
