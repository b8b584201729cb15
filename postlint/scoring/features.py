"""Extraction of a post's features for the models.

Cue features give how many sentences have a cue of `postlint.nlp.cues` or
`postlint.nlp.question_cues`, and whether the first and the last sentence have it. Encoder features
are the log odds of the post's labels and of its best sentence, and the mean probabilities of its
sentences.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from postlint.scoring.encoder.encoding import EncodedPost, encode_post

if TYPE_CHECKING:
    from postlint.nlp.post import Post, Sentence

Features = Mapping[str, float]
"""A post's features by name, such as `any:command`, `last:asks`, or `encoder:tie`."""

ENCODER_PREFIX = "encoder:"
"""The prefix of the names of encoder features."""

_NO_SENTENCE_LOG_ODDS = -6.0
"""The log odds of a sentence label in a post without sentences."""

_QUESTION_CUES = frozenset({"question", "invitation"})


def extract_features(post: Post, encoded: EncodedPost | None = None) -> Features:
    """Return the features of a post; `encoded` is the encoder's output for it, if known."""
    return {**_cue_features(post), **_encoder_features(encoded or encode_post(post))}


def rejection_features(features: Features, probabilities: Mapping[str, float]) -> Features:
    """Return the features of the `reject` model, which are logarithms of probabilities.

    `probabilities` are those of the post's labels.
    """
    return {
        "self_focus": _log(probabilities["self_focus"]),
        "no anecdote": _log(1 - probabilities["anecdote"]),
        "no anecdote to the encoder": _log_sigmoid(-features.get(f"{ENCODER_PREFIX}anecdote", 0.0)),
    }


def _log(probability: float) -> float:
    return math.log(max(probability, 1e-9))


def _log_sigmoid(log_odds: float) -> float:
    return -math.log1p(math.exp(-max(log_odds, -500.0)))


def _encoder_features(encoded: EncodedPost) -> dict[str, float]:
    rows = encoded.sentences.values()
    values = {f"{ENCODER_PREFIX}{label}": log_odds for label, log_odds in encoded.post.items()}
    for label in ("question", "tie"):
        values[f"{ENCODER_PREFIX}best-{label}"] = max(
            (row[label] for row in rows), default=_NO_SENTENCE_LOG_ODDS
        )
    for label in ("author", "reader"):
        likely = [1 / (1 + math.exp(-row[label])) for row in rows]
        values[f"{ENCODER_PREFIX}mean-{label}"] = sum(likely) / (len(likely) or 1)
    return values


def _cue_features(post: Post) -> dict[str, float]:
    content_sentences = [sentence for sentence in post.sentences if "tags" not in sentence.cues]
    counts: dict[str, int] = defaultdict(int)
    for sentence in content_sentences:
        for cue in _cues(sentence):
            counts[cue] += 1
    # The divisors scale typical values to about 1, so one penalty fits all features.
    values = {
        "words": math.log1p(post.words) / 4,
        "sentences": math.log1p(len(content_sentences)) / 3,
        "links": math.log1p(sum(block.prose.links for block in post.blocks)) / 2,
        "tags": float(len(content_sentences) < len(post.sentences)),
    }
    for cue, count in sorted(counts.items()):
        values[f"any:{cue}"] = 1.0
        if not _is_question_cue(cue):
            values[f"share:{cue}"] = count / (len(content_sentences) + 1)
            values[f"many:{cue}"] = math.log1p(count) / 3
    if content_sentences:
        for position, index in (("first", 0), ("last", -1)):
            cues = _cues(content_sentences[index])
            values |= {f"{position}:{cue}": 1.0 for cue in cues if not _is_question_cue(cue)}
    return values


def _cues(sentence: Sentence) -> frozenset[str]:
    return sentence.cues | {
        f"is-about-{sentence.about}", f"speaks-to-{sentence.speaks_to}", sentence.act,
    }  # fmt: skip


def _is_question_cue(cue: str) -> bool:
    return cue.split("-")[0] in _QUESTION_CUES
