"""How well the shipped models predict the labels of real posts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postlint.config.effective import EffectiveSettings
from postlint.core.errors import LintFailure
from postlint.linter.linter import Linter
from postlint.rules.loader import builtin_rules
from postlint.scoring.logistic_model import load_models
from postlint.training.dataset import read_labeled_posts
from postlint.training.evaluation import Evaluation, evaluate
from postlint.training.predictions import predict_all

pytestmark = pytest.mark.skipif("POSTLINT_DATA" not in os.environ, reason="needs POSTLINT_DATA")


@pytest.fixture(scope="module")
def result() -> Evaluation:
    posts = read_labeled_posts([Path(os.environ["POSTLINT_DATA"]) / "posts" / "dev.jsonl"])
    models = load_models()
    thresholds = {label: model.threshold for label, model in models.items()}
    return evaluate(posts, predict_all(posts, models, builtin_rules()), thresholds)


@pytest.mark.parametrize(
    ("label", "min_f1"),
    [("self_focus", 0.70), ("question", 0.64), ("tie", 0.77), ("anecdote", 0.68)],
)
def test_f1_of_labels(label: str, min_f1: float, result: Evaluation) -> None:
    assert result.metrics[label].f1 >= min_f1


def test_auc_and_brier_score_of_relevance(result: Evaluation) -> None:
    relevance = result.metrics["relevance"]
    assert relevance.auc is not None
    assert relevance.auc >= 0.94
    assert relevance.brier_score <= 0.1


def test_few_useful_posts_get_errors(result: Evaluation) -> None:
    assert result.useful_posts == 88
    assert len(result.false_alarms) <= 0.02 * result.useful_posts


def test_self_focused_errors_are_correct(result: Evaluation) -> None:
    errors = result.self_focused_errors
    assert errors.correct >= 0.9 * errors.posts
    assert errors.only_about_author_flagged >= 0.55 * errors.only_about_author
    assert errors.anecdotes_flagged <= 0.125 * errors.anecdotes


def test_real_drafts_are_linted_and_each_excerpt_is_in_its_file() -> None:
    import json

    from postlint.document.source import decode_source

    lines = (Path(os.environ["POSTLINT_DATA"]) / "drafts.jsonl").read_text(encoding="utf-8")
    drafts = [json.loads(line) for line in lines.split("\n")[::8] if line]
    sources = [decode_source(draft["text"].encode(), draft["path"]) for draft in drafts]
    reports = list(Linter(EffectiveSettings(builtin_rules()), jobs=1).lint(sources))
    assert len(reports) == len(drafts)
    for draft, report in zip(drafts, reports, strict=True):
        assert not isinstance(report, LintFailure)
        assert report.path == draft["path"]
        for finding in report.findings:
            assert finding.rule != "internal-error"
            assert finding.excerpt
            text = draft["text"].removeprefix("\ufeff")
            rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            first = rows[finding.start.line - 1][finding.start.column - 1 :]
            opening = finding.excerpt.replace("\r\n", "\n").replace("\r", "\n").split("\n")[0]
            assert first.startswith(opening)
