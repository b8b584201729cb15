"""The scikit-learn pipelines behind the models (extra `train`), and their export as plain data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from postlint.errors import PostlintError
from postlint.judgement.features import WORD_SCALE, Features
from postlint.judgement.model import Model

MIN_AUTHORS = 3
"""A word counts only if this many authors use it, so that no name is learned."""

_MAX_ITERATIONS = 5000

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


@dataclass(frozen=True)
class Recipe:
    """What one label is learned from.

    Attributes:
        strength: the inverse of the L2 penalty (scikit-learn's `C`).
        over: `post` for cues and words of the whole post; `questions` for those of each question.
    """

    strength: float
    over: str = "post"


def widely_used(words: Iterable[Iterable[str]], authors: Sequence[str]) -> list[str]:
    """Return the words that at least `MIN_AUTHORS` authors use, given the words of each post."""
    users: dict[str, set[str]] = defaultdict(set)
    for used, author in zip(words, authors, strict=True):
        for word in used:
            users[word].add(author)
    return sorted(word for word, names in users.items() if len(names) >= MIN_AUTHORS)


def post_pipeline(recipe: Recipe, vocabulary: Sequence[str]) -> Any:  # noqa: ANN401 -- no types
    """Return the unfitted pipeline over posts; it takes a list of `Features`."""

    def cues(posts: Sequence[Features]) -> list[dict[str, float]]:
        return [post.cues for post in posts]

    def words(posts: Sequence[Features]) -> list[list[str]]:
        return [[word for word, places in post.words.items() for _ in places] for post in posts]

    families = [("cues", make_pipeline(FunctionTransformer(cues), DictVectorizer()))]
    if vocabulary:
        tfidf = TfidfVectorizer(
            analyzer=list,
            vocabulary={word: index for index, word in enumerate(vocabulary)},
            sublinear_tf=True,
        )
        families.append(("words", make_pipeline(FunctionTransformer(words), tfidf)))
    weights = {"words": WORD_SCALE} if vocabulary else None
    union = FeatureUnion(families, transformer_weights=weights)
    return Pipeline([("features", union), ("classifier", _classifier(recipe))])


def question_pipeline(recipe: Recipe) -> Any:  # noqa: ANN401 -- no types
    """Return the unfitted pipeline over questions; it takes a list of feature mappings."""
    return Pipeline([("features", DictVectorizer()), ("classifier", _classifier(recipe))])


def _classifier(recipe: Recipe) -> Any:  # noqa: ANN401 -- no types
    return LogisticRegression(C=recipe.strength, max_iter=_MAX_ITERATIONS)


def export_posts(label: str, pipeline: Any, threshold: float) -> Model:  # noqa: ANN401 -- no types
    """Return a fitted pipeline over posts as plain data that gives the same probabilities."""
    families = dict(pipeline.named_steps["features"].transformer_list)
    vocabulary: list[str] = []
    rarity: list[float] = []
    if "words" in families:
        tfidf = families["words"][-1]
        vocabulary = sorted(tfidf.vocabulary_, key=tfidf.vocabulary_.__getitem__)
        rarity = tfidf.idf_.tolist()
    names = families["cues"][-1].feature_names_
    cue_weights, word_weights = _split(pipeline, len(names))
    return Model(
        label=label,
        over="post",
        threshold=threshold,
        intercept=_short(float(pipeline.named_steps["classifier"].intercept_[0])),
        cues=_table(names, cue_weights),
        words={
            word: (_short(idf), _short(weight))
            for word, idf, weight in zip(vocabulary, rarity, word_weights, strict=True)
        },
    )


def export_questions(label: str, pipeline: Any, threshold: float) -> Model:  # noqa: ANN401
    """Return a fitted pipeline over questions as plain data, likewise."""
    names = pipeline.named_steps["features"].feature_names_
    weights, _ = _split(pipeline, len(names))
    return Model(
        label=label,
        over="questions",
        threshold=threshold,
        intercept=_short(float(pipeline.named_steps["classifier"].intercept_[0])),
        cues=_table(names, weights),
        words={},
    )


def _split(pipeline: Any, cues: int) -> tuple[list[float], list[float]]:  # noqa: ANN401
    weights = pipeline.named_steps["classifier"].coef_[0].tolist()
    return weights[:cues], weights[cues:]


def _table(names: Sequence[str], weights: Sequence[float]) -> Mapping[str, float]:
    return {name: _short(weight) for name, weight in zip(names, weights, strict=True)}


def _short(number: float) -> float:
    """Eight digits: probabilities stay equal to 1e-6, files stay small."""
    return float(f"{number:.8g}")
