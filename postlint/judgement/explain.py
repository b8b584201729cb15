"""Why a post has its score: what each trait and each sentence adds, in a writer's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from postlint.judgement.features import ENCODER, Features, extract
from postlint.judgement.model import Model
from postlint.posts import cues, questions
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
_TOLD = 3
_SMALL = 0.005
"""Smaller weights show as 0.00."""

AS_A_WHOLE = "the post as a whole"
"""A reason that is true and of no use to a writer: what the encoder says."""


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
    start = model.intercept
    for name, weight in model.weights.items():
        typical = model.typical.get(name, 0.0)
        start += weight * typical
        by_trait[_describe(name, features)] += weight * (features.get(name, 0.0) - typical)
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
        if reason.weight * sign > _SMALL and reason.text != AS_A_WHOLE
    ]


def in_words(why: Explanation) -> tuple[str, ...]:
    """Return what raised a score and what lowered it most, in a line each."""
    lines = []
    for title, sign in (("raised by", 1), ("lowered by", -1)):
        found = [reason.text for reason in strongest(why, sign)[:_TOLD]]
        if found:
            lines.append(f"{title} {'; '.join(found)}")
    return tuple(lines)


def _without(post: Post, index: int) -> Post:
    left_out = post.sentences[index]
    return replace(
        post,
        sentences=post.sentences[:index] + post.sentences[index + 1 :],
        words=post.words - count_words(left_out.tokens),
    )


def _describe(name: str, features: Features) -> str:
    """Return a trait in words; "no …" if the post does not have it."""
    if name.startswith(ENCODER):
        return AS_A_WHOLE
    place, _, trait = name.rpartition(":")
    text = _trait(trait)
    if name not in features:
        text = f"no {text.removeprefix('a ').removeprefix('an ')}"
    return text + {"first": ", at the start", "last": ", at the end"}.get(place, "")


def _trait(trait: str) -> str:
    descriptions: Mapping[str, str] = cues.DESCRIPTIONS
    if trait in _LABELS:
        return _LABELS[trait]
    if trait in questions.DESCRIPTIONS:
        return questions.DESCRIPTIONS[trait]
    return f"a sentence that {descriptions[trait]}"
