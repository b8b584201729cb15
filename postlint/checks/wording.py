"""Words that give a kind of sentence away, by what stands beside them: options shared by checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from postlint.checks.check import NoOptions
from postlint.checks.phrases import compile_phrases, with_words
from postlint.posts.quotation import find_quotations

if TYPE_CHECKING:
    from postlint.posts.post import Sentence

OWN = frozenset({"about-author", "about-firm", "dropped-subject", "author-word", "firm-word"})
"""Cues of sentences in which the author or the firm has a part."""

USE = frozenset("so-you-can we-help how-to listing invitation profile-tie".split())
"""Cues of sentences that say, or may say, what somebody gains by it."""


class Wording(NoOptions):
    """Words of one kind of sentence, in the form of the check `phrases`, and their name."""

    what: str = Field(min_length=1)
    """What the words are a sign of, for the message."""

    phrases: tuple[str, ...] = Field(min_length=1)
    """One of these stands in the sentence, in the author's own words."""

    beside: tuple[str, ...] = ()
    """If given, one of these stands there, too."""

    unless: tuple[str, ...] = ()
    """Sentences with one of these are of another kind."""

    @field_validator("phrases", "beside", "unless")
    @classmethod
    def _have_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return with_words(value)

    def stands_in(self, sentence: Sentence, *neighbours: Sentence) -> bool:
        """Say whether a sentence is of this kind.

        What stands beside the words may be in a neighbour, too.
        """
        text = sentence.block.prose.text
        found = compile_phrases(self.phrases).search(text, sentence.start, sentence.end)
        if not found or found.start() in find_quotations(text):
            return False
        if self.beside and not any(_has(self.beside, one) for one in (sentence, *neighbours)):
            return False
        return not (self.unless and _has(self.unless, sentence))


def _has(phrases: tuple[str, ...], sentence: Sentence) -> bool:
    text = sentence.block.prose.text
    return bool(compile_phrases(phrases).search(text, sentence.start, sentence.end))
