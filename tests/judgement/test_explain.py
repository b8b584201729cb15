"""Reasons for a score, in a writer's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint.judgement.explain import explain
from postlint.judgement.features import Features
from postlint.judgement.model import Model, load_models
from postlint.posts import cues
from postlint.training.judged import features_of
from postlint.training.labelled import read_labelled

POSTS = Path(__file__).resolve().parents[2] / "models" / "posts"


@pytest.fixture(scope="module")
def features() -> list[Features]:
    return [found for found in features_of(read_labelled([POSTS])) if found]


def test_every_trait_that_occurs_has_words_for_it_and_none_is_named_in_vain(
    features: list[Features],
) -> None:
    model = load_models()["relevance"]
    for found in features:
        count = 1 + max((place for places in found.words.values() for place in places), default=0)
        assert all(reason.text for reason in explain(found, model, count + 5).reasons)
    seen = {name.split(":")[-1] for found in features for name in found.cues}
    seen |= {name[4:] for found in features for q in found.questions.values() for name in q}
    assert set(cues.DESCRIPTIONS) - seen == set()


def test_reasons_add_up_to_the_score_and_sentences_get_their_share() -> None:
    found = Features(
        cues={"any:command": 1.0, "words": 0.5},
        words={"tax": [0, 2], "the": [1]},
        origins={"any:command": [1]},
        questions={},
    )
    weights = {"any:command": 0.6, "words": -0.4, "last:asks": 0.9}
    words = {"tax": (2.0, 0.1), "the": (1.0, 0.2)}
    typical = {"any:command": 0.5, "last:asks": 0.25}
    model = Model("relevance", "post", 0.5, -1.0, weights, words, typical)
    why = explain(found, model, 3)
    total = sum(reason.weight for reason in why.reasons)
    assert why.start + total == pytest.approx(-1.0 + sum(model.contributions(found).values()))
    assert why.start == pytest.approx(-1.0 + 0.6 * 0.5 + 0.9 * 0.25)
    texts = [reason.text for reason in why.reasons]
    assert "a sentence that tells the reader what to do" in texts
    assert "the word “tax”" in texts
    assert "no sentences that ask, at the end" in texts
    assert why.sentences[0] == pytest.approx(why.sentences[2])
    assert why.sentences[1] > why.sentences[0] > 0
