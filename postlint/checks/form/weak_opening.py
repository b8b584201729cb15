"""Posts that begin without saying anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from postlint.checks.base import BlockSpan, Check, CheckOptions, Context, Hit
from postlint.checks.phrase_lists import compile_phrases, require_words
from postlint.checks.selectors import content_sentences
from postlint.core.platforms import fold_length
from postlint.nlp.tokens import count_words

if TYPE_CHECKING:
    from postlint.nlp.post import Sentence

_QUOTED_WORDS = 7
_TO_VERB = re.compile(r"\s+to\s+(?:be|have)$")
"""The end of "We are delighted to be", which the quotation doesn't need."""

_MANY_GREETINGS = 2
"""Fewer are let off if the first full sentence after them is seen in the feed."""


class WeakOpeningOptions(CheckOptions):
    """What says nothing yet. Phrases are written as in the check `phrases`."""

    greetings: tuple[str, ...] = Field(
        default=(), description="A short sentence that begins with one of these is a greeting."
    )

    greeting_words: int = Field(
        default=7, ge=1, description="A sentence with more words than this says more than hello."
    )

    letters: tuple[str, ...] = Field(
        default=(), description="Platforms where a greeting belongs to the form."
    )

    run_ups: tuple[str, ...] = Field(
        default=(),
        description="A sentence that begins with one of these is slow to come to its point.",
    )

    lead_ins: tuple[str, ...] = Field(
        default=(), description="Words that may stand before a run-up or a feeling."
    )

    feelings: tuple[str, ...] = Field(default=(), description="Words for how the author feels, …")

    tellings: tuple[str, ...] = Field(
        default=(),
        description='… about telling something: the verbs that follow ("thrilled to announce").',
    )

    min_words_after: int = Field(
        default=12,
        ge=1,
        description=(
            "Posts with fewer words after their opening are let off: they are all opening."
        ),
    )

    @field_validator("greetings", "run_ups", "lead_ins", "feelings", "tellings")
    @classmethod
    def _require_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return require_words(value)


def run(context: Context) -> Iterator[Hit]:
    """Yield the run-up that a post begins with, or the greeting that fills what is seen of it."""
    options: WeakOpeningOptions = context.options
    told = content_sentences(context.post)
    greetings = 0
    while greetings < len(told) and _greets(told[greetings], options):
        greetings += 1
    rest = told[greetings:]
    if not rest or sum(count_words(sentence.tokens) for sentence in rest) < options.min_words_after:
        return
    if run_up := _run_up(rest[0], options):
        if sum(count_words(item.tokens) for item in rest[1:]) >= options.min_words_after:
            quote = " ".join(run_up.block.prose.text[run_up.start : run_up.end].split())
            yield Hit(run_up, {"quote": f"“{_TO_VERB.sub('', quote)}”"})
    elif greetings and context.post.platform not in options.letters:
        seen = sum(len(sentence.text) + 1 for sentence in told[: greetings + 1])
        if greetings >= _MANY_GREETINGS or seen > fold_length(context.post.platform):
            yield Hit(told[0], {"quote": f"“{_beginning(told[0])}”"})


def _greets(sentence: Sentence, options: WeakOpeningOptions) -> bool:
    short = count_words(sentence.tokens) <= options.greeting_words
    return short and bool(_find(sentence, _after(options.lead_ins, options.greetings)))


def _run_up(sentence: Sentence, options: WeakOpeningOptions) -> BlockSpan | None:
    feeling = _feeling(options.lead_ins, options.feelings, options.tellings)
    found = _find(sentence, _after(options.lead_ins, options.run_ups)) or _find(sentence, feeling)
    return found and BlockSpan(sentence.block, sentence.start, found.end())


def _find(sentence: Sentence, pattern: re.Pattern[str]) -> re.Match[str] | None:
    return pattern.match(sentence.block.prose.text, sentence.start, sentence.end)


@lru_cache(maxsize=16)
def _after(lead_ins: tuple[str, ...], phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for phrases at a beginning; `lead_ins` may stand before them."""
    return re.compile(rf"\W*(?:{_any(lead_ins)}\W+)*{_any(phrases)}", re.IGNORECASE)


@lru_cache(maxsize=16)
def _feeling(
    lead_ins: tuple[str, ...], feelings: tuple[str, ...], tellings: tuple[str, ...]
) -> re.Pattern[str]:
    """Return a pattern for a beginning such as "I'm so happy and proud to announce"."""
    return re.compile(
        rf"\W*(?:{_any(lead_ins)}\W+)*{_any(feelings)}\W+"
        rf"(?:{_any((*lead_ins, *feelings))}\W+)*to\W+{_any(tellings)}",
        re.IGNORECASE,
    )


def _any(phrases: Sequence[str]) -> str:
    return f"(?:{compile_phrases(tuple(phrases)).pattern})"


def _beginning(sentence: Sentence) -> str:
    words = sentence.text.split()
    return " ".join(words[:_QUOTED_WORDS]) + " …" * (len(words) > _QUOTED_WORDS)


CHECK = Check(run, WeakOpeningOptions, ("quote",), scopes=("post",))
