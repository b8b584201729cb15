"""Why a post has its score: what each sentence and each trait adds, in a writer's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from postlint.judgement.features import Features
from postlint.judgement.model import Model
from postlint.posts import cues, questions
from postlint.posts.lexicon import FUNCTION_WORDS

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
        sentences: what each sentence of the post adds to the log odds, in order.
        reasons: what each trait adds, the strongest first.
        start: the log odds of a typical post.
    """

    sentences: tuple[float, ...]
    reasons: tuple[Reason, ...]
    start: float


def explain(features: Features, model: Model, sentence_count: int) -> Explanation:
    """Take a score apart.

    What a trait adds is measured against a typical post: what most posts have raises nothing, and
    what most posts have and this one lacks lowers. What a sentence adds is all that it brings.
    """
    by_sentence = [0.0] * sentence_count
    by_trait: dict[str, float] = defaultdict(float)
    for name, weight in model.contributions(features).items():
        for index in (places := _places(name, features)):
            by_sentence[index] += weight / len(places)
        if name.startswith("word:"):
            by_trait[_describe_word(name.removeprefix("word:"))] += weight
    start = model.intercept
    for name, weight in model.cues.items():
        typical = model.typical.get(name, 0.0)
        start += weight * typical
        by_trait[_describe(name, features)] += weight * (features.cues.get(name, 0.0) - typical)
    reasons = [Reason(text, weight) for text, weight in by_trait.items()]
    reasons.sort(key=lambda reason: (-abs(reason.weight), reason.text))
    return Explanation(tuple(by_sentence), tuple(reasons), start)


def _places(name: str, features: Features) -> list[int]:
    if name.startswith("word:"):
        return features.words[name.removeprefix("word:")]
    return features.origins.get(name, [])


def _describe(name: str, features: Features) -> str:
    """Return a trait in words; "no …" if the post does not have it."""
    place, _, trait = name.rpartition(":")
    text = _trait(trait)
    if name not in features.cues:
        text = f"no {text.removeprefix('a ').removeprefix('an ')}"
    return text + {"first": ", at the start", "last": ", at the end"}.get(place, "")


def _describe_word(ngram: str) -> str:
    if all(word in FUNCTION_WORDS or not word.isalpha() for word in ngram.split()):
        return SMALL_WORDS
    return f"the words “{ngram}”" if " " in ngram else f"the word “{ngram}”"


def _trait(trait: str) -> str:
    descriptions: Mapping[str, str] = cues.DESCRIPTIONS
    if trait in _LABELS:
        return _LABELS[trait]
    if trait in questions.DESCRIPTIONS:
        return questions.DESCRIPTIONS[trait]
    return f"a sentence that {descriptions[trait]}"
