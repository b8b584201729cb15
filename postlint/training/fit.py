"""Fitting the models with scikit-learn (extra `train`)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from postlint.errors import PostlintError
from postlint.judgement.features import QUESTION_CUES, WORD_SCALE, Features
from postlint.judgement.model import LABELS, Model
from postlint.training.labelled import LabelledPost
from postlint.training.metrics import best_threshold

MIN_AUTHORS = 3
"""A word counts only if this many authors use it, so that no name is learned."""

_FOLDS = 8
_MAX_ITERATIONS = 5000


@dataclass(frozen=True)
class Recipe:
    """What one label is learned from.

    Attributes:
        strength: the inverse of the L2 penalty (scikit-learn's `C`).
        words: whether words are used beside the cues.
        cues: only cues whose names hold one of these; all if empty.
    """

    strength: float
    words: bool = True
    cues: tuple[str, ...] = ()

    def uses(self, name: str) -> bool:
        """Say whether a cue feature is used."""
        return not self.cues or any(cue in name for cue in self.cues)


RECIPES = {
    "relevance": Recipe(0.1),
    "self_focus": Recipe(0.1),
    "tie": Recipe(0.1),
    "anecdote": Recipe(0.1),
    # Whether a post asks is a matter of its questions alone: other words mislead.
    "question": Recipe(0.3, words=False, cues=QUESTION_CUES),
}
"""Found by cross-validation over authors on the training posts."""


def build_pipeline(recipe: Recipe, vocabulary: Sequence[str]) -> Any:  # noqa: ANN401 -- no types
    """Return the scikit-learn pipeline for a recipe; it takes a list of `Features`."""
    try:
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
        from sklearn.preprocessing import FunctionTransformer
    except ImportError:
        raise PostlintError(
            "training needs scikit-learn; install it with: pip install 'postlint[train]'"
        ) from None

    def cues(posts: Sequence[Features]) -> list[dict[str, float]]:
        return [{k: v for k, v in post.cues.items() if recipe.uses(k)} for post in posts]

    def words(posts: Sequence[Features]) -> list[list[str]]:
        return [
            [word for word, places in post.words.items() for _ in places] for post in posts
        ]

    families = [("cues", make_pipeline(FunctionTransformer(cues), DictVectorizer()))]
    if recipe.words and vocabulary:
        tfidf = TfidfVectorizer(
            analyzer=list, vocabulary={word: i for i, word in enumerate(vocabulary)}, sublinear_tf=True
        )
        families.append(("words", make_pipeline(FunctionTransformer(words), tfidf)))
    union = FeatureUnion(families, transformer_weights={"words": WORD_SCALE} if len(families) > 1 else None)
    classifier = LogisticRegression(C=recipe.strength, max_iter=_MAX_ITERATIONS)
    return Pipeline([("features", union), ("classifier", classifier)])


def find_vocabulary(features: Sequence[Features], authors: Sequence[str]) -> list[str]:
    """Return the words and pairs that at least `MIN_AUTHORS` authors use."""
    users: dict[str, set[str]] = defaultdict(set)
    for post, author in zip(features, authors, strict=True):
        for word in post.words:
            users[word].add(author)
    return sorted(word for word, names in users.items() if len(names) >= MIN_AUTHORS)


def export(label: str, pipeline: Any, threshold: float) -> Model:  # noqa: ANN401 -- no types
    """Return a fitted pipeline as plain data that gives the same probabilities."""
    families = dict(pipeline.named_steps["features"].transformer_list)
    classifier = pipeline.named_steps["classifier"]
    weights = classifier.coef_[0].tolist()
    cue_names = list(families["cues"][-1].feature_names_)
    words: dict[str, tuple[float, float]] = {}
    if "words" in families:
        tfidf = families["words"][-1]
        ordered = sorted(tfidf.vocabulary_, key=tfidf.vocabulary_.__getitem__)
        words = {
            word: (_short(idf), _short(weight))
            for word, idf, weight in zip(
                ordered, tfidf.idf_.tolist(), weights[len(cue_names) :], strict=True
            )
        }
    return Model(
        label=label,
        threshold=round(threshold, 3),
        intercept=_short(float(classifier.intercept_[0])),
        cues={name: _short(weight) for name, weight in zip(cue_names, weights, strict=False)},
        words=words,
    )


def _short(number: float) -> float:
    """Eight digits: probabilities stay equal to 1e-6, files stay small."""
    return float(f"{number:.8g}")


def fit(label: str, posts: Sequence[LabelledPost], features: Sequence[Features]) -> Model:
    """Fit one label's model; its threshold is the best one in cross-validation over authors.

    Raises:
        PostlintError: there are too few posts with or without the label.
    """
    truth = [post.label(label) for post in posts]
    held_out = cross_validate(label, posts, features)
    pipeline = _fitted(RECIPES[label], posts, features, truth)
    return export(label, pipeline, best_threshold(truth, held_out))


def fit_all(posts: Sequence[LabelledPost], features: Sequence[Features]) -> dict[str, Model]:
    """Fit the models of all labels."""
    return {label: fit(label, posts, features) for label in LABELS}


def cross_validate(
    label: str, posts: Sequence[LabelledPost], features: Sequence[Features]
) -> list[float]:
    """Return each post's probability by a model that has seen no post of its author."""
    truth = [post.label(label) for post in posts]
    folds = _folds(posts)
    probabilities = [0.0] * len(posts)
    for fold in range(_FOLDS):
        inside = [i for i in range(len(posts)) if folds[i] != fold]
        outside = [i for i in range(len(posts)) if folds[i] == fold]
        if len({truth[i] for i in inside}) < 2:
            raise PostlintError(
                f"too few labelled posts to learn `{label}`: there must be some with and some "
                "without it, by several authors"
            )
        if outside:
            pipeline = _fitted(
                RECIPES[label],
                [posts[i] for i in inside],
                [features[i] for i in inside],
                [truth[i] for i in inside],
            )
            predicted = pipeline.predict_proba([features[i] for i in outside])[:, 1]
            for index, probability in zip(outside, predicted.tolist(), strict=True):
                probabilities[index] = probability
    return probabilities


def _fitted(
    recipe: Recipe, posts: Sequence[LabelledPost], features: Sequence[Features], truth: list[bool]
) -> Any:  # noqa: ANN401 -- no types
    vocabulary = find_vocabulary(features, [post.author for post in posts]) if recipe.words else []
    return build_pipeline(recipe, vocabulary).fit(list(features), truth)


def _folds(posts: Sequence[LabelledPost]) -> list[int]:
    """Deal authors out to folds, the most productive first, each to the smallest fold."""
    sizes = [0] * _FOLDS
    fold_of: dict[str, int] = {}
    counts = Counter(post.author for post in posts)
    for author, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        fold_of[author] = min(range(_FOLDS), key=lambda fold: sizes[fold])
        sizes[fold_of[author]] += count
    return [fold_of[post.author] for post in posts]

