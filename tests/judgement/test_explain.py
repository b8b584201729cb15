"""Reasons for a score, in a writer's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint.drafts.draft import read_draft
from postlint.drafts.source import Source
from postlint.engine import analyse_english
from postlint.judgement.explain import explain, weigh_sentences
from postlint.judgement.features import extract
from postlint.judgement.model import Model, load_models
from postlint.posts import cues
from postlint.posts.post import Post
from postlint.training.labelled import read_labelled

POSTS = Path(__file__).resolve().parents[2] / "models" / "posts"


@pytest.fixture(scope="module")
def posts() -> list[Post]:
    drafts = [post.draft() for post in read_labelled([POSTS])[::9]]
    return [post for _, _, post in analyse_english(drafts) if post]


def read(text: str) -> Post:
    ((_, _, post),) = analyse_english([read_draft(Source("post.md", text))])
    assert post
    return post


def test_every_trait_that_occurs_has_words_for_it_and_none_is_named_in_vain(
    posts: list[Post],
) -> None:
    model = load_models()["relevance"]
    features = [extract(post) for post in posts]
    for found in features[::20]:
        assert all(reason.text for reason in explain(found, model).reasons)
    seen = {name.split(":")[-1] for found in features for name in found}
    from_profiles = {"profile-tie", "profile-topic"}  # these posts have none
    assert set(cues.DESCRIPTIONS) - seen == from_profiles


def test_reasons_add_up_to_the_score(posts: list[Post]) -> None:
    model = load_models()["relevance"]
    for post in posts[::20]:
        found = extract(post)
        why = explain(found, model)
        total = why.start + sum(reason.weight for reason in why.reasons)
        assert total == pytest.approx(model.log_odds(found))


def test_traits_are_measured_against_a_typical_post() -> None:
    found = {"any:command": 1.0}
    weights = {"any:command": 0.6, "last:asks": 0.9}
    typical = {"any:command": 0.5, "last:asks": 0.25}
    model = Model("relevance", 0.5, -1.0, weights, typical)
    why = explain(found, model)
    assert why.start == pytest.approx(-1.0 + 0.6 * 0.5 + 0.9 * 0.25)
    reasons = {reason.text: reason.weight for reason in why.reasons}
    assert reasons["a sentence that tells the reader what to do"] == pytest.approx(0.3)
    assert reasons["no sentences that ask, at the end"] == pytest.approx(-0.225)


def test_a_sentence_adds_what_the_post_would_lose_without_it() -> None:
    model = load_models()["relevance"]
    long = read("If you let a flat, book the gas check now: it saves you a fine. I had eggs today.")
    short = read("If you let a flat, book the gas check now: it saves you a fine.")
    weights = weigh_sentences(long, extract(long), model)
    without = model.log_odds(extract(long)) - model.log_odds(extract(short))
    assert weights[1] == pytest.approx(without)
    assert weights[0] > weights[1]
