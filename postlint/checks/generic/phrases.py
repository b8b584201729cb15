"""The generic check `phrases`, and the options that it shares with other checks of matches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pydantic import Field

from postlint.checks.base import (
    BlockSpan,
    Check,
    CheckOptions,
    Context,
    Hit,
    PositiveInt,
    group_hits,
)
from postlint.checks.phrase_lists import (
    Phrases,
    find_phrases,
    post_has_phrase,
    sentence_has_phrase,
)
from postlint.checks.scopes import PostPart, parts
from postlint.nlp.post import Act

if TYPE_CHECKING:
    from postlint.nlp.post import Sentence


class MatchOptions(CheckOptions):
    """Which matches count, and how many of them a rule flags."""

    unless: Phrases = Field(default=(), description="Skip sentences with one of these phrases.")
    act: Act | None = Field(
        default=None,
        description="Count only in sentences that do this: `asks`, `tells` or `instructs`.",
    )
    min_count: PositiveInt = Field(default=1, description="Flag this many or more.")

    def allow(self, sentence: Sentence) -> bool:
        """Return whether matches in a sentence count."""
        return self.act in (None, sentence.act) and not sentence_has_phrase(self.unless, sentence)


def hits_of_matches(
    options: MatchOptions, part: PostPart, found: Sequence[BlockSpan]
) -> Iterator[Hit]:
    """Yield the matches that count, as a single hit, if there are at least `min_count`.

    The last `min_count - 1` aren't part of it: if the author accepts all others, too few are left.
    """
    counted = [
        place
        for place in found
        if (options.allow(sentence) if (sentence := part.sentence_at(place)) else not options.act)
    ]
    count = str(len(counted))
    yield from group_hits(
        Hit(place, {"phrase": place.original, "count": count})
        for place in counted[: max(0, len(counted) - options.min_count + 1)]
    )


class PhrasesOptions(MatchOptions):
    """The phrases, and which matches count."""

    phrases: Phrases = Field(
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
    unless_in_post: Phrases = Field(
        default=(), description="Skip posts with one of these phrases anywhere."
    )


def run(context: Context) -> Iterator[Hit]:
    """Yield the phrases in each part that has at least `min_count`."""
    options: PhrasesOptions = context.options
    if post_has_phrase(options.unless_in_post, context.post):
        return
    for part in parts(context):
        found = list(find_phrases(options.phrases, part))
        if options.whole_clause:
            found = [place for place in found if _is_whole_clause(place, part.sentence_at(place))]
        yield from hits_of_matches(options, part, found)


_BOUNDARY = re.compile(r"[.!?:…\n\u2190-\u2bff\U0001f000-\U0001faff]|\s[-–—]|—|^")
_LEAD_INS = frozenset("so and but or now then well ok okay hey folks everyone all friends".split())


def _is_whole_clause(place: BlockSpan, sentence: Sentence | None) -> bool:
    """Return whether a phrase is all there is in the last clause of its sentence."""
    if sentence is None:
        return False
    text = place.block.prose.text
    before, after = text[sentence.start : place.start], text[place.end : sentence.end]
    starts = [match.end() for match in _BOUNDARY.finditer(before)] or [0]
    lead = re.findall(r"\w+", before[starts[-1] :].lower())
    return set(lead) <= _LEAD_INS and not re.search(r"\w", re.sub(r"[#@]\w+", "", after))


CHECKS = {"phrases": Check(run, PhrasesOptions, ("phrase", "count"))}
