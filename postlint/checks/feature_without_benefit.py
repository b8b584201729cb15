"""Posts that describe a product or a service, and not what it does for whoever uses it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from postlint.checks.check import Check, Context, Hit, NoOptions
from postlint.checks.parts import Part, parts
from postlint.checks.phrases import find_phrases, with_words

if TYPE_CHECKING:
    from postlint.posts.post import Sentence

_GAINS = frozenset("so-you-can how-to listing condition problem reason command".split())
"""Cues of a sentence that may say what somebody gains."""

_BARE_CALLS = frozenset({"call-to-action", "contact"})
"""Cues of a sentence that speaks to the reader only to be called."""

_COMPARING = frozenset({"JJR", "RBR"})
"""Tags of words such as "quieter": they say what has become better."""


class Options(NoOptions):
    """What gives a description away, and what makes it more than that."""

    features: tuple[str, ...] = Field(min_length=1)
    """Phrases that describe, in the form of the check `phrases`."""

    at_least: int = Field(default=2, ge=1)
    """So many different ones make a description."""

    offers: tuple[str, ...] = Field(min_length=1)
    """Phrases that say that the author offers what is described: one of them is there."""

    gains: tuple[str, ...] = ()
    """Phrases that say what somebody gains: posts with one of them are let off."""

    most_tie: float = Field(default=0.5, ge=0, le=1)
    """Let off posts that tie back to the reader with more than this probability."""

    most_self_focus: float = Field(default=0.85, ge=0, le=1)
    """Let off posts that are purely about their author with more than this probability: they
    have another fault."""

    @field_validator("features", "offers", "gains")
    @classmethod
    def _have_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return with_words(value)


def run(context: Context) -> Iterator[Hit]:
    """Yield the first feature, if nothing in the post says what anybody gains by it."""
    sure, options = context.judgement.probabilities, context.options
    if context.judgement.reading.question or sure["tie"] > options.most_tie:
        return
    if sure["self_focus"] > options.most_self_focus:
        return
    for part in parts(context):
        found = list(find_phrases(options.features, part))
        named = {place.block.prose.text[place.start : place.end].lower() for place in found}
        if len(named) < options.at_least or not _any(options.offers, part):
            continue
        if not _any(options.gains, part) and not any(map(_says_gain, part.sentences)):
            first = found[0]
            phrase = first.block.prose.text[first.start : first.end]
            yield Hit(first, {"phrase": phrase, "count": str(len(named))})


def _any(phrases: tuple[str, ...], part: Part) -> bool:
    return bool(phrases) and any(True for _ in find_phrases(phrases, part))


def _says_gain(sentence: Sentence) -> bool:
    """Say whether a sentence may tell somebody what they gain."""
    if sentence.cues & _GAINS or any(token.tag_ in _COMPARING for token in sentence.tokens):
        return True
    return sentence.speaks_to == "reader" and not sentence.cues & _BARE_CALLS


CHECK = Check(run, Options, ("phrase", "count"), scopes=("post",))
