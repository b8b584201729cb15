"""Posts with an opening that says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic import Field

from postlint.checks.base import BlockSpan, Check, CheckOptions, Context, Hit, PositiveInt
from postlint.checks.phrase_lists import Phrases, compile_phrases
from postlint.checks.selectors import content_sentences, first_words
from postlint.core.platforms import fold_length
from postlint.nlp.tokens import count_words

if TYPE_CHECKING:
    from postlint.nlp.post import Sentence

_QUOTED_WORDS = 7
_TO_VERB = re.compile(r"\s+to\s+(?:be|have)$")
"""The end of an opening such as "We are delighted to be", which isn't quoted."""

_MANY_GREETINGS = 2
"""Fewer are fine if the first sentence after them is before the fold."""


class WeakOpeningOptions(CheckOptions):
    """What says nothing. Phrases are written as in the check `phrases`."""

    greetings: Phrases = Field(
        default=(), description="A short sentence that starts with one of these is a greeting."
    )
    max_greeting_words: PositiveInt = Field(
        default=7, description="A longer sentence isn't just a greeting."
    )
    greeting_platforms: tuple[str, ...] = Field(
        default=(), description="Platforms where a greeting is customary."
    )
    filler_openings: Phrases = Field(
        default=(),
        description="A sentence that starts with one of these takes too long to get to the point.",
    )
    lead_ins: Phrases = Field(
        default=(), description="Words that can come before a filler opening or a feeling."
    )
    feelings: Phrases = Field(
        default=(), description="Words for what the author feels about an announcement, …"
    )
    announcement_verbs: Phrases = Field(
        default=(), description='… and the verbs that follow them ("thrilled to announce").'
    )
    min_words_after: PositiveInt = Field(
        default=12, description="Skip posts with fewer words after the opening."
    )


def run(context: Context) -> Iterator[Hit]:
    """Yield a filler opening, or greetings that fill the text before the fold."""
    options: WeakOpeningOptions = context.options
    sentences = content_sentences(context.post)
    greetings = 0
    while greetings < len(sentences) and _greets(sentences[greetings], options):
        greetings += 1
    rest = sentences[greetings:]
    if not rest or sum(count_words(sentence.tokens) for sentence in rest) < options.min_words_after:
        return
    if filler := _filler_opening(rest[0], options):
        if sum(count_words(item.tokens) for item in rest[1:]) >= options.min_words_after:
            quote = " ".join(filler.text.split())
            yield Hit(filler, {"quote": f"“{_TO_VERB.sub('', quote)}”"})
    elif greetings and context.post.platform not in options.greeting_platforms:
        seen = sum(len(sentence.text) + 1 for sentence in sentences[: greetings + 1])
        if greetings >= _MANY_GREETINGS or seen > fold_length(context.post.platform):
            yield Hit(sentences[0], {"quote": f"“{first_words(sentences[0].text, _QUOTED_WORDS)}”"})


def _greets(sentence: Sentence, options: WeakOpeningOptions) -> bool:
    short = count_words(sentence.tokens) <= options.max_greeting_words
    return short and bool(_find(sentence, _after(options.lead_ins, options.greetings)))


def _filler_opening(sentence: Sentence, options: WeakOpeningOptions) -> BlockSpan | None:
    feeling = _feeling(options.lead_ins, options.feelings, options.announcement_verbs)
    found = _find(sentence, _after(options.lead_ins, options.filler_openings)) or _find(
        sentence, feeling
    )
    return found and BlockSpan(sentence.block, sentence.start, found.end())


def _find(sentence: Sentence, pattern: re.Pattern[str]) -> re.Match[str] | None:
    return pattern.match(sentence.block.prose.text, sentence.start, sentence.end)


@lru_cache(maxsize=16)
def _after(lead_ins: tuple[str, ...], phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for phrases at the start of a sentence, after any `lead_ins`."""
    return re.compile(rf"\W*(?:{_any(lead_ins)}\W+)*{_any(phrases)}", re.IGNORECASE)


@lru_cache(maxsize=16)
def _feeling(
    lead_ins: tuple[str, ...], feelings: tuple[str, ...], announcement_verbs: tuple[str, ...]
) -> re.Pattern[str]:
    """Return a pattern for openings such as "I'm so happy and proud to announce"."""
    return re.compile(
        rf"\W*(?:{_any(lead_ins)}\W+)*{_any(feelings)}\W+"
        rf"(?:{_any((*lead_ins, *feelings))}\W+)*to\W+{_any(announcement_verbs)}",
        re.IGNORECASE,
    )


def _any(phrases: Sequence[str]) -> str:
    return f"(?:{compile_phrases(tuple(phrases)).pattern})"


CHECKS = {"weak_opening": Check(run, WeakOpeningOptions, ("quote",), ("post",))}
