"""Judging a post: its readings, its relevance, and the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from postlint.judgement.features import Features, extract
from postlint.judgement.model import Model
from postlint.posts.post import Post


@dataclass(frozen=True)
class Reading:
    """What a post is taken to be, by the definitions in `models/posts/README.md`.

    Attributes:
        self_focus: purely about the author or the author's firm, nothing in it for the reader.
        question: asks the reader something that they could answer in a comment.
        tie: ties its subject to how the author helps, or to the reader's need, problem or goal.
        anecdote: tells a personal moment in a light, funny or self-mocking way.
    """

    self_focus: bool
    question: bool
    tie: bool
    anecdote: bool


@dataclass(frozen=True)
class Judgement:
    """All that postlint takes a post to be.

    Attributes:
        relevance: probability, rounded to three decimals, that a prospective client finds the
            post relevant.
        relevant: whether that is at least the model's threshold.
        reading: the four readings.
        features: what the judgement rests on.
    """

    relevance: float
    relevant: bool
    reading: Reading
    features: Features


def judge(post: Post, models: Mapping[str, Model]) -> Judgement:
    """Judge a post."""
    features = extract(post)

    def holds(label: str) -> bool:
        return models[label].probability(features) >= models[label].threshold

    relevance = models["relevance"].probability(features)
    return Judgement(
        relevance=round(relevance, 3),
        relevant=relevance >= models["relevance"].threshold,
        reading=Reading(holds("self_focus"), holds("question"), holds("tie"), holds("anecdote")),
        features=features,
    )
