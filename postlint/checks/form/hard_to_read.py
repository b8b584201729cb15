"""Posts that are hard to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from postlint.checks.base import (
    ByPlatform,
    Check,
    CheckOptions,
    Context,
    Hit,
    PositiveInt,
    Proportion,
    value_for_platform,
)
from postlint.checks.readability import grade
from postlint.checks.selectors import content_sentences
from postlint.nlp.quotation import find_quotations
from postlint.nlp.tokens import count_words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from postlint.nlp.post import Sentence

_NAME_TAGS = frozenset({"NNP", "NNPS"})
_PAUSE_CHARACTERS = frozenset(";:()-–—•|")
"""Characters within a sentence where a reader can pause. Dashes and bullets need a space before."""

_MISSING_SPACE = re.compile(r"[A-Za-z]{2}[.!?][A-Z]")
"""Two sentences without a space between them."""


class HardToReadOptions(CheckOptions):
    """Which grade is too high, and which posts are long enough to be graded."""

    metric: Literal["ari", "coleman-liau"] = Field(
        default="ari", description="The formula. Both give American school grades."
    )
    max: ByPlatform = Field(
        description="The highest grade that is fine; a number, or numbers by platform."
    )
    min_longest_sentence: PositiveInt = Field(
        default=35,
        description=(
            "Skip posts without a sentence of this many words. Long words alone, such as names "
            "and technical terms, don't make a sentence hard."
        ),
    )
    max_name_share: Proportion = Field(
        default=0.25,
        description=(
            "Don't grade sentences with a larger share of names. They're lists of names, which "
            "people don't read word by word."
        ),
    )
    min_graded_words: PositiveInt = Field(
        default=50, description="Skip posts with fewer words to grade: formulas need a longer text."
    )
    min_sentences: PositiveInt = Field(default=3, description="Skip posts with fewer sentences.")


def run(context: Context) -> Iterator[Hit]:
    """Yield the longest sentence if the post's grade is too high."""
    options, limit = context.options, value_for_platform(context.options.max, context.post.platform)
    clauses = [
        (sentence, words)
        for sentence, words in _clauses(content_sentences(context.post))
        if _is_prose(words, options.max_name_share)
    ]
    lengths = [count_words(words) for _, words in clauses]
    if (
        limit is None
        or len(clauses) < options.min_sentences
        or sum(lengths) < options.min_graded_words
    ):
        return
    longest = max(lengths)
    value = grade(options.metric, ["".join(map(_spaced, words)) for _, words in clauses])
    if round(value) > limit and longest >= options.min_longest_sentence:
        sentence, _ = clauses[lengths.index(longest)]
        yield Hit(
            sentence, {"grade": str(round(value)), "limit": f"{limit:g}", "words": str(longest)}
        )


def _clauses(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, list[Token]]]:
    """Yield the words between pauses, without hashtags, mentions, and quotations."""
    for block, inside in groupby(sentences, key=attrgetter("block")):
        quoted = find_quotations(block.prose.text)
        for sentence in inside:
            words: list[Token] = []
            for token in sentence.tokens:
                if _is_pause(token):
                    yield sentence, words
                    words = []
                elif not token.is_space and token.text[0] not in "#@" and token.idx not in quoted:
                    words.append(token)
            yield sentence, words


def _is_pause(token: Token) -> bool:
    """Return whether a reader can pause at a token: punctuation, or a line break."""
    if token.text in _PAUSE_CHARACTERS:
        return token.text in ";:()" or (token.i > 0 and bool(token.nbor(-1).whitespace_))
    if token.is_space:
        return "\n" in token.text
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if _MISSING_SPACE.search(token.text):
        return True
    return token.text[-1] in ".…!?" and after is not None and after.text[0].isupper()


def _is_prose(words: Sequence[Token], max_name_share: float) -> bool:
    alphabetic = [token for token in words if token.is_alpha]
    names = sum(token.tag_ in _NAME_TAGS for token in alphabetic)
    return bool(alphabetic) and names <= max_name_share * len(alphabetic)


def _spaced(token: Token) -> str:
    return token.text + " " * bool(token.whitespace_)


CHECKS = {"hard_to_read": Check(run, HardToReadOptions, ("grade", "limit", "words"), ("post",))}
