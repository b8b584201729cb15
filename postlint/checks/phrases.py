"""Words and phrases from a list: the generic check `phrases`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from postlint.checks.check import Check, Context, Hit, NoOptions, Stretch, one_fault
from postlint.checks.parts import Part, parts
from postlint.drafts.letters import plain
from postlint.lines import shorten
from postlint.posts.post import Act
from postlint.posts.quotation import Quotations, find_quotations

if TYPE_CHECKING:
    from postlint.posts.post import Sentence


class ListOptions(NoOptions):
    """When what is listed counts."""

    unless: tuple[str, ...] = ()
    """Sentences with one of these phrases are let off."""

    act: Act | None = None
    """Count only in sentences that do this: `asks`, `tells` or `instructs`."""

    at_least: int = Field(default=1, ge=1)
    """Flag from this many on."""

    @field_validator("unless")
    @classmethod
    def _exceptions_have_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return with_words(value)


class Options(ListOptions):
    """The phrases, and when they count."""

    phrases: tuple[str, ...] = Field(min_length=1)
    """Words and phrases. Case, kind of apostrophe and white space do not matter; `*` at the end
    of a word stands for any ending."""

    @field_validator("phrases")
    @classmethod
    def _have_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return with_words(value)


def with_words(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Return phrases as they are.

    Raises:
        ValueError: one has no letter or sign to look for.
    """
    for phrase in phrases:
        if not any(word.strip("*") for word in phrase.split()):
            raise ValueError(f"`{shorten(phrase)}` is not made of words to look for")
    return phrases


@lru_cache(maxsize=256)
def compile_phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for any of the phrases; it is linear in the length of the text.

    Of phrases that begin at one place the longest is found. They are sorted by their first word, so
    that most places in a text are passed over at a glance.
    """
    by_first: dict[str, list[list[str]]] = defaultdict(list)
    for phrase in sorted({plain(phrase.strip()) for phrase in phrases}, key=len, reverse=True):
        first, *rest = phrase.split()
        by_first[first].append(rest)
    if not by_first:
        return re.compile(r"(?!)")
    branches = [
        f"{_word(first)}(?:{'|'.join(_ending(first, rest) for rest in rests)})"
        for first, rests in sorted(by_first.items(), key=lambda item: len(item[0]), reverse=True)
    ]
    initials = "".join({first[0].lower() + first[0].upper() for first in by_first}) + "'’"
    glance = "" if "*" in initials else rf"(?=[{re.escape(initials)}])"
    return re.compile(rf"{glance}(?:(?<!\w)|(?!\w))(?:{'|'.join(branches)})", re.IGNORECASE)


def _word(word: str) -> str:
    pattern = re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")
    return pattern.replace("’", "'").replace("'", "['’]")


def _ending(first: str, rest: Sequence[str]) -> str:
    last = rest[-1] if rest else first
    boundary = r"(?!\w)" if last[-1].isalnum() else ""
    return "".join(rf"\s+{_word(word)}" for word in rest) + boundary


def find_phrases(phrases: tuple[str, ...], part: Part) -> Iterator[Stretch]:
    """Yield where phrases stand in a part, quotations left out, in the order of the text."""
    pattern = compile_phrases(phrases)
    for stretch in part.stretches:
        text = stretch.block.prose.text
        quoted: Quotations | None = None
        if stretch.block.prose.kind == "quote":
            continue
        for match in pattern.finditer(text, stretch.start, stretch.end):
            quoted = quoted or find_quotations(text)
            if match.start() not in quoted:
                yield Stretch(stretch.block, *match.span())


def run(context: Context) -> Iterator[Hit]:
    """Yield the listed phrases of each part that has enough of them."""
    for part in parts(context):
        found = list(find_phrases(context.options.phrases, part))
        yield from listed(context.options, part, found)


def listed(options: ListOptions, part: Part, found: Sequence[Stretch]) -> Iterator[Hit]:
    """Yield the places that count as one fault, if there are enough of them.

    The last ones are left out: without the others, they would be too few.
    """
    around = _sentences_around(part.sentences)
    counted = [place for place in found if _counts(options, around(place))]
    count = str(len(counted))
    yield from one_fault(
        Hit(place, {"phrase": place.block.prose.original[place.start : place.end], "count": count})
        for place in counted[: max(0, len(counted) - options.at_least + 1)]
    )


def _sentences_around(sentences: Sequence[Sentence]) -> Callable[[Stretch], Sentence | None]:
    """Return the function that finds the sentence of a place."""
    by_block: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        by_block[id(sentence.block)].append(sentence)

    def find(place: Stretch) -> Sentence | None:
        own = by_block.get(id(place.block), [])
        index = bisect_right(own, place.start, key=lambda sentence: sentence.start) - 1
        return own[index] if index >= 0 and place.start < own[index].end else None

    return find


def _counts(options: ListOptions, around: Sentence | None) -> bool:
    if not options.unless and options.act is None:
        return True
    if around is None:
        return options.act is None
    if options.act is not None and around.act != options.act:
        return False
    return not compile_phrases(options.unless).search(around.text) if options.unless else True


CHECK = Check(run, Options, ("phrase", "count"))
