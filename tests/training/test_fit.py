"""Fitting models, and that the exported ones compute the same as scikit-learn's."""

from __future__ import annotations

from pathlib import Path

import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from postlint.core.errors import PostlintError
from postlint.scoring.features import Features
from postlint.scoring.logistic_model import REJECT, LogisticModel, load_model, save_model
from postlint.training.dataset import LabeledPost, read_labeled_posts
from postlint.training.fit import fit_label, fit_models
from postlint.training.pipelines import (
    apply_blend,
    author_folds,
    cross_validate_cues,
    export_model,
    fit_blend,
    fit_cues,
    make_cue_pipeline,
    select_blend_features,
    select_cue_features,
)
from postlint.training.predictions import extract_all_features
from tests.training.factories import labeled_post

POSTS = Path(__file__).resolve().parents[2] / "models" / "posts"
CLOSE = 1e-6


@pytest.fixture(scope="module")
def corpus() -> tuple[list[LabeledPost], list[Features]]:
    return extract_all_features(read_labeled_posts([POSTS])[::4])


def reload(model: LogisticModel, folder: Path) -> LogisticModel:
    path = folder / "weights.json"
    save_model(model, path)
    return load_model(path)


def test_export_model_computes_the_same_as_scikit_learn(
    corpus: tuple[list[LabeledPost], list[Features]], tmp_path: Path
) -> None:
    posts, features = corpus
    rows = list(map(select_cue_features, features))
    pipeline = make_cue_pipeline().fit(rows[:100], [post.label("tie") for post in posts[:100]])
    model = reload(export_model("tie", pipeline), tmp_path)
    theirs = pipeline.predict_proba(rows)[:, 1].tolist()
    assert [model.probability(found) for found in features] == pytest.approx(theirs, abs=CLOSE)
    assert max(theirs) - min(theirs) > 0.5


def test_blend_computes_the_same_as_scikit_learn_and_as_the_model_it_is_applied_to(
    corpus: tuple[list[LabeledPost], list[Features]], tmp_path: Path
) -> None:
    posts, features = corpus
    truth = [post.label("tie") for post in posts]
    plain = fit_cues("tie", features, truth)
    odds = [plain.log_odds(found) for found in features]
    rows = [select_blend_features(*pair) for pair in zip(odds, features, strict=True)]
    blend = fit_blend("tie", rows, truth)
    model = reload(apply_blend(blend, plain), tmp_path)
    values = [list(row.values()) for row in rows]
    theirs = make_pipeline(StandardScaler(), LogisticRegression(C=0.05, max_iter=5000))
    expected = theirs.fit(values, truth).predict_proba(values)[:, 1].tolist()
    assert [blend.probability(row) for row in rows] == pytest.approx(expected, abs=CLOSE)
    assert [model.probability(found) for found in features] == pytest.approx(expected, abs=CLOSE)


def test_fit_models_rejects_useless_posts_and_few_anecdotes(
    corpus: tuple[list[LabeledPost], list[Features]],
) -> None:
    posts, features = corpus
    fitted = fit_models(posts, features, range(len(posts)))[REJECT]
    rejected = [
        posts[index]
        for index, value in fitted.oof_probabilities.items()
        if value >= fitted.model.threshold
    ]
    assert len(rejected) > 20
    assert sum(post.offers_nothing for post in rejected) >= 0.9 * len(rejected)
    anecdotes = sum(post.label("anecdote") for post in posts)
    assert sum(post.label("anecdote") for post in rejected) <= 0.1 * anecdotes


def test_fit_models_skips_reject_if_there_are_few_posts(
    corpus: tuple[list[LabeledPost], list[Features]],
) -> None:
    posts, features = corpus
    assert REJECT not in fit_models(posts[:200], features[:200], range(50))


def test_author_folds_never_test_on_an_author_that_they_train_on() -> None:
    authors = [f"author-{number % 30}" for number in range(100)]
    folds = author_folds(authors)
    assert len(folds) == 8
    assert sorted(row for _, outside in folds for row in outside) == list(range(100))
    for inside, outside in folds:
        assert sorted(inside + outside) == list(range(100))
        assert not {authors[row] for row in inside} & {authors[row] for row in outside}


def test_author_folds_of_few_authors() -> None:
    assert author_folds(["a", "b", "a"]) in (
        [([1], [0, 2]), ([0, 2], [1])],
        [([0, 2], [1]), ([1], [0, 2])],
    )
    assert author_folds(["a", "a"]) == [([], [0, 1])]
    assert author_folds([]) == [([], [])]


def test_cross_validate_cues_uses_models_that_were_not_fitted_on_the_fold(
    corpus: tuple[list[LabeledPost], list[Features]],
) -> None:
    features = corpus[1][:60]
    truth = [post.label("tie") for post in corpus[0][:60]]
    folds = [(list(range(30)), list(range(30, 60))), (list(range(30, 60)), list(range(30)))]
    log_odds = cross_validate_cues(features, truth, folds)
    for inside, outside in folds:
        model = fit_cues("tie", [features[row] for row in inside], [truth[row] for row in inside])
        expected = [model.log_odds(features[row]) for row in outside]
        assert [log_odds[row] for row in outside] == pytest.approx(expected, abs=CLOSE)


def test_fit_label_is_calibrated_on_the_posts_in_the_domain(
    corpus: tuple[list[LabeledPost], list[Features]],
) -> None:
    posts, features = corpus
    in_domain = [i for i, post in enumerate(posts) if i % 3 == 0 or not post.label("tie")]
    fitted = fit_label("tie", posts, features, in_domain)
    probabilities = fitted.oof_probabilities
    assert sorted(probabilities) == in_domain
    share = sum(posts[index].label("tie") for index in in_domain) / len(in_domain)
    assert sum(probabilities.values()) / len(in_domain) == pytest.approx(share, abs=0.02)
    assert 0.1 < fitted.model.threshold < 0.6


def test_fit_label_keeps_the_cue_model_if_the_posts_in_the_domain_have_one_label(
    corpus: tuple[list[LabeledPost], list[Features]],
) -> None:
    posts, features = corpus
    in_domain = [index for index, post in enumerate(posts) if not post.label("tie")]
    model = fit_label("tie", posts, features, in_domain).model
    expected = fit_cues("tie", features, [post.label("tie") for post in posts])
    assert model.weights == pytest.approx(expected.weights, rel=1e-7)
    assert model.threshold == 0.5


@pytest.mark.parametrize("labels", [[True, True, True], [True, False, False]])
def test_fit_label_needs_posts_with_and_without_the_label(labels: list[bool]) -> None:
    posts = [
        labeled_post(str(row), 0, *["tie"] * label, author=str(row))
        for row, label in enumerate(labels)
    ]
    with pytest.raises(PostlintError, match="too few labeled posts to learn `tie`"):
        fit_label("tie", posts, [{"any:you": 1.0}] * len(posts), range(len(posts)))
