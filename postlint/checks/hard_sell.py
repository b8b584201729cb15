"""Pitch on pitch: urgency, bargains, orders to buy and noise in one post."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from postlint.checks.check import Check, Context, Hit, NoOptions, Stretch
from postlint.checks.phrases import compile_phrases, with_words
from postlint.posts.quotation import find_quotations
from postlint.posts.replies import MIN_WORDS

if TYPE_CHECKING:
    from postlint.posts.post import Post, Sentence

_NOISE = re.compile(r"!{2,}")
_QUOTES = "\"'“‘«"


class Options(NoOptions):
    """What presses the reader. Phrases are written as in the check `phrases`."""

    pressure: dict[str, tuple[str, ...]] = Field(min_length=1)
    """Phrases, by the kind of pressure; two exclamation marks in a row are one kind more."""

    unless: tuple[str, ...] = ()
    """Sentences with one of these talk about selling and do not sell."""

    kinds: int = Field(default=3, ge=2)
    """From so many kinds on it is a hard sell."""

    words_each: int = Field(default=15, ge=1)
    """Posts with more words for each of the phrases are let off: they say something else too."""

    @field_validator("pressure")
    @classmethod
    def _have_words(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for phrases in value.values():
            with_words(phrases)
        return value

    @field_validator("unless")
    @classmethod
    def _has_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return with_words(value)


def run(context: Context) -> Iterator[Hit]:
    """Yield the place where one kind of pressure too many comes in."""
    post, options = context.post, context.options
    first: dict[str, Stretch] = {}
    count = 0
    for kind, place in _signs(post, options):
        first.setdefault(kind, place)
        count += 1
    if len(first) < options.kinds or not MIN_WORDS <= post.words <= count * options.words_each:
        return
    pressing = list(first.values())[: options.kinds]
    quotes = (f"“{place.block.prose.text[place.start : place.end]}”" for place in pressing)
    yield Hit(pressing[-1], {"signs": ", ".join(quotes), "count": str(count)})


def _signs(post: Post, options: Options) -> Iterator[tuple[str, Stretch]]:
    """Yield what presses the reader, with its kind, in the order of the text."""
    patterns = {kind: compile_phrases(phrases) for kind, phrases in options.pressure.items()}
    patterns["noise"] = _NOISE
    for sentence in post.sentences:
        if sentence.quoted or _talks_about_it(sentence, options):
            continue
        text = sentence.block.prose.text
        found = [
            (match.start(), kind, Stretch(sentence.block, *match.span()))
            for kind, pattern in patterns.items()
            for match in pattern.finditer(text, sentence.start, sentence.end)
            if not _is_term(text, match.start())
        ]
        quoted = find_quotations(text) if found else ()
        for start, kind, place in sorted(found, key=lambda item: item[:2]):
            if start not in quoted:
                yield kind, place


def _is_term(text: str, start: int) -> bool:
    """Say whether what starts there is named in quotation marks, not said."""
    return start > 0 and text[start - 1] in _QUOTES


def _talks_about_it(sentence: Sentence, options: Options) -> bool:
    return bool(options.unless) and bool(compile_phrases(options.unless).search(sentence.text))


CHECK = Check(run, Options, ("signs", "count"), scopes=("post",))
