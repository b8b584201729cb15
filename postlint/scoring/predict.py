"""Judging a post: its readings, its relevance, and the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from postlint.nlp.post import Post
from postlint.nlp.replies import MIN_WORDS, is_reply
from postlint.scoring.features import Features, extract_features, rejection_features
from postlint.scoring.headline import Headline, choose_headline
from postlint.scoring.labels import PostLabels, Verdict
from postlint.scoring.logistic_model import LABELS, REJECT, LogisticModel


@dataclass(frozen=True)
class Prediction:
    """All that postlint takes a post to be.

    Attributes:
        relevance: probability, rounded to three decimals, that a prospective client finds the
            post relevant.
        relevant: whether that is at least the model's threshold.
        labels: the four labels.
        verdict: why an editor would stop the post; None if one wouldn't. This is what postlint
            means everywhere by "only about you".
        headline: the verdict in words, for people.
        probabilities: how sure the models are of each label, unrounded.
        features: what the prediction is based on.
    """

    relevance: float
    relevant: bool
    labels: PostLabels
    verdict: Verdict | None
    headline: Headline
    probabilities: Mapping[str, float]
    features: Features

    @property
    def is_anecdote(self) -> bool:
        """Whether it's a moment told lightly, and so is welcome without a question or a tie."""
        return self.labels.anecdote and self.verdict is None


_MAX_REJECT_RELEVANCE = 0.1
"""From this relevance on, no post is stopped: readers found that most of those had something for a
client after all, such as news of a service, an invitation, or a case."""


def predict(post: Post, models: Mapping[str, LogisticModel]) -> Prediction:
    """Judge a post."""
    features = extract_features(post)
    probabilities = {label: models[label].probability(features) for label in LABELS}
    if _only_quotes(post):
        probabilities["self_focus"] = 0.0
    weighed = rejection_features(features, probabilities)
    probabilities[REJECT] = models[REJECT].probability(weighed)
    holds = {label: probabilities[label] >= model.threshold for label, model in models.items()}
    verdict: Verdict | None = None
    stopped = holds[REJECT] and probabilities["relevance"] < _MAX_REJECT_RELEVANCE
    if stopped and post.words >= MIN_WORDS and not is_reply(post):
        verdict = "only about you" if holds["self_focus"] else "nothing for a client"
    relevance = round(probabilities["relevance"], 3)
    relevant = holds["relevance"]
    labels = PostLabels(
        self_focus=holds["self_focus"],
        question=holds["question"],
        tie=holds["tie"],
        anecdote=holds["anecdote"],
    )
    return Prediction(
        relevance=relevance,
        relevant=relevant,
        labels=labels,
        verdict=verdict,
        headline=choose_headline(post, relevance, labels, verdict, relevant=relevant),
        probabilities=probabilities,
        features=features,
    )


_AUTHOR_CUES = frozenset("author-word firm-word about-author about-firm dropped-subject".split())


def _only_quotes(post: Post) -> bool:
    """Return whether others are quoted, and the author's own words aren't about the author."""
    quoted = [sentence.quoted for sentence in post.sentences]
    return any(quoted) and not any(sentence.cues & _AUTHOR_CUES for sentence in post.sentences)
