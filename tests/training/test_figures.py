"""How well the shipped models agree with careful readers of real posts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from postlint.errors import Problem
from postlint.judgement.model import load_models
from postlint.training.evaluate import evaluate_models
from postlint.training.judged import features_of
from postlint.training.labelled import read_labelled

pytestmark = pytest.mark.skipif("POSTLINT_DATA" not in os.environ, reason="needs POSTLINT_DATA")


@pytest.fixture(scope="module")
def figures() -> dict[str, dict[str, Any]]:
    posts = read_labelled([Path(os.environ["POSTLINT_DATA"]) / "posts" / "dev.jsonl"])
    return evaluate_models(load_models(), posts, features_of(posts))


@pytest.mark.parametrize(
    ("label", "figure", "least"),
    [
        ("relevance", "auc", 0.90),
        ("self_focus", "f1", 0.62),
        ("question", "f1", 0.65),
        ("tie", "f1", 0.78),
    ],
)
def test_figures_hold(
    label: str, figure: str, least: float, figures: dict[str, dict[str, Any]]
) -> None:
    assert figures[label][figure] >= least


def test_every_real_draft_goes_through_and_every_excerpt_stands_in_its_file() -> None:
    import json

    from postlint import engine
    from postlint.drafts.source import decode
    from postlint.ruleset.loader import builtin_rules

    lines = (Path(os.environ["POSTLINT_DATA"]) / "drafts.jsonl").read_text(encoding="utf-8")
    drafts = [json.loads(line) for line in lines.split("\n") if line]
    sources = [decode(draft["text"].encode(), draft["path"]) for draft in drafts]
    reports = list(engine.lint(sources, rules=builtin_rules(), models=load_models()))
    assert len(reports) == len(drafts)
    for draft, report in zip(drafts, reports, strict=True):
        assert not isinstance(report, Problem)
        assert report.path == draft["path"]
        for finding in report.findings:
            assert finding.rule != "internal-error"
            assert finding.excerpt
            text = draft["text"].removeprefix("\ufeff")
            rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            first = rows[finding.start.line - 1][finding.start.column - 1 :]
            opening = finding.excerpt.replace("\r\n", "\n").replace("\r", "\n").split("\n")[0]
            assert first.startswith(opening)
