"""What is learned, and that it is scored without scikit-learn as scikit-learn scores it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from postlint.core.errors import PostlintError
from postlint.scoring.features import Features
from postlint.scoring.logistic_model import REJECT, LogisticModel, load_model, save_model, sigmoid
from postlint.training.dataset import LabeledPost, read_labeled_posts
from postlint.training.fit import cross_validate, fit, fit_models, learn
from postlint.training.pipelines import export, fit_blend, make_cue_pipeline, select_cue_features
from postlint.training.predictions import extract_all_features

POSTS = Path(__file__).resolve().parents[2] / "models" / "posts"
CLOSE = 1e-6


@pytest.fixture(scope="module")
def corpus() -> tuple[list[LabeledPost], list[Features]]:
    posts = read_labeled_posts([POSTS])[::4]
    pairs = [(p, f) for p, f in zip(posts, extract_all_features(posts), strict=True) if f]
    return [post for post, _ in pairs], [found for _, found in pairs]


def reload(model: LogisticModel, folder: Path) -> LogisticModel:
    path = folder / "weights.json"
    save_model(model, path)
    return load_model(path)


def test_exported_models_score_as_scikit_learn_does(
    corpus: tuple[list[LabeledPost], list[Features]], tmp_path: Path
) -> None:
    posts, features = corpus
    rows = list(map(select_cue_features, features))
    pipeline = make_cue_pipeline().fit(rows[:100], [post.label("tie") for post in posts[:100]])
    model = reload(export("tie", pipeline), tmp_path)
    theirs = pipeline.predict_proba(rows)[:, 1].tolist()
    assert [model.probability(found) for found in features] == pytest.approx(theirs, abs=CLOSE)
    assert max(theirs) - min(theirs) > 0.5


def test_a_blend_scores_as_scikit_learn_does_and_as_the_model_it_makes(
    corpus: tuple[list[LabeledPost], list[Features]], tmp_path: Path
) -> None:
    posts, features = corpus
    truth = [post.label("tie") for post in posts]
    plain = learn("tie", posts, features)
    odds = [plain.log_odds(found) for found in features]
    blend = fit_blend(odds, features, truth)
    model = reload(blend.applied_to(plain), tmp_path)
    names = sorted(blend.encoder)
    rows = [
        [value, *(found[name] for name in names)]
        for value, found in zip(odds, features, strict=True)
    ]
    theirs = make_pipeline(StandardScaler(), LogisticRegression(C=0.05, max_iter=5000))
    expected = theirs.fit(rows, truth).predict_proba(rows)[:, 1].tolist()
    blended = [sigmoid(blend.log_odds(*pair)) for pair in zip(odds, features, strict=True)]
    assert blended == pytest.approx(expected, abs=CLOSE)
    assert [model.probability(found) for found in features] == pytest.approx(expected, abs=CLOSE)


def test_what_is_stopped_is_right_nine_times_in_ten(
    corpus: tuple[list[LabeledPost], list[Features]],
) -> None:
    posts, features = corpus
    fitted = fit_models(posts, features, range(len(posts)))[REJECT]
    stopped = [
        posts[index]
        for index, value in fitted.oof_probabilities.items()
        if value >= fitted.model.threshold
    ]
    assert len(stopped) > 20
    assert sum(post.offers_nothing for post in stopped) >= 0.9 * len(stopped)
    anecdotes = sum(post.label("anecdote") for post in posts)
    assert sum(post.label("anecdote") for post in stopped) <= 0.1 * anecdotes


def test_cross_validation_never_tests_on_an_author_it_has_learned_from(
    corpus: tuple[list[LabeledPost], list[Features]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from postlint.training import fit as module

    posts, features = corpus
    seen: list[set[str]] = []
    real_learn = module.learn

    def spy(label: str, inside: list[LabeledPost], found: list[Features]) -> LogisticModel:
        seen.append({post.author for post in inside})
        return real_learn(label, inside, found)

    monkeypatch.setattr(module, "learn", spy)
    cross_validate("tie", posts, features)
    authors = {post.author for post in posts}
    held_out = [authors - inside for inside in seen]
    assert sum(map(len, held_out)) == len(authors)
    assert set().union(*held_out) == authors


def test_probabilities_are_calibrated_on_the_judged_posts(
    corpus: tuple[list[LabeledPost], list[Features]],
) -> None:
    posts, features = corpus
    judged = [i for i, post in enumerate(posts) if i % 3 == 0 or not post.label("tie")]
    fitted = fit("tie", posts, features, judged)
    assert sorted(fitted.oof_probabilities) == judged
    share = sum(posts[index].label("tie") for index in judged) / len(judged)
    assert sum(fitted.oof_probabilities.values()) / len(judged) == pytest.approx(share, abs=0.02)
    assert 0.1 < fitted.model.threshold < 0.6


def test_one_kind_of_post_only_is_too_few(
    corpus: tuple[list[LabeledPost], list[Features]],
) -> None:
    posts, features = corpus
    alike = [i for i, post in enumerate(posts) if post.label("tie")]
    with pytest.raises(PostlintError, match="too few labeled posts to learn `tie`"):
        learn("tie", [posts[i] for i in alike], [features[i] for i in alike])
