"""Judging a post: its readings, its relevance, and the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from postlint.judgement.features import Features, extract
from postlint.judgement.model import Model
from postlint.judgement.reading import Reading
from postlint.posts.post import Post


@dataclass(frozen=True)
class Judgement:
    """All that postlint takes a post to be.

    Attributes:
        relevance: probability, rounded to three decimals, that a prospective client finds the
            post relevant.
        relevant: whether that is at least the model's threshold.
        reading: the four readings.
        probabilities: how sure the models are of each label, unrounded.
        features: what the judgement rests on.
    """

    relevance: float
    relevant: bool
    reading: Reading
    probabilities: Mapping[str, float]
    features: Features


def judge(post: Post, models: Mapping[str, Model]) -> Judgement:
    """Judge a post."""
    features = extract(post)
    probabilities = {label: model.probability(features) for label, model in models.items()}
    if _is_flat_report(post):
        probabilities["anecdote"] = 0.0
    if _only_quotes(post):
        probabilities["self_focus"] = 0.0
    holds = {label: probabilities[label] >= model.threshold for label, model in models.items()}
    return Judgement(
        relevance=round(probabilities["relevance"], 3),
        relevant=holds["relevance"],
        reading=Reading(
            self_focus=holds["self_focus"],
            question=holds["question"],
            tie=holds["tie"],
            anecdote=holds["anecdote"],
        ),
        probabilities=probabilities,
        features=features,
    )


def _is_flat_report(post: Post) -> bool:
    """Say whether all sentences only report what was done: by definition that is no anecdote.

    The models do not learn this by themselves: breakfasts and gardens are what anecdotes are about.
    """
    spoken = [sentence.cues for sentence in post.sentences if "tags" not in sentence.cues]
    return bool(spoken) and all("bare-report" in cues for cues in spoken)


_OWN = frozenset("author-word firm-word about-author about-firm dropped-subject".split())


def _only_quotes(post: Post) -> bool:
    """Return whether others are quoted, and the author's own words aren't about the author."""
    quoted = [sentence.quoted for sentence in post.sentences]
    return any(quoted) and not any(sentence.cues & _OWN for sentence in post.sentences)
