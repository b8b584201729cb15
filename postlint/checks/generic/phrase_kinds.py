"""The generic check `phrase_kinds`: phrases of several kinds, such as those of a sales pitch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from pydantic import ConfigDict, Field, model_validator

from postlint.checks.base import (
    BlockSpan,
    Check,
    CheckOptions,
    Context,
    Hit,
    PositiveInt,
    require_any_of,
)
from postlint.checks.generic.matches import MatchOptions
from postlint.checks.measures import Measure, places
from postlint.checks.phrase_lists import Phrases, compile_phrases, sentence_has_phrase
from postlint.checks.scopes import PostPart, parts
from postlint.checks.selectors import content_sentences
from postlint.nlp.cues import AUTHOR_CUES
from postlint.nlp.quotation import find_quotations

if TYPE_CHECKING:
    from typing_extensions import Self

    from postlint.nlp.post import Sentence

_MAX_KINDS_NAMED = 4
"""The most kinds to count in a message."""

_MAX_GAP_CHARACTERS = 25
"""The most characters between a phrase and a phrase of `followed_by`."""


class PhraseKind(CheckOptions):
    """One kind of phrase, and where it counts. Phrases are written as in the check `phrases`."""

    model_config = ConfigDict(json_schema_extra=require_any_of("phrases", "measure"))

    name: str = Field(min_length=1, description="What to call it in the message.")
    phrases: Phrases = Field(
        default=(), description="The sentence has one of these, in the author's own words."
    )
    measure: Measure | None = Field(default=None, description="Or count this, such as `capitals`.")
    min_count: PositiveInt = Field(
        default=1, description="Ignore this kind if the post has fewer of them."
    )
    followed_by: Phrases = Field(default=(), description="One of these follows within a few words.")
    with_any: Phrases = Field(default=(), description="The sentence also has one of these.")
    unless: Phrases = Field(default=(), description="The sentence has none of these.")
    at_start: bool = Field(default=False, description="The sentence starts with the phrase.")

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if bool(self.phrases) is (self.measure is not None):
            raise ValueError("it needs either `phrases` or `measure`")
        return self

    def find(self, sentence: Sentence) -> Iterator[BlockSpan]:
        """Yield the spans of its phrases in a sentence."""
        if sentence_has_phrase(self.unless, sentence) or (
            self.with_any and not sentence_has_phrase(self.with_any, sentence)
        ):
            return
        text = sentence.block.prose.text
        for match in compile_phrases(self.phrases).finditer(text, sentence.start, sentence.end):
            if self.at_start and match.start() != sentence.start:
                return
            if self.followed_by and not self._is_followed(text, match.end(), sentence.end):
                continue
            if match.start() not in find_quotations(text):
                yield BlockSpan(sentence.block, *match.span())

    def _is_followed(self, text: str, start: int, end: int) -> bool:
        following = compile_phrases(self.followed_by).search(
            text, start, min(end, start + 2 * _MAX_GAP_CHARACTERS)
        )
        return following is not None and following.start() - start <= _MAX_GAP_CHARACTERS


class PhraseKindsOptions(MatchOptions):
    """The kinds, and how many of them a rule flags."""

    kinds: tuple[PhraseKind, ...] = Field(
        min_length=1,
        description=(
            "What to look for. In a sentence with several kinds, the first in this list counts "
            "first."
        ),
    )
    author_only: bool = Field(
        default=False, description="Count only in sentences about the author or the author's firm."
    )
    min_kinds: PositiveInt = Field(
        default=1, description="Flag posts with at least this many different kinds."
    )
    max_words_per_phrase: PositiveInt | None = Field(
        default=None,
        description="Skip posts with more words for each phrase: they also say something else.",
    )
    unless_in_post: Phrases = Field(
        default=(), description="Skip posts with one of these phrases anywhere."
    )


def run(context: Context) -> Iterator[Hit]:
    """Yield the first sentence with a phrase, in each part that has enough phrases."""
    options: PhraseKindsOptions = context.options
    if any(
        sentence_has_phrase(options.unless_in_post, sentence) for sentence in context.post.sentences
    ):
        return
    for part in parts(context):
        found = _find(options, part)
        counts = Counter(kind.name for kind, _, _ in found)
        if len(found) < options.min_count or len(counts) < options.min_kinds:
            continue
        if options.max_words_per_phrase and (
            len(places("words", part)) > options.max_words_per_phrase * len(found)
        ):
            continue
        kind, sentence, place = found[0]
        where = sentence or place
        if sentence is not None and "tags" in sentence.cues:
            # Hashtags show what kind of post it is, but the finding is about its text.
            where = next(iter(content_sentences(context.post)), sentence)
        fields = {
            "kind": kind.name,
            "phrase": place.original,
            "count": str(len(found)),
            "counts": ", ".join(
                f"{number} {name}{'s' * (number > 1)}"
                for name, number in islice(counts.items(), _MAX_KINDS_NAMED)
            ),
        }
        yield Hit(where, fields)


_Found = tuple[PhraseKind, "Sentence | None", BlockSpan]


def _find(options: PhraseKindsOptions, part: PostPart) -> list[_Found]:
    """Return the phrases, without those of kinds that are too rare to count."""
    found: list[_Found] = [
        (kind, sentence, place)
        for sentence in part.sentences
        if not sentence.quoted
        and options.allow(sentence)
        and (not options.author_only or sentence.cues & AUTHOR_CUES)
        for kind in options.kinds
        for place in kind.find(sentence)
    ]
    found += (
        (kind, None, place)
        for kind in options.kinds
        if kind.measure
        for place in places(kind.measure, part)
    )
    counts = Counter(id(kind) for kind, _, _ in found)
    return [one for one in found if counts[id(one[0])] >= one[0].min_count]


CHECKS = {"phrase_kinds": Check(run, PhraseKindsOptions, ("kind", "phrase", "count", "counts"))}
