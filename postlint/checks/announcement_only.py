"""Announcements that say nothing beyond themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from postlint.checks.check import Check, Context, Hit, NoOptions
from postlint.checks.phrases import compile_phrases, with_words
from postlint.checks.places import spoken
from postlint.checks.wording import OWN, USE, Wording
from postlint.posts.replies import MIN_WORDS, is_reply

if TYPE_CHECKING:
    from postlint.posts.post import Sentence


class Options(NoOptions):
    """What news is, and when there is nothing beside it."""

    news: tuple[Wording, ...] = Field(min_length=1)
    """What to look for; the first that is found in a sentence is reported."""

    gains: tuple[str, ...] = ()
    """Words and phrases, in the form of the check `phrases`, that say what comes of the news: posts
    with one of these are let off."""

    most_words: int = Field(default=160, ge=MIN_WORDS)
    """Longer posts are let off: mostly they tell more than the news."""

    most_tie: float = Field(default=0.35, ge=0, le=1)
    """Let off posts that tie back to the reader with more than this probability."""

    most_relevance: float = Field(default=0.3, ge=0, le=1)
    """Let off posts with a relevance above this."""

    most_anecdote: float = Field(default=0.3, ge=0, le=1)
    """Let off posts that tell a light or funny moment with more than this probability."""

    @field_validator("gains")
    @classmethod
    def _have_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return with_words(value)


def run(context: Context) -> Iterator[Hit]:
    """Yield the sentence with the news, if the post says nothing of what comes of it."""
    post, judgement, options = context.post, context.judgement, context.options
    sure = judgement.probabilities
    if not MIN_WORDS <= post.words <= options.most_words or is_reply(post):
        return
    if judgement.relevance > options.most_relevance or sure["tie"] > options.most_tie:
        return
    if judgement.reading.question or sure["anecdote"] > options.most_anecdote:
        return
    told = spoken(post)
    gains = compile_phrases(options.gains)
    if any(_is_of_use(sentence) or gains.search(sentence.text) for sentence in told):
        return
    for sentence in told:
        if sentence.act == "tells" and sentence.cues & OWN:
            news = next((news for news in options.news if news.stands_in(sentence)), None)
            if news:
                yield Hit(sentence, {"what": news.what})
                return


def _is_of_use(sentence: Sentence) -> bool:
    """Say whether a sentence turns to somebody; "Thanks to everyone who came" is no condition."""
    thanks = "celebration" in sentence.cues
    return bool(sentence.cues & USE) or ("condition" in sentence.cues and not thanks)


CHECK = Check(run, Options, ("what",), scopes=("post",))
