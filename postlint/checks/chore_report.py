"""Flat reports of daily life."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from postlint.checks.check import Check, Context, Hit, NoOptions
from postlint.checks.phrases import compile_phrases, with_words
from postlint.checks.places import MIN_WORDS, is_reply, spoken

if TYPE_CHECKING:
    from postlint.posts.post import Sentence

_BUSINESS = frozenset(
    "clients we-help benefit advice so-you-can how-to listing condition contact reader-word reason "
    "problem profile-tie profile-topic quoted call-to-action celebration".split()
)
"""Cues of sentences that are more than a report of the author's day."""

_LIGHT = frozenset({"laughter", "exclamation", "quoted"})
_COLOURING = frozenset({"JJR", "JJS", "RBR", "RBS", "UH", "WRB", "WP", "WDT"})
"""Tags of words that comment or compare."""

_SHORT = 10
"""Words of a sentence in which nothing is told beside what was done."""


class Options(NoOptions):
    """What daily life is, and how sure to be."""

    words: tuple[str, ...] = Field(min_length=1)
    """Words and phrases of daily life, in the form of the check `phrases`."""

    share: float = Field(default=0.5, ge=0, le=1)
    """Flag posts in which at least this share of the sentences speaks of daily life."""

    relevance: float = Field(default=0.1, ge=0, le=1)
    """Let off posts with a relevance above this."""

    anecdote_certainty: float = Field(default=0.5, ge=0, le=1)
    """Let off posts that tell a light or funny moment with at least this probability, unless all
    of their sentences are short and plain: breakfasts are what both tell of."""

    @field_validator("words")
    @classmethod
    def _have_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return with_words(value)


def run(context: Context) -> Iterator[Hit]:
    """Yield the first sentence of daily life if the post tells of little else."""
    post, judgement, options = context.post, context.judgement, context.options
    if post.words < MIN_WORDS or is_reply(post) or judgement.relevance > options.relevance:
        return
    reading, sure = judgement.reading, judgement.probabilities
    if reading.question or reading.tie or not reading.self_focus:
        return
    told = spoken(post)
    if not told or any(map(_is_more, told)):
        return
    if sure["anecdote"] >= options.anecdote_certainty and not all(map(_is_plain, told)):
        return
    pattern = compile_phrases(options.words)
    daily = [sentence for sentence in told if pattern.search(sentence.text)]
    own = any(sentence.about == "author" for sentence in told)
    if own and len(daily) >= options.share * len(told) and daily:
        yield Hit(daily[0])


def _is_more(sentence: Sentence) -> bool:
    """Say whether a sentence is more than a report: "Rain all day." only looks like a command."""
    commands = "command" in sentence.cues and not sentence.cues & {"fragment", "dropped-subject"}
    return commands or bool(sentence.cues & _BUSINESS)


def _is_plain(sentence: Sentence) -> bool:
    """Say whether a sentence is short and does not laugh, exclaim, compare or comment."""
    words = [token for token in sentence.tokens if token.is_alpha]
    coloured = any(token.tag_ in _COLOURING for token in words)
    return len(words) <= _SHORT and not sentence.cues & _LIGHT and not coloured


CHECK = Check(run, Options, scopes=("post",))
