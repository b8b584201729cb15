"""Labelled posts as the linter sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

from postlint.linter.pipeline import analyse_english, lint_drafts
from postlint.rules.rule import Rule
from postlint.scoring.features import Features, extract
from postlint.scoring.model import LABELS, Model
from postlint.training.labelled import LabelledPost

if TYPE_CHECKING:
    from postlint.scoring.encoder.network import Network


@dataclass(frozen=True)
class Judged:
    """What the linter says of a labeled post.

    Attributes:
        probabilities: of each label; 0 where there is no English prose to judge.
        errors: the rules that find an error.
    """

    probabilities: Mapping[str, float]
    errors: tuple[str, ...] = ()


def judge_all(
    posts: Sequence[LabelledPost], models: Mapping[str, Model], rules: Sequence[Rule]
) -> list[Judged]:
    """Return what the linter says of each post."""
    reports = lint_drafts([post.draft() for post in posts], repeat(rules), models)
    return [
        Judged(
            report.analysis.judgement.probabilities
            if report.analysis
            else dict.fromkeys(LABELS, 0.0),
            tuple(found.rule for found in report.findings if found.severity == "error"),
        )
        for report in reports
    ]


def features_of(
    posts: Sequence[LabelledPost], network: Network | None = None
) -> list[Features | None]:
    """Return the features of each post; None where it has no English prose to judge.

    Posts are read by the shipped encoder, or by another one.
    """
    return [
        extract(analysed, network) if analysed else None
        for _, _, analysed in analyse_english(post.draft() for post in posts)
    ]
