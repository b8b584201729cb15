"""Learning the models of all labels from labelled posts.

A label is learned from all posts and judged on those that are like life: its probabilities are
calibrated, and its threshold is chosen, on what models say of such posts by authors that they have
not seen (cross-validation over authors).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from postlint.errors import PostlintError
from postlint.judgement.features import Features
from postlint.judgement.model import LABELS, WORDS, Model
from postlint.training.labelled import LabelledPost
from postlint.training.metrics import best_threshold
from postlint.training.pipelines import (
    Recipe,
    calibrate,
    export_posts,
    export_questions,
    post_pipeline,
    question_pipeline,
    widely_used,
)

RECIPES = {
    "relevance": Recipe(0.1),
    "self_focus": Recipe(0.1),
    "tie": Recipe(0.1),
    "anecdote": Recipe(0.1),
    # Whether a post asks is a matter of each of its questions alone.
    "question": Recipe(0.3, over="questions"),
}
"""Found by cross-validation over authors on the training posts."""

_FOLDS = 8
_ROUNDS = 6
_EVEN = 0.5


@dataclass(frozen=True)
class Fitted:
    """A model and how it was chosen.

    Attributes:
        model: learned from all posts.
        held_out: of each post, the calibrated probability by a model that has seen no post of its
            author.
    """

    model: Model
    held_out: tuple[float, ...]


def fit_all(
    posts: Sequence[LabelledPost], features: Sequence[Features], like_life: Sequence[bool]
) -> dict[str, Fitted]:
    """Learn the models of all labels; `like_life` says which posts to judge them on.

    Raises:
        PostlintError: there are too few posts with or without a label.
    """
    return {label: fit(label, posts, features, like_life) for label in LABELS}


def fit(
    label: str,
    posts: Sequence[LabelledPost],
    features: Sequence[Features],
    like_life: Sequence[bool],
) -> Fitted:
    """Learn one label, calibrated, with the threshold that has the best F1."""
    odds = cross_validate(label, posts, features)
    truth = [post.label(label) for post in posts]
    judged = [index for index, chosen in enumerate(like_life) if chosen]
    calibration = calibrate([odds[i] for i in judged], [truth[i] for i in judged])
    held_out = tuple(map(calibration.probability, odds))
    threshold = best_threshold([truth[i] for i in judged], [held_out[i] for i in judged])
    model = calibration.applied_to(learn(label, posts, features))
    typical = _typical(model, features) if model.over == "post" else {}
    return Fitted(replace(model, threshold=threshold, typical=typical), held_out)


def cross_validate(
    label: str, posts: Sequence[LabelledPost], features: Sequence[Features]
) -> list[float]:
    """Return each post's log odds by a model that has seen no post of its author."""
    fold_of = _folds(posts)
    odds = [0.0] * len(posts)
    for fold in set(fold_of):
        inside = [index for index, other in enumerate(fold_of) if other != fold]
        model = learn(label, [posts[i] for i in inside], [features[i] for i in inside])
        for index, other in enumerate(fold_of):
            if other == fold:
                odds[index] = model.log_odds(features[index])
    return odds


def learn(label: str, posts: Sequence[LabelledPost], features: Sequence[Features]) -> Model:
    """Learn one label from posts, with an even threshold."""
    truth = [post.label(label) for post in posts]
    if len(set(truth)) < 2:
        raise PostlintError(
            f"too few labelled posts to learn `{label}`: there must be some with and some without "
            "it, by several authors"
        )
    recipe = RECIPES[label]
    authors = [post.author for post in posts]
    if recipe.over == "questions":
        return _learn_questions(label, recipe, authors, features, truth)
    vocabulary = widely_used([post.words for post in features], authors)
    pipeline = post_pipeline(recipe, vocabulary).fit(list(features), truth)
    return export_posts(label, pipeline, _EVEN)


def _typical(model: Model, features: Sequence[Features]) -> dict[str, float]:
    """Return the mean of each cue feature and of what all words of a post add."""
    sums: dict[str, float] = defaultdict(float)
    for post in features:
        for name, value in post.cues.items():
            sums[name] += value
        parts = model.contributions(post)
        sums[WORDS] += sum(part for name, part in parts.items() if name.startswith(WORDS))
    return {name: round(total / len(features), 4) for name, total in sums.items()}


def _learn_questions(
    label: str,
    recipe: Recipe,
    authors: Sequence[str],
    features: Sequence[Features],
    truth: Sequence[bool],
) -> Model:
    """Learn which questions ask, from posts of which it is only known whether any does.

    Every question of a post with the label is taken to ask at first; then, in rounds, those that
    the model finds likely, and always the likeliest of each post (multiple-instance learning).
    """
    kept = set(widely_used([_names(post) for post in features], authors))
    rows: list[dict[str, float]] = []
    owners: list[int] = []
    for owner, post in enumerate(features):
        for question in post.questions.values():
            rows.append({name: value for name, value in question.items() if name in kept})
            owners.append(owner)
    asks = [truth[owner] for owner in owners]
    pipeline = question_pipeline(recipe)
    for _ in range(_ROUNDS):
        if len(set(asks)) < 2:
            raise PostlintError(f"too few labelled posts to learn `{label}`: too few questions")
        pipeline.fit(rows, asks)
        likely = pipeline.predict_proba(rows)[:, 1].tolist()
        best: dict[int, float] = {}
        for owner, probability in zip(owners, likely, strict=True):
            best[owner] = max(best.get(owner, 0.0), probability)
        before, asks = (
            asks,
            [
                truth[owner] and probability >= min(_EVEN, best[owner])
                for owner, probability in zip(owners, likely, strict=True)
            ],
        )
        if asks == before:
            break
    return export_questions(label, pipeline, _EVEN)


def _names(post: Features) -> set[str]:
    return {name for question in post.questions.values() for name in question}


def _folds(posts: Sequence[LabelledPost]) -> list[int]:
    """Deal authors out to folds, the most productive first, each to the smallest fold."""
    sizes = [0] * _FOLDS
    fold_of: dict[str, int] = {}
    counts = Counter(post.author for post in posts)
    for author, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        fold_of[author] = min(range(_FOLDS), key=lambda fold: sizes[fold])
        sizes[fold_of[author]] += count
    return [fold_of[post.author] for post in posts]
