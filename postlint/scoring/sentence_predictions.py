"""Judging single sentences in the context of their post."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from postlint.nlp.post import Post, Sentence
from postlint.scoring.encoder.encoding import encode_sentences, load_default_network
from postlint.scoring.logistic_model import sigmoid

_DECISION_THRESHOLD = 0.5


@dataclass(frozen=True)
class SentencePrediction:
    """How a sentence is judged.

    Attributes:
        about: who it's about: author, reader, client, or other.
        speaks_to: reader or nobody.
        probabilities: see `postlint.diagnostics.result.SentenceResult`.
    """

    about: str
    speaks_to: str
    probabilities: Mapping[str, float]


def predict_sentences(post: Post) -> list[SentencePrediction]:
    """Return how each sentence of a post is judged.

    The encoder says whether a sentence is about the author and whether it speaks to the reader.
    What else it's about, and who says it, comes from its grammar.
    """
    encoded = encode_sentences(post, load_default_network())
    return [
        _predict_sentence(one, encoded.get(index, {})) for index, one in enumerate(post.sentences)
    ]


def _predict_sentence(sentence: Sentence, encoded: Mapping[str, float]) -> SentencePrediction:
    likely = {label: round(sigmoid(odds), 3) for label, odds in encoded.items()}
    if not likely or sentence.quoted:
        return SentencePrediction(sentence.about, sentence.speaks_to, likely)
    about = "author" if likely["author"] >= _DECISION_THRESHOLD else sentence.about
    return SentencePrediction(
        about, "reader" if likely["reader"] >= _DECISION_THRESHOLD else "nobody", likely
    )
