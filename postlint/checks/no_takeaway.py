"""Posts that mean to say something and leave the reader nothing to use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from postlint.checks.check import Check, Context, Hit, NoOptions
from postlint.checks.phrases import compile_phrases, with_words
from postlint.checks.places import spoken
from postlint.posts.quotation import find_quotations
from postlint.posts.replies import MIN_WORDS

if TYPE_CHECKING:
    from postlint.posts.post import Post, Sentence

_NEAR = 25
"""Letters between two phrases that belong together."""


class Sign(NoOptions):
    """What gives away that a sentence only seems to say something."""

    fault: str = Field(min_length=1)
    """What is wrong, for the message."""

    phrases: tuple[str, ...] = Field(min_length=1)
    """Words and phrases, in the form of the check `phrases`: one of them stands there."""

    then: tuple[str, ...] = ()
    """If given, one of these follows within a few words."""

    starts: bool = False
    """The phrase counts only where the sentence starts with it."""

    unless: tuple[str, ...] = ()
    """Sentences with one of these are no sign."""

    quoting: bool = True
    """The sign counts also in posts that quote somebody: the quotation may be the point."""

    @field_validator("phrases", "then", "unless")
    @classmethod
    def _have_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return with_words(value)

    def stands_in(self, sentence: Sentence) -> bool:
        """Say whether the author gives this sign in a sentence."""
        text, start, end = sentence.block.prose.text, sentence.start, sentence.end
        if self.unless and compile_phrases(self.unless).search(text, start, end):
            return False
        for match in compile_phrases(self.phrases).finditer(text, start, end):
            if self.starts and match.start() != start:
                return False
            if self.then and not self._goes_on(text, match.end(), end):
                continue
            if match.start() not in find_quotations(text):
                return True
        return False

    def _goes_on(self, text: str, start: int, end: int) -> bool:
        following = compile_phrases(self.then).search(text, start, min(end, start + 2 * _NEAR))
        return following is not None and following.start() - start <= _NEAR


class Options(NoOptions):
    """When a post is taken to leave its reader nothing."""

    most_relevance: float = Field(default=0.35, ge=0, le=1)
    """More relevant posts are let off: there is something in them."""

    most_words: int = Field(default=60, ge=MIN_WORDS)
    """Longer posts are let off: mostly there is something somewhere in them."""

    signs: tuple[Sign, ...] = Field(min_length=1)
    """What to look for; the first that is found is reported."""


def run(context: Context) -> Iterator[Hit]:
    """Yield the sentence that only seems to say something, if the post says nothing else."""
    post, judgement, options = context.post, context.judgement, context.options
    reading = judgement.reading
    if not MIN_WORDS <= post.words <= options.most_words:
        return
    # A post about its author has another fault; a moment told or a real question has its use.
    if reading.self_focus or reading.question or judgement.is_anecdote:
        return
    if judgement.relevance <= options.most_relevance and (found := _find(options, post)):
        yield Hit(found[1], {"fault": found[0].fault})


def _find(options: Options, post: Post) -> tuple[Sign, Sentence] | None:
    quotes = any(sentence.quoted for sentence in post.sentences)
    for sign in options.signs:
        if quotes and not sign.quoting:
            continue
        for sentence in post.sentences:
            if not sentence.quoted and sign.stands_in(sentence):
                # Hashtags give the post away, but the words are at fault.
                said = spoken(post) if "tags" in sentence.cues else ()
                return sign, next(iter(said), sentence)
    return None


CHECK = Check(run, Options, ("fault",), scopes=("post",))
