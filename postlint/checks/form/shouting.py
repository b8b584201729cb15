"""Shouting: whole phrases in capitals, and heaps of exclamation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from postlint.checks.check import Check, Context, Hit, NoOptions, Stretch, one_fault
from postlint.checks.phrase_lists import compile_phrases, with_words
from postlint.checks.places import spoken
from postlint.posts.quotation import find_quotations

if TYPE_CHECKING:
    from postlint.posts.post import Block, Post, Sentence

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[\w#@]+(?:['’./&-]+\w+)*")
_MARKS = re.compile(r"[!?]+")
_QUOTES = "\"'“‘«"
_NEAR = 30
"""Letters before a phrase in which a word may announce it."""

_QUOTED_WORDS = 6


class Options(NoOptions):
    """How loud is too loud. Words are written as in the check `phrases`."""

    capitals: int = Field(default=3, ge=2)
    """From so many words in a row on, capitals shout; fewer stress a word."""

    common: tuple[str, ...] = Field(min_length=1)
    """One of these words is among them: names, titles and rows of acronyms have none."""

    signs: tuple[str, ...] = ()
    """After one of these words stands what a sign, a form or a title says, not the author."""

    marks: int = Field(default=3, ge=2)
    """From so many exclamation marks in a row on, they are a heap."""

    exclaiming: int = Field(default=4, ge=2)
    """From so many sentences on that exclaim, a post does, …"""

    share: float = Field(default=0.6, ge=0, le=1)
    """… if they are at least this share of its sentences."""

    @field_validator("common", "signs")
    @classmethod
    def _have_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return with_words(value)


def run(context: Context) -> Iterator[Hit]:
    """Yield the phrases in capitals and the places that exclaim too much, as one fault."""
    post, options = context.post, context.options
    blocks = {id(block): number for number, block in enumerate(post.blocks)}
    places = [*_capitals(post, options), *_exclamations(post, options)]
    places.sort(key=lambda place: (blocks[id(place[0].block)], place[0].start))
    yield from one_fault(Hit(where, fields) for where, fields in places)


@dataclass(frozen=True)
class _Phrase:
    """Words in capitals in a row.

    Attributes:
        start: where they start in the block's text.
        end: where they end there, exclusive.
        words: how many there are; numbers and single letters do not count.
        opens: whether they begin their line.
    """

    start: int
    end: int
    words: int
    opens: bool


_Place = tuple["Stretch | Sentence", dict[str, str]]
"""A place and the fields for the message."""


def _capitals(post: Post, options: Options) -> Iterator[_Place]:
    found = [(block, phrase) for block in post.blocks for phrase in _phrases(block)]
    throughout = sum(phrase.words for _, phrase in found) * 2 > post.words
    for block, phrase in found:
        text = block.prose.text
        # A line that begins in capitals has a headline, and that is a mild habit.
        headline = phrase.opens and "!" not in text[phrase.start : phrase.end + 1]
        if (
            phrase.words >= options.capitals
            and (throughout or not headline)
            and compile_phrases(options.common).search(text, phrase.start, phrase.end)
            and not _is_sign(text, phrase.start, options)
        ):
            quote = _short(text[phrase.start : phrase.end])
            fields = {"shout": f"“{quote}” in capitals", "phrase": quote}
            yield Stretch(block, phrase.start, phrase.end), fields


def _phrases(block: Block) -> Iterator[_Phrase]:
    """Yield the rows of words in capitals in a block; headings and quotations have none."""
    text = block.prose.text
    if block.prose.kind in ("heading", "quote"):
        return
    quoted = find_quotations(text)
    for line in _LINE.finditer(text):
        yield from (row for row in _rows(text, *line.span()) if row.start not in quoted)


def _rows(text: str, start: int, end: int) -> Iterator[_Phrase]:
    """Yield the rows of words in capitals in a line; numbers and emoji do not part them."""
    current: _Phrase | None = None
    opens = True
    for match in _WORD.finditer(text, start, end):
        word = match[0]
        if word.isupper() and word[0] not in "#@":
            current = current or _Phrase(match.start(), match.start(), 0, opens)
            # A single letter at the end may belong to what follows: "NHS I".
            if sum(map(str.isalpha, word)) > 1:
                current = replace(current, end=match.end(), words=current.words + 1)
        if word.upper() == word.lower() and word[0] not in "#@":
            continue
        # A comma parts a list of acronyms.
        if not word.isupper() or word[0] in "#@" or text[match.end() : match.end() + 1] == ",":
            if current:
                yield current
            current, opens = None, False
    if current:
        yield current


def _is_sign(text: str, start: int, options: Options) -> bool:
    """Say whether words are what a sign, a form or a title says: in quotes, or announced."""
    if text[start - 1 : start] and text[start - 1] in _QUOTES:
        return True
    return bool(compile_phrases(options.signs).search(text, max(0, start - _NEAR), start))


def _exclamations(post: Post, options: Options) -> Iterator[_Place]:
    said = spoken(post)
    exclaiming = []
    for sentence in said:
        text = sentence.block.prose.text
        marks = list(_MARKS.finditer(text, sentence.start, sentence.end))
        quoted = find_quotations(text) if marks else ()
        own = [match for match in marks if "!" in match[0] and match.start() not in quoted]
        for match in own:
            if match[0].count("!") >= options.marks:
                yield Stretch(sentence.block, *match.span()), {"shout": f"“{match[0]}”"}
        if own:
            exclaiming.append(sentence)
    if len(exclaiming) >= options.exclaiming and len(exclaiming) >= options.share * len(said):
        shout = f"{len(exclaiming)} of {len(said)} sentences exclaim"
        yield from ((one, {"shout": shout}) for one in exclaiming[options.exclaiming - 1 :])


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:_QUOTED_WORDS]) + " …" * (len(words) > _QUOTED_WORDS)


CHECK = Check(run, Options, ("shout", "phrase"), scopes=("post",))
