"""The scikit-learn pipelines behind the models (extra `train`), and their export as plain data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import isfinite
from typing import Any

from postlint.errors import PostlintError
from postlint.judgement.features import WORD_SCALE, Features
from postlint.judgement.meaning import load_meanings
from postlint.judgement.model import Model, logistic

MIN_AUTHORS = 3
"""A word counts only if this many authors use it, so that no name is learned."""

_MAX_ITERATIONS = 5000
_UNBOUND = 1e6
"""No penalty to speak of."""

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

    def meaning(posts: Sequence[Features]) -> Any:  # noqa: ANN401 -- no types
        nothing = [0.0] * load_meanings().size
        return [post.shares.total.tolist() if post.shares else nothing for post in posts]

    families = [
        ("cues", make_pipeline(FunctionTransformer(cues), DictVectorizer())),
        ("meaning", FunctionTransformer(meaning)),
    ]
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


@dataclass(frozen=True)
class Calibration:
    """How log odds must be stretched and shifted to become right (Platt 1999)."""

    slope: float = 1.0
    shift: float = 0.0

    def probability(self, odds: float) -> float:
        """Return the calibrated probability."""
        return logistic(self.slope * odds + self.shift)

    def applied_to(self, model: Model) -> Model:
        """Return the model that gives calibrated probabilities by itself."""
        return replace(
            model,
            intercept=_short(self.slope * model.intercept + self.shift),
            cues={name: _short(self.slope * weight) for name, weight in model.cues.items()},
            words={
                word: (rarity, _short(self.slope * weight))
                for word, (rarity, weight) in model.words.items()
            },
            meaning=tuple(_short(self.slope * weight) for weight in model.meaning),
        )


def calibrate(odds: Sequence[float], truth: Sequence[bool]) -> Calibration:
    """Return the calibration that suits held-out log odds best; none where labels are alike."""
    usable = [(value, label) for value, label in zip(odds, truth, strict=True) if isfinite(value)]
    if len({label for _, label in usable}) < 2:
        return Calibration()
    model = LogisticRegression(C=_UNBOUND, max_iter=_MAX_ITERATIONS)
    model.fit([[value] for value, _ in usable], [label for _, label in usable])
    # A negative slope would turn a judgement round: with few posts, it is chance.
    return Calibration(max(float(model.coef_[0][0]), 0.1), float(model.intercept_[0]))


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
    cue_weights, meaning, word_weights = _split(pipeline, len(names), load_meanings().size)
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
        meaning=tuple(map(_short, meaning)),
    )


def export_questions(label: str, pipeline: Any, threshold: float) -> Model:  # noqa: ANN401
    """Return a fitted pipeline over questions as plain data, likewise."""
    names = pipeline.named_steps["features"].feature_names_
    (weights,) = _split(pipeline)
    return Model(
        label=label,
        over="questions",
        threshold=threshold,
        intercept=_short(float(pipeline.named_steps["classifier"].intercept_[0])),
        cues=_table(names, weights),
        words={},
    )


def _split(pipeline: Any, *sizes: int) -> list[list[float]]:  # noqa: ANN401 -- no types
    """Return the weights of a fitted pipeline in stretches: of the given sizes, and the rest."""
    weights = pipeline.named_steps["classifier"].coef_[0].tolist()
    ends = [*accumulate(sizes), len(weights)]
    return [weights[start:end] for start, end in zip([0, *ends], ends)]  # noqa: B905 -- one longer


def _table(names: Sequence[str], weights: Sequence[float]) -> Mapping[str, float]:
    return {name: _short(weight) for name, weight in zip(names, weights, strict=True)}


def _short(number: float) -> float:
    """Eight digits: probabilities stay equal to 1e-6, files stay small."""
    return float(f"{number:.8g}")
