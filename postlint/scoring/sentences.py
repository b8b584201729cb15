"""Judging single sentences in the context of their post."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from postlint.nlp.post import Post, Sentence
from postlint.scoring.encoder.reader import encode_sentences, shipped_network
from postlint.scoring.model import logistic

_EVEN = 0.5


@dataclass(frozen=True)
class JudgedSentence:
    """How a sentence is judged.

    Attributes:
        about: who it's about: author, reader, client, or other.
        speaks_to: reader or nobody.
        probabilities: see `postlint.diagnostics.result.SentenceReport`.
    """

    about: str
    speaks_to: str
    probabilities: Mapping[str, float]


def judge_sentences(post: Post) -> list[JudgedSentence]:
    """Return how each sentence of a post is judged.

    The encoder says whether a sentence is about the author and whether it speaks to the reader.
    What else it's about, and who says it, comes from its grammar.
    """
    encoded = encode_sentences(post, shipped_network())
    return [_judge(one, encoded.get(index, {})) for index, one in enumerate(post.sentences)]


def _judge(sentence: Sentence, encoded: Mapping[str, float]) -> JudgedSentence:
    likely = {label: round(logistic(odds), 3) for label, odds in encoded.items()}
    if not likely or sentence.quoted:
        return JudgedSentence(sentence.about, sentence.speaks_to, likely)
    about = "author" if likely["author"] >= _EVEN else sentence.about
    return JudgedSentence(about, "reader" if likely["reader"] >= _EVEN else "nobody", likely)
