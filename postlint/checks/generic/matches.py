"""The generic checks of words in sentences: `phrases`, `pattern`, and `phrase_kinds`."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, Field, field_validator, model_validator

from postlint.checks.base import (
    BlockSpan,
    Check,
    CheckOptions,
    Context,
    Hit,
    PositiveInt,
    group_hits,
    require_any_of,
)
from postlint.checks.measures import Measure, places
from postlint.checks.phrase_lists import (
    Phrases,
    compile_phrases,
    find_phrases,
    post_has_phrase,
    sentence_has_phrase,
)
from postlint.checks.scopes import PostPart, parts
from postlint.checks.selectors import content_sentences
from postlint.core.terminal_text import shorten
from postlint.nlp.cues import AUTHOR_CUES
from postlint.nlp.post import Act
from postlint.nlp.quotation import find_quotations
from postlint.nlp.tokens import values_kept_with_doc

if TYPE_CHECKING:
    from typing_extensions import Self

    from postlint.nlp.post import Block, Sentence


class MatchOptions(CheckOptions):
    """Which matches count, and how many of them a rule flags."""

    unless: Phrases = Field(default=(), description="Skip sentences with one of these phrases.")
    act: Act | None = Field(
        default=None,
        description="Count only in sentences that do this: `asks`, `tells` or `instructs`.",
    )
    min_count: PositiveInt = Field(default=1, description="Flag this many or more.")

    def allow(self, sentence: Sentence | None) -> bool:
        """Return whether matches in a sentence, or outside of all sentences, count."""
        if sentence is None:
            return self.act is None
        return self.act in (None, sentence.act) and not sentence_has_phrase(self.unless, sentence)


def hits_of_matches(
    options: MatchOptions, part: PostPart, found: Sequence[BlockSpan]
) -> Iterator[Hit]:
    """Yield the matches that count, as a single hit, if there are at least `min_count`.

    The last `min_count - 1` aren't part of it: if the author accepts all others, too few are left.
    """
    counted = [place for place in found if options.allow(part.sentence_at(place))]
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


def run_phrases(context: Context) -> Iterator[Hit]:
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


_ATTRIBUTES = frozenset(
    "TEXT LOWER LEMMA POS TAG DEP SHAPE LENGTH IS_ALPHA IS_DIGIT IS_LOWER IS_UPPER IS_TITLE "
    "IS_PUNCT IS_STOP IS_SENT_START IS_EMOJI LIKE_NUM LIKE_EMAIL OP".split()
)
_OPERATOR = re.compile(r"[!?*+]|\{\d{1,3}(?:,\d{0,3})?\}|\{,\d{1,3}\}")
_MAX_TOKENS = 12
_MAX_PATTERN_CHARACTERS = 1_000
_MAX_UNBOUNDED = 2
"""More tokens that match any number of words make matching slow on long sentences."""

Pattern = tuple[dict[str, Any], ...]


class PatternOptions(MatchOptions):
    """The patterns, and which matches count."""

    patterns: tuple[Pattern, ...] = Field(
        min_length=1,
        description=(
            "Each is a list of tokens in the form of spaCy's Matcher, such as `[{LOWER: so}, {POS: "
            "ADJ}]`. `LEMMA` is a word's base form; `IS_EMOJI: true` is an emoji. A pattern "
            "matches only within a sentence. `REGEX` and `FUZZY` aren't allowed."
        ),
    )

    @cached_property
    def as_json(self) -> str:
        """The patterns as a JSON string, which can be a cache key."""
        return json.dumps(self.patterns)

    @field_validator("patterns")
    @classmethod
    def _usable(cls, value: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
        for pattern in value:
            _refuse(pattern)
        return value


def _refuse(pattern: Pattern) -> None:
    if not 1 <= len(pattern) <= _MAX_TOKENS:
        raise ValueError(f"a pattern has 1 to {_MAX_TOKENS} tokens")
    for token in pattern:
        for name, value in token.items():
            if name not in _ATTRIBUTES:
                known = ", ".join(sorted(_ATTRIBUTES))
                raise ValueError(
                    f"`{shorten(name)}` isn't a token attribute; choose one of {known}"
                )
            _refuse_value(name, value)
    operators = [token.get("OP", "") for token in pattern]
    if sum(operator.startswith(("*", "+", "{")) for operator in operators) > _MAX_UNBOUNDED:
        raise ValueError(
            f"a pattern has at most {_MAX_UNBOUNDED} tokens that match any number of words"
        )
    if all(operator in ("*", "?", "!") for operator in operators):
        raise ValueError("a pattern needs a token that must be there")


def _is_operator(value: str) -> bool:
    low, _, high = value.strip("{}").partition(",")
    in_order = not (low.isdecimal() and high.isdecimal()) or int(low) <= int(high)
    return bool(_OPERATOR.fullmatch(value)) and in_order


def _refuse_value(name: str, value: object) -> None:
    if name == "OP":
        if not isinstance(value, str) or not _is_operator(value):
            raise ValueError(
                f"`{shorten(value)}` isn't an operator; use one of ! ? * + {{n}} {{n,m}}"
            )
    elif isinstance(value, dict):
        if set(value) not in ({"IN"}, {"NOT_IN"}):
            raise ValueError(f"{name}: only {{IN: […]}} and {{NOT_IN: […]}} are allowed here")
        (value,) = value.values()
        if not isinstance(value, list | tuple) or not value:
            raise ValueError(f"{name}: IN and NOT_IN need a list")
        for item in value:
            _refuse_value(name, item)
    elif name == "LENGTH":
        if type(value) is not int or not 0 <= value <= _MAX_PATTERN_CHARACTERS:
            raise ValueError("LENGTH must be a whole number of characters")
    elif name.startswith(("IS_", "LIKE_")):
        if not isinstance(value, bool):
            raise ValueError(f"{name} must be true or false")
    elif not isinstance(value, str) or not value:
        raise ValueError(f"{name} must be a word (use quotes for yes, no, on, off, and numbers)")


def run_pattern(context: Context) -> Iterator[Hit]:
    """Yield the matches in each part that has at least `min_count`."""
    # Imported late, because reading rule files doesn't need spaCy.
    from postlint.nlp.spacy_pipeline import match_patterns

    for part in parts(context):
        found: list[BlockSpan] = []
        for sentence in part.sentences:
            if sentence.quoted:
                continue
            found += (
                BlockSpan(sentence.block, span.start_char, span.end_char)
                for span in match_patterns(context.options.as_json, sentence.tokens)
                if span.start_char not in find_quotations(sentence.block.prose.text)
            )
        yield from hits_of_matches(context.options, part, found)


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
    def _has_phrases_or_measure(self) -> Self:
        if bool(self.phrases) is (self.measure is not None):
            raise ValueError("it needs either `phrases` or `measure`")
        return self

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return compile_phrases(self.phrases)

    def occurs_in(self, block: Block) -> bool:
        """Return whether one of its phrases may be in a block."""
        known = values_kept_with_doc(block.doc, "phrases")
        if self.phrases not in known:
            known[self.phrases] = self._pattern.search(block.prose.text) is not None
        is_found: bool = known[self.phrases]
        return is_found

    def find(self, sentence: Sentence) -> Iterator[BlockSpan]:
        """Yield the spans of its phrases in a sentence."""
        text = sentence.block.prose.text
        for match in self._pattern.finditer(text, sentence.start, sentence.end):
            if self.at_start and match.start() != sentence.start:
                return
            if self.followed_by and not self._is_followed(text, match.end(), sentence.end):
                continue
            # Checked last, because few sentences have one of the phrases.
            if not self._allows(sentence):
                return
            if match.start() not in find_quotations(text):
                yield BlockSpan(sentence.block, *match.span())

    def _allows(self, sentence: Sentence) -> bool:
        if self.unless and sentence_has_phrase(self.unless, sentence):
            return False
        return not self.with_any or sentence_has_phrase(self.with_any, sentence)

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


def run_phrase_kinds(context: Context) -> Iterator[Hit]:
    """Yield the first sentence with a phrase, in each part that has enough phrases."""
    options: PhraseKindsOptions = context.options
    if any(
        sentence_has_phrase(options.unless_in_post, sentence) for sentence in context.post.sentences
    ):
        return
    for part in parts(context):
        found = _find_kinds(options, part)
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


def _sentences_with_kinds(
    options: PhraseKindsOptions, part: PostPart
) -> Iterator[tuple[Sequence[PhraseKind], Sentence]]:
    """Yield the sentences of a part with the kinds that may be in them.

    Few blocks have phrases of a kind, so most sentences needn't be searched for it.
    """
    for _, group in groupby(part.sentences, key=lambda sentence: id(sentence.block)):
        sentences = list(group)
        kinds: Sequence[PhraseKind] = options.kinds
        if len(sentences) > 1:
            kinds = [kind for kind in kinds if kind.occurs_in(sentences[0].block)]
        if kinds:
            yield from ((kinds, sentence) for sentence in sentences)


def _find_kinds(options: PhraseKindsOptions, part: PostPart) -> list[_Found]:
    """Return the phrases, without those of kinds that are too rare to count."""
    found: list[_Found] = [
        (kind, sentence, place)
        for kinds, sentence in _sentences_with_kinds(options, part)
        if not sentence.quoted
        and options.allow(sentence)
        and (not options.author_only or sentence.cues & AUTHOR_CUES)
        for kind in kinds
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


CHECKS = {
    "phrases": Check(run_phrases, PhrasesOptions, ("phrase", "count")),
    "pattern": Check(run_pattern, PatternOptions, ("phrase", "count")),
    "phrase_kinds": Check(
        run_phrase_kinds, PhraseKindsOptions, ("kind", "phrase", "count", "counts")
    ),
}
