"""What postlint predicts for labeled posts."""

from __future__ import annotations

from postlint.rules.loader import builtin_rules
from postlint.scoring.logistic_model import LABELS, load_models
from postlint.training.predictions import extract_all_features, predict_all
from tests.command import GOOD, SELF_FOCUSED
from tests.training.factories import labeled_post

POSTS = [
    labeled_post("good", text=GOOD),
    labeled_post("german", text="Ich habe heute Eier gegessen und den Müll hinausgebracht."),
    labeled_post("self-focused", text=SELF_FOCUSED),
]


def test_predict_all_returns_probabilities_and_errors() -> None:
    good, german, self_focused = predict_all(POSTS, load_models(), builtin_rules())
    assert set(LABELS) <= set(good.probabilities)
    assert good.probabilities["relevance"] > self_focused.probabilities["relevance"] + 0.3
    assert good.error_rules == ()
    assert self_focused.error_rules == ("self-focused",)
    assert dict(german.probabilities) == dict.fromkeys(LABELS, 0)


def test_extract_all_features_leaves_out_posts_without_english_prose() -> None:
    posts, features = extract_all_features(POSTS)
    assert [post.id for post in posts] == ["good", "self-focused"]
    assert all("encoder:tie" in found for found in features)
