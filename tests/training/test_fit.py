"""What is learned, and that it is scored without scikit-learn as scikit-learn scores it."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint.errors import PostlintError
from postlint.judgement.features import Features
from postlint.judgement.model import Model, load_model, save_model
from postlint.training.fit import RECIPES, cross_validate, fit, learn
from postlint.training.judged import features_of
from postlint.training.labelled import LabelledPost, read_labelled
from postlint.training.pipelines import (
    export_posts,
    export_questions,
    post_pipeline,
    question_pipeline,
    widely_used,
)

POSTS = Path(__file__).resolve().parents[2] / "models" / "posts"
CLOSE = 1e-6


@pytest.fixture(scope="module")
def corpus() -> tuple[list[LabelledPost], list[Features]]:
    posts = read_labelled([POSTS])[::4]
    pairs = [(p, f) for p, f in zip(posts, features_of(posts), strict=True) if f]
    return [post for post, _ in pairs], [found for _, found in pairs]


def reload(model: Model, folder: Path) -> Model:
    path = folder / "weights.json"
    save_model(model, path)
    return load_model(path)


@pytest.mark.parametrize("label", ["relevance", "tie"])
def test_exported_models_over_posts_score_as_scikit_learn_does(
    label: str, corpus: tuple[list[LabelledPost], list[Features]], tmp_path: Path
) -> None:
    posts, features = corpus
    vocabulary = widely_used([f.words for f in features], [post.author for post in posts])
    pipeline = post_pipeline(RECIPES[label], vocabulary)
    pipeline.fit(features[:100], [post.label(label) for post in posts[:100]])
    model = reload(export_posts(label, pipeline, 0.5), tmp_path)
    theirs = pipeline.predict_proba(features)[:, 1].tolist()
    assert [model.probability(found) for found in features] == pytest.approx(theirs, abs=CLOSE)
    assert max(theirs) - min(theirs) > 0.5


def test_the_exported_model_over_questions_scores_as_scikit_learn_does(
    corpus: tuple[list[LabelledPost], list[Features]], tmp_path: Path
) -> None:
    _, features = corpus
    questions = [question for found in features for question in found.questions.values()]
    pipeline = question_pipeline(RECIPES["question"])
    pipeline.fit(questions, [index % 3 == 0 for index in range(len(questions))])
    model = reload(export_questions("question", pipeline, 0.5), tmp_path)
    for found in features:
        rows = list(found.questions.values())
        best = max(pipeline.predict_proba(rows)[:, 1]) if rows else 0.0
        assert model.probability(found) == pytest.approx(best, abs=CLOSE)


def test_contributions_and_intercept_add_up_to_the_score(
    corpus: tuple[list[LabelledPost], list[Features]],
) -> None:
    from math import exp

    posts, features = corpus
    model = learn("relevance", posts, features)
    for found in features[:20]:
        odds = model.intercept + sum(model.contributions(found).values())
        assert model.probability(found) == pytest.approx(1 / (1 + exp(-odds)))


def test_no_word_of_fewer_than_three_authors_is_learned(
    corpus: tuple[list[LabelledPost], list[Features]],
) -> None:
    posts, features = corpus
    users: dict[str, set[str]] = {}
    for post, found in zip(posts, features, strict=True):
        for word in found.words:
            users.setdefault(word, set()).add(post.author)
    learned = learn("tie", posts, features).words
    assert learned
    assert all(len(users[word]) >= 3 for word in learned)


def test_the_shipped_words_hold_no_name_of_one_author() -> None:
    from postlint import resources

    words = load_model(resources.folder("models/weights") / "relevance.json").words
    assert "@" in words
    assert not [word for word in words if word.startswith(("@", "http")) and word[1:2].isalnum()]


def test_cross_validation_never_tests_on_an_author_it_has_learned_from(
    corpus: tuple[list[LabelledPost], list[Features]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from postlint.training import fit as module

    posts, features = corpus
    seen: list[set[str]] = []
    real_learn = module.learn

    def spy(label: str, inside: list[LabelledPost], found: list[Features]) -> Model:
        seen.append({post.author for post in inside})
        return real_learn(label, inside, found)

    monkeypatch.setattr(module, "learn", spy)
    cross_validate("tie", posts, features)
    authors = {post.author for post in posts}
    held_out = [authors - inside for inside in seen]
    assert sum(map(len, held_out)) == len(authors)
    assert set().union(*held_out) == authors


def test_probabilities_are_calibrated_and_the_model_gives_them_by_itself(
    corpus: tuple[list[LabelledPost], list[Features]],
) -> None:
    posts, features = corpus
    fitted = fit("tie", posts, features, [True] * len(posts))
    share = sum(post.label("tie") for post in posts) / len(posts)
    assert sum(fitted.held_out) / len(posts) == pytest.approx(share, abs=0.01)
    assert 0.2 < fitted.model.threshold < 0.5
    plain = learn("tie", posts, features)
    odds = [(plain.log_odds(found), fitted.model.log_odds(found)) for found in features]
    (low, calibrated_low), (high, calibrated_high) = min(odds), max(odds)
    slope = (calibrated_high - calibrated_low) / (high - low)
    for before, after in odds:
        assert after == pytest.approx(calibrated_low + slope * (before - low), abs=1e-5)


def test_only_posts_like_life_are_judged_on(
    corpus: tuple[list[LabelledPost], list[Features]],
) -> None:
    posts, features = corpus
    rare = [index % 9 == 0 or not post.label("tie") for index, post in enumerate(posts)]
    share = sum(post.label("tie") for post, kept in zip(posts, rare, strict=True) if kept)
    fitted = fit("tie", posts, features, rare)
    held = [value for value, kept in zip(fitted.held_out, rare, strict=True) if kept]
    assert sum(held) == pytest.approx(share, abs=0.5)


def test_one_kind_of_post_only_is_too_few(
    corpus: tuple[list[LabelledPost], list[Features]],
) -> None:
    posts, features = corpus
    alike = [i for i, post in enumerate(posts) if post.label("tie")]
    with pytest.raises(PostlintError, match="too few labelled posts to learn `tie`"):
        learn("tie", [posts[i] for i in alike], [features[i] for i in alike])
