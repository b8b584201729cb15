"""Prediction of a post's labels, relevance, and verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from postlint.nlp.cues import AUTHOR_CUES
from postlint.nlp.post import Post
from postlint.scoring.encoder.encoding import EncodedPost, encode_post
from postlint.scoring.features import Features, extract_features, rejection_features
from postlint.scoring.headline import Headline, choose_headline
from postlint.scoring.labels import MIN_WORDS, PostLabels, Verdict
from postlint.scoring.logistic_model import LABELS, REJECT, LogisticModel


@dataclass(frozen=True)
class Prediction:
    """The prediction for a post.

    Attributes:
        relevance: the probability that a prospective client finds the post relevant, rounded to
            three decimals.
        relevant: whether that is at least the model's threshold.
        labels: the four labels.
        verdict: why an editor would reject the post; None if they wouldn't. It defines "only about
            you" everywhere in postlint.
        headline: the verdict in words, for people.
        probabilities: the probability of each label and of `reject`, unrounded.
        features: the features of the post.
        encoded: the encoder's output for it.
    """

    relevance: float
    relevant: bool
    labels: PostLabels
    verdict: Verdict | None
    headline: Headline
    probabilities: Mapping[str, float]
    features: Features
    encoded: EncodedPost

    @property
    def is_anecdote(self) -> bool:
        """Whether it's an anecdote, which doesn't need a question or a tie."""
        return self.labels.anecdote and self.verdict is None


_MAX_REJECT_RELEVANCE = 0.1
"""The relevance from which no post is rejected: readers found that most of those posts had
something for a client after all, such as news of a service, an invitation, or a case."""


def predict(post: Post, models: Mapping[str, LogisticModel]) -> Prediction:
    """Return the prediction for a post."""
    encoded = encode_post(post)
    features = extract_features(post, encoded)
    probabilities = {label: models[label].probability(features) for label in LABELS}
    if _quotes_without_author(post):
        probabilities["self_focus"] = 0.0
    reject_features = rejection_features(features, probabilities)
    probabilities[REJECT] = models[REJECT].probability(reject_features)
    predicted = {label: probabilities[label] >= model.threshold for label, model in models.items()}
    verdict: Verdict | None = None
    is_rejected = predicted[REJECT] and probabilities["relevance"] < _MAX_REJECT_RELEVANCE
    if is_rejected and post.words >= MIN_WORDS and not post.is_reply:
        verdict = "only about you" if predicted["self_focus"] else "nothing for a client"
    relevance = round(probabilities["relevance"], 3)
    relevant = predicted["relevance"]
    labels = PostLabels(**{field.name: predicted[field.name] for field in fields(PostLabels)})
    return Prediction(
        relevance=relevance,
        relevant=relevant,
        labels=labels,
        verdict=verdict,
        headline=choose_headline(post, relevance, labels, verdict, relevant=relevant),
        probabilities=probabilities,
        features=features,
        encoded=encoded,
    )


def _quotes_without_author(post: Post) -> bool:
    """Return whether a post quotes others, and no sentence is about the author."""
    quotes = any(sentence.quoted for sentence in post.sentences)
    return quotes and not any(sentence.cues & AUTHOR_CUES for sentence in post.sentences)
