"""A post as named numbers.

*Cues* say how many sentences have a cue of `postlint.nlp.cues` or `postlint.nlp.question_cues`,
and whether the first and the last have it. The *encoder* gives the log odds of the post's labels,
of its best sentence, and shares of its sentences.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from postlint.scoring.encoder.encoding import PostEncoding, encode, load_default_network

if TYPE_CHECKING:
    from postlint.nlp.post import Post, Sentence

Features = Mapping[str, float]
"""A post's features by name, such as `any:command`, `last:asks`, or `encoder:tie`."""

ENCODER_PREFIX = "encoder:"
"""How features are named that the encoder gives."""

_NO_SENTENCE_LOG_ODDS = -6.0
"""Log odds of a label where no sentence could have it."""

_QUESTION_CUES = frozenset({"question", "invitation"})


def extract_features(post: Post) -> Features:
    """Return the features of a post."""
    return {
        **_cue_features(post),
        **_encoder_features(encode(post, load_default_network())),
    }


def rejection_features(features: Features, probabilities: Mapping[str, float]) -> Features:
    """Return what `reject` weighs: logarithms of probabilities.

    Args:
        features: of the post.
        probabilities: of the labels, as models over the features give them.
    """
    return {
        "self_focus": _log(probabilities["self_focus"]),
        "no anecdote": _log(1 - probabilities["anecdote"]),
        "no anecdote to the encoder": _log_logistic(
            -features.get(f"{ENCODER_PREFIX}anecdote", 0.0)
        ),
    }


def _log(probability: float) -> float:
    return math.log(max(probability, 1e-9))


def _log_logistic(odds: float) -> float:
    return -math.log1p(math.exp(-max(odds, -500.0)))


def _encoder_features(encoded: PostEncoding) -> dict[str, float]:
    values = {f"{ENCODER_PREFIX}{label}": odds for label, odds in encoded.post.items()}
    rows = encoded.sentences.values()
    for label in ("question", "tie"):
        values[f"{ENCODER_PREFIX}best-{label}"] = max(
            (row[label] for row in rows), default=_NO_SENTENCE_LOG_ODDS
        )
    for label in ("author", "reader"):
        likely = [1 / (1 + math.exp(-row[label])) for row in rows]
        values[f"{ENCODER_PREFIX}mean-{label}"] = sum(likely) / (len(likely) or 1)
    return values


def _cue_features(post: Post) -> dict[str, float]:
    told = [sentence for sentence in post.sentences if "tags" not in sentence.cues]
    counts: dict[str, int] = defaultdict(int)
    for sentence in told:
        for cue in _cues(sentence):
            counts[cue] += 1
    # The divisors bring logarithms of usual sizes near 1, so that one penalty suits all features.
    values = {
        "words": math.log1p(post.words) / 4,
        "sentences": math.log1p(len(told)) / 3,
        "links": math.log1p(sum(block.prose.links for block in post.blocks)) / 2,
        "tags": float(len(told) < len(post.sentences)),
    }
    for cue, count in sorted(counts.items()):
        values[f"any:{cue}"] = 1.0
        if not _is_question_cue(cue):
            values[f"share:{cue}"] = count / (len(told) + 1)
            values[f"many:{cue}"] = math.log1p(count) / 3
    for place, sentence in (("first", told[0]), ("last", told[-1])) if told else ():
        values |= {f"{place}:{cue}": 1.0 for cue in _cues(sentence) if not _is_question_cue(cue)}
    return values


def _cues(sentence: Sentence) -> frozenset[str]:
    return sentence.cues | {
        f"is-about-{sentence.about}", f"speaks-to-{sentence.speaks_to}", sentence.act,
    }  # fmt: skip


def _is_question_cue(cue: str) -> bool:
    return cue.split("-")[0] in _QUESTION_CUES
