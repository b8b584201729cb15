"""The generic check `phrases`: words and phrases from a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from postlint.checks.base import BlockSpan, Check, Context, Hit
from postlint.checks.generic.match_filter import MatchOptions, listed, sentence_lookup
from postlint.checks.phrase_lists import compile_phrases, find_phrases, require_words
from postlint.checks.scopes import PostPart, parts

if TYPE_CHECKING:
    from postlint.nlp.post import Sentence


class PhrasesOptions(MatchOptions):
    """The phrases, and which matches count."""

    phrases: tuple[str, ...] = Field(
        min_length=1,
        description=(
            "Words and phrases. Case, the kind of apostrophe, and white space don't matter; `*` at "
            "the end of a word matches any ending."
        ),
    )

    whole_clause: bool = Field(
        default=False,
        description=(
            "Count a phrase only if it's all there is from the last punctuation mark, line break, "
            "or emoji to the end of its sentence."
        ),
    )

    unless_in_post: tuple[str, ...] = Field(
        default=(), description="Skip posts with one of these phrases anywhere."
    )

    @field_validator("phrases", "unless_in_post")
    @classmethod
    def _require_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return require_words(value)


def run(context: Context) -> Iterator[Hit]:
    """Yield the phrases in each part that has at least `min_count`."""
    options: PhrasesOptions = context.options
    if options.unless_in_post and any(
        compile_phrases(options.unless_in_post).search(block.prose.text)
        for block in context.post.blocks
    ):
        return
    for part in parts(context):
        found = list(find_phrases(options.phrases, part))
        if options.whole_clause:
            found = [place for place in found if _is_whole_clause(place, part)]
        yield from listed(options, part, found)


_BOUNDARY = re.compile(r"[.!?:…\n\u2190-\u2bff\U0001f000-\U0001faff]|\s[-–—]|—|^")


def _is_whole_clause(place: BlockSpan, part: PostPart) -> bool:
    """Return whether a phrase is all there is in the last clause of its sentence."""
    sentence: Sentence | None = sentence_lookup(part.sentences)(place)
    if sentence is None:
        return False
    text = place.block.prose.text
    before, after = text[sentence.start : place.start], text[place.end : sentence.end]
    starts = [match.end() for match in _BOUNDARY.finditer(before)] or [0]
    lead = re.findall(r"\w+", before[starts[-1] :].lower())
    return set(lead) <= _LEAD_INS and not re.search(r"\w", re.sub(r"[#@]\w+", "", after))


_LEAD_INS = frozenset("so and but or now then well ok okay hey folks everyone all friends".split())


CHECK = Check(run, PhrasesOptions, ("phrase", "count"))
