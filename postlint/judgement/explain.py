"""Why a post has its score: what each trait and each sentence adds, in a writer's words."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from postlint.judgement.features import Features, extract
from postlint.judgement.model import WORDS, Model
from postlint.posts import cues, questions
from postlint.posts.lexicon import FUNCTION_WORDS
from postlint.posts.post import Post
from postlint.posts.words import count_words

_LABELS = {
    "is-about-author": "sentences about you or your firm",
    "is-about-reader": "sentences about the reader",
    "is-about-client": "sentences about clients",
    "is-about-other": "sentences about other things",
    "speaks-to-reader": "sentences that speak to the reader",
    "speaks-to-nobody": "sentences that speak to nobody",
    "asks": "sentences that ask",
    "tells": "sentences that tell",
    "instructs": "sentences that tell the reader what to do",
    "words": "its length in words",
    "sentences": "its length in sentences",
    "links": "its links",
    "tags": "hashtags or mentions that stand alone",
}
_NAMED = 3
_TOLD = 3
_SMALL = 0.005
"""Smaller weights show as 0.00."""

SMALL_WORDS = "small words (the, of, to and the like)"
"""A reason that is true and of no use to a writer."""


@dataclass(frozen=True)
class Reason:
    """A trait of a post, or the lack of it, and what that adds to the log odds of relevance."""

    text: str
    weight: float


@dataclass(frozen=True)
class Explanation:
    """Where a score comes from.

    Attributes:
        reasons: what each trait adds, the strongest first.
        start: the log odds of a typical post.
    """

    reasons: tuple[Reason, ...]
    start: float


def explain(features: Features, model: Model) -> Explanation:
    """Take the score of a post apart.

    What a trait adds is measured against a typical post: what most posts have raises nothing, and
    what most posts have and this one lacks lowers.
    """
    by_trait: dict[str, float] = defaultdict(float)
    start = model.intercept + model.typical.get(WORDS, 0.0)
    for text, weight in _words(model, features):
        by_trait[text] += weight
    for name, weight in model.cues.items():
        typical = model.typical.get(name, 0.0)
        start += weight * typical
        by_trait[_describe(name, features)] += weight * (features.cues.get(name, 0.0) - typical)
    reasons = [Reason(text, weight) for text, weight in by_trait.items()]
    reasons.sort(key=lambda reason: (-abs(reason.weight), reason.text))
    return Explanation(tuple(reasons), start)


def weigh_sentences(post: Post, features: Features, model: Model) -> tuple[float, ...]:
    """Return by how much the log odds would fall if one left each sentence out, in order.

    The post is judged as often as it has sentences: that takes seconds for a long one.
    """
    whole = model.log_odds(features)
    return tuple(
        whole - model.log_odds(extract(_without(post, index)))
        for index in range(len(post.sentences))
    )


def strongest(why: Explanation, sign: int) -> list[Reason]:
    """Return the reasons that raised (1) or lowered (-1) a score and that a writer can use."""
    return [
        reason
        for reason in why.reasons
        if reason.weight * sign > _SMALL and reason.text != SMALL_WORDS
    ]


def in_words(why: Explanation) -> tuple[str, ...]:
    """Return what raised a score and what lowered it most, in a line each."""
    lines = []
    for title, sign in (("raised by", 1), ("lowered by", -1)):
        found = [reason.text for reason in strongest(why, sign)[:_TOLD]]
        if found:
            lines.append(f"{title} {'; '.join(found)}")
    return tuple(lines)


def _words(model: Model, features: Features) -> Iterator[tuple[str, float]]:
    """Yield what the words add, beyond what words typically do: those that raise, those that lower.

    The strongest are named.
    """
    found = [
        (name.removeprefix(WORDS), weight)
        for name, weight in model.contributions(features).items()
        if name.startswith(WORDS)
    ]
    usual = model.typical.get(WORDS, 0.0)
    if not found:
        yield "hardly any words", -usual
    raising: list[tuple[float, str]] = []
    lowering: list[tuple[float, str]] = []
    for ngram, weight in found:
        beyond = weight - usual / len(found)
        if all(word in FUNCTION_WORDS or not word.isalpha() for word in ngram.split()):
            yield SMALL_WORDS, beyond
        else:
            (raising if beyond > 0 else lowering).append((abs(beyond), ngram))
    for sign, ngrams in ((1, raising), (-1, lowering)):
        if ngrams:
            strongest = [f"“{ngram}”" for _, ngram in heapq.nlargest(_NAMED, ngrams)]
            yield f"words like {', '.join(strongest)}", sign * sum(w for w, _ in ngrams)


def _without(post: Post, index: int) -> Post:
    left_out = post.sentences[index]
    return replace(
        post,
        sentences=post.sentences[:index] + post.sentences[index + 1 :],
        words=post.words - count_words(left_out.tokens),
    )


def _describe(name: str, features: Features) -> str:
    """Return a trait in words; "no …" if the post does not have it."""
    place, _, trait = name.rpartition(":")
    text = _trait(trait)
    if name not in features.cues:
        text = f"no {text.removeprefix('a ').removeprefix('an ')}"
    return text + {"first": ", at the start", "last": ", at the end"}.get(place, "")


def _trait(trait: str) -> str:
    descriptions: Mapping[str, str] = cues.DESCRIPTIONS
    if trait in _LABELS:
        return _LABELS[trait]
    if trait in questions.DESCRIPTIONS:
        return questions.DESCRIPTIONS[trait]
    return f"a sentence that {descriptions[trait]}"
