"""How well the shipped models agree with careful readers of real posts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postlint.config.effective import EffectiveSettings
from postlint.config.provider import FixedSettings
from postlint.core.errors import LintFailure
from postlint.linter.linter import Linter
from postlint.rules.loader import builtin_rules
from postlint.scoring.logistic_model import load_models
from postlint.training.dataset import read_labeled_posts
from postlint.training.evaluate import Evaluation, evaluate
from postlint.training.predictions import predict_all

pytestmark = pytest.mark.skipif("POSTLINT_DATA" not in os.environ, reason="needs POSTLINT_DATA")


@pytest.fixture(scope="module")
def found() -> Evaluation:
    posts = read_labeled_posts([Path(os.environ["POSTLINT_DATA"]) / "posts" / "dev.jsonl"])
    models = load_models()
    thresholds = {label: model.threshold for label, model in models.items()}
    return evaluate(posts, predict_all(posts, models, builtin_rules()), thresholds)


@pytest.mark.parametrize(
    ("label", "least"),
    [("self_focus", 0.70), ("question", 0.64), ("tie", 0.77), ("anecdote", 0.68)],
)
def test_readings_agree(label: str, least: float, found: Evaluation) -> None:
    assert found.figures[label].matrix.f1 >= least


def test_the_score_agrees(found: Evaluation) -> None:
    relevance = found.figures["relevance"]
    assert relevance.auc is not None
    assert relevance.auc >= 0.94
    assert relevance.brier_score <= 0.1


def test_useful_posts_get_no_errors(found: Evaluation) -> None:
    assert found.useful == 88
    assert len(found.false_alarms) <= 0.02 * found.useful


def test_what_is_stopped_offers_a_client_nothing(found: Evaluation) -> None:
    stopped = found.stopped
    assert stopped.right >= 0.9 * stopped.posts
    assert stopped.flat_stopped >= 0.55 * stopped.flat
    assert stopped.anecdotes_stopped <= 0.125 * stopped.anecdotes


def test_real_drafts_go_through_and_each_excerpt_stands_in_its_file() -> None:
    import json

    from postlint.document.source import decode_source

    lines = (Path(os.environ["POSTLINT_DATA"]) / "drafts.jsonl").read_text(encoding="utf-8")
    drafts = [json.loads(line) for line in lines.split("\n")[::4] if line]
    sources = [decode_source(draft["text"].encode(), draft["path"]) for draft in drafts]
    reports = list(Linter(FixedSettings(EffectiveSettings(builtin_rules())), jobs=1).lint(sources))
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
