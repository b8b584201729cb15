"""Predictions for single sentences of a post."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from postlint.nlp.post import Post, Sentence
from postlint.scoring.encoder.encoding import EncodedPost, encode_sentences
from postlint.scoring.logistic_model import sigmoid

_DECISION_THRESHOLD = 0.5


@dataclass(frozen=True)
class SentencePrediction:
    """The prediction for a sentence; see `postlint.diagnostics.result.SentenceResult`."""

    about: str
    speaks_to: str
    probabilities: Mapping[str, float]


def predict_sentences(post: Post, encoded: EncodedPost) -> list[SentencePrediction]:
    """Return the prediction for each sentence of a post.

    The encoder predicts whether a sentence is about the author and whether it addresses the reader.
    Everything else comes from its grammar.
    """
    logits = encode_sentences(post, encoded)
    return [
        _predict_sentence(sentence, logits.get(index, {}))
        for index, sentence in enumerate(post.sentences)
    ]


def _predict_sentence(sentence: Sentence, logits: Mapping[str, float]) -> SentencePrediction:
    probabilities = {label: round(sigmoid(log_odds), 3) for label, log_odds in logits.items()}
    if not probabilities or sentence.quoted:
        return SentencePrediction(sentence.about, sentence.speaks_to, probabilities)
    about = "author" if probabilities["author"] >= _DECISION_THRESHOLD else sentence.about
    speaks_to = "reader" if probabilities["reader"] >= _DECISION_THRESHOLD else "nobody"
    return SentencePrediction(about, speaks_to, probabilities)
