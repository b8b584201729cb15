"""Which matches count: options that generic checks share."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from postlint.checks.base import BlockSpan, CheckOptions, Hit, group_hits
from postlint.checks.phrase_lists import compile_phrases, require_words
from postlint.checks.scopes import PostPart
from postlint.nlp.post import Act

if TYPE_CHECKING:
    from postlint.nlp.post import Sentence


class MatchOptions(CheckOptions):
    """Which matches count, and how many of them a rule flags."""

    unless: tuple[str, ...] = Field(
        default=(), description="Skip sentences with one of these phrases."
    )

    act: Act | None = Field(
        default=None,
        description="Count only in sentences that do this: `asks`, `tells` or `instructs`.",
    )

    min_count: int = Field(default=1, ge=1, description="Flag this many or more.")

    @field_validator("unless")
    @classmethod
    def _require_exception_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return require_words(value)


def listed(options: MatchOptions, part: PostPart, found: Sequence[BlockSpan]) -> Iterator[Hit]:
    """Yield the matches that count, as a single hit, if there are at least `min_count`.

    The last `min_count - 1` aren't part of it: if the author accepts all others, too few are left.
    """
    around = sentence_lookup(part.sentences)
    counted = [place for place in found if _counts(options, around(place))]
    count = str(len(counted))
    yield from group_hits(
        Hit(place, {"phrase": place.block.prose.original[place.start : place.end], "count": count})
        for place in counted[: max(0, len(counted) - options.min_count + 1)]
    )


def sentence_lookup(sentences: Sequence[Sentence]) -> Callable[[BlockSpan], Sentence | None]:
    """Return a function that finds the sentence of a span."""
    by_block: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        by_block[id(sentence.block)].append(sentence)

    def find(place: BlockSpan) -> Sentence | None:
        own = by_block.get(id(place.block), [])
        index = bisect_right(own, place.start, key=lambda sentence: sentence.start) - 1
        return own[index] if index >= 0 and place.start < own[index].end else None

    return find


def _counts(options: MatchOptions, around: Sentence | None) -> bool:
    if not options.unless and options.act is None:
        return True
    if around is None:
        return options.act is None
    if options.act is not None and around.act != options.act:
        return False
    return not compile_phrases(options.unless).search(around.text) if options.unless else True
