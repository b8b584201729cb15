"""Checks of a post's form."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from postlint.checks.base import (
    BlockSpan,
    ByPlatform,
    Check,
    CheckOptions,
    Context,
    Hit,
    PositiveInt,
    Proportion,
    group_hits,
    value_for_platform,
)
from postlint.checks.phrase_lists import Phrases, compile_phrases
from postlint.checks.readability import grade
from postlint.checks.selectors import content_sentences, first_words
from postlint.core.platforms import character_limits, fold_length, get_platform
from postlint.document.character_folding import StyledRun, find_styled_runs, unstyle
from postlint.document.draft import split_thread
from postlint.document.rendered import RenderedPost
from postlint.nlp.quotation import find_quotations
from postlint.nlp.tokens import count_words, word_starts

if TYPE_CHECKING:
    from spacy.tokens import Token

    from postlint.document.prose import Prose
    from postlint.nlp.post import Sentence


class TooLongOptions(CheckOptions):
    """How long a post may be."""

    max: ByPlatform = Field(
        default_factory=character_limits,
        description=(
            "The most characters, counted as the platform does; a number, or numbers by platform. "
            "Platforms that you don't list keep their own limits, unless you set a `default`."
        ),
    )


def run_too_long(context: Context) -> Iterator[Hit]:
    """Yield the text beyond the limit, in the block where it starts, for each post of a thread."""
    post, platform = context.post, get_platform(context.post.platform)
    limits = {"default": platform.limit, **context.options.max}
    limit = value_for_platform(limits, post.platform)
    if limit is None:
        return
    for first, draft in split_thread(post.draft):
        posted = RenderedPost(draft)
        count = platform.counting.length(posted.text)
        if count <= limit:
            continue
        cutoff = platform.counting.find_cutoff(posted.text, int(limit))
        number, start = posted.to_block_offset(cutoff)
        prose = post.draft.blocks[first + number]
        span = prose.to_source(*_whole_words(prose.text, start))
        numbers = {"over": count - int(limit), "limit": int(limit), "count": count}
        fields = {name: f"{number:,}" for name, number in numbers.items()}
        yield Hit(span, fields, is_post_level=True)


def _whole_words(text: str, start: int) -> tuple[int, int]:
    """Return the start of the word at an offset, and the end of the text."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    end = len(text.rstrip())
    while start < end and text[start].isspace():
        start += 1
    # The text beyond the limit may be a link without words. The last word is the closest to it.
    return (start, end) if start < end else (text.rfind(" ", 0, end) + 1, end)


_LINE = re.compile(r"[^\n]+")


class WallOfTextOptions(CheckOptions):
    """How long text without a line break may be."""

    max: ByPlatform = Field(
        description="The most words without a line break; a number, or numbers by platform."
    )


def run_wall_of_text(context: Context) -> Iterator[Hit]:
    """Yield each unbroken span that is too long."""
    limit = value_for_platform(context.options.max, context.post.platform)
    if limit is None:
        return
    sentences: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in context.post.sentences:
        sentences[id(sentence.block)].append(sentence)
    for block in context.post.blocks:
        words = word_starts(block.doc)
        for start, end in _unbroken_spans(block.prose):
            count = bisect_left(words, end) - bisect_left(words, start)
            if count > limit:
                span = BlockSpan(block, start, end)
                fields = {"count": str(count), "limit": f"{limit:g}"}
                yield Hit(span, fields | {"where": _where_to_break(sentences[id(block)], span)})


def _unbroken_spans(prose: Prose) -> list[tuple[int, int]]:
    """Return the spans between line breaks. A hard-wrapped paragraph is one span."""
    if prose.wrapped:
        return [(0, len(prose.text))]
    return [match.span() for match in _LINE.finditer(prose.text)]


_TRANSITION_WORDS = frozenset("first second third finally next lastly meanwhile however".split())
"""First words of sentences that start a new thought."""

_HEADING = re.compile(r"(?:[A-Z]{2,}[ ,&-]+){2,}")
_ITEM = re.compile(r"(?<![\d.,$£€])[0-9]{1,2}[.)]\s*[A-Z]|[-–•*➡✅👉]\s+[A-Z\U0001f300-\U0001faff]")
_MIN_LIST_ITEMS = 3
"""Text with at least this many inline items is a list."""


def _where_to_break(sentences: Iterable[Sentence], span: BlockSpan) -> str:
    """Return where to break a span: at the items of a list, or before a new thought.

    It's empty if no sentence clearly starts a new thought.
    """
    if len(_ITEM.findall(span.text)) >= _MIN_LIST_ITEMS:
        return ", and put each point on its own line"
    middle = (span.start + span.end) / 2
    inside = [
        sentence
        for sentence in sentences
        if span.start < sentence.start < span.end and _starts_thought(sentence)
    ]
    if not inside:
        return ""
    nearest = min(inside, key=lambda sentence: abs(sentence.start - middle))
    return f", for example before “{first_words(nearest.text, 5)}”"


def _starts_thought(sentence: Sentence) -> bool:
    first = sentence.tokens[0].lower_
    return "fragment" not in sentence.cues and (
        first in _TRANSITION_WORDS or bool(_HEADING.match(sentence.text))
    )


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


def run_hard_to_read(context: Context) -> Iterator[Hit]:
    """Yield the longest sentence if the post's grade is too high."""
    options, limit = context.options, value_for_platform(context.options.max, context.post.platform)
    if limit is None:
        return
    sentences = content_sentences(context.post)
    # Most posts have no sentence that is long enough, so they needn't be graded.
    long_sentences = [
        sentence for sentence in sentences if len(sentence.tokens) >= options.min_longest_sentence
    ]
    if not any(
        count_words(words) >= options.min_longest_sentence for _, words in _clauses(long_sentences)
    ):
        return
    clauses = [
        (sentence, words)
        for sentence, words in _clauses(sentences)
        if _is_prose(words, options.max_name_share)
    ]
    lengths = [count_words(words) for _, words in clauses]
    if len(clauses) < options.min_sentences or sum(lengths) < options.min_graded_words:
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
    for sentence in sentences:
        quoted = find_quotations(sentence.block.prose.text)
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
    if _MISSING_SPACE.search(token.text):
        return True
    if token.text[-1] not in ".…!?" or token.i + 1 == len(token.doc):
        return False
    return token.nbor(1).text[0].isupper()


def _is_prose(words: Sequence[Token], max_name_share: float) -> bool:
    alphabetic = [token for token in words if token.is_alpha]
    names = sum(token.tag_ in _NAME_TAGS for token in alphabetic)
    return bool(alphabetic) and names <= max_name_share * len(alphabetic)


def _spaced(token: Token) -> str:
    return token.text + " " * bool(token.whitespace_)


_BETWEEN = frozenset(" \u00a0\t'’-–,.:;!?&/")
"""Characters that may be between two words of the same run."""


class PseudoBoldOptions(CheckOptions):
    """How many symbols in a row are a word."""

    min_characters: PositiveInt = Field(
        default=3, description="Ignore fewer symbols in a row: they're part of a formula."
    )


def run_pseudo_bold(context: Context) -> Iterator[Hit]:
    """Yield the runs of words in such symbols."""
    yield from group_hits(_hits(context))


def _hits(context: Context) -> Iterator[Hit]:
    for block in context.post.blocks:
        for words in _runs(block.prose.original):
            if max(len(word.plain) for word in words) >= context.options.min_characters:
                span = BlockSpan(block, words[0].start, words[-1].end)
                yield Hit(span, {"plain": first_words(unstyle(span.original), 8)})


def _runs(text: str) -> list[list[StyledRun]]:
    """Return the words of each run in a text. Spaces and punctuation don't end a run."""
    runs: list[list[StyledRun]] = []
    for word in find_styled_runs(text):
        if runs and _BETWEEN.issuperset(text[runs[-1][-1].end : word.start]):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


_TO_VERB = re.compile(r"\s+to\s+(?:be|have)$")
"""The end of an opening such as "We are delighted to be", which isn't quoted."""

_MANY_GREETINGS = 2
"""Fewer are fine if the first sentence after them is before the fold."""


class WeakOpeningOptions(CheckOptions):
    """What says nothing. Phrases are written as in the check `phrases`."""

    greetings: Phrases = Field(
        default=(), description="A short sentence that starts with one of these is a greeting."
    )
    max_greeting_words: PositiveInt = Field(
        default=7, description="A longer sentence isn't just a greeting."
    )
    greeting_platforms: tuple[str, ...] = Field(
        default=(), description="Platforms where a greeting is customary."
    )
    filler_openings: Phrases = Field(
        default=(),
        description="A sentence that starts with one of these takes too long to get to the point.",
    )
    lead_ins: Phrases = Field(
        default=(), description="Words that can come before a filler opening or a feeling."
    )
    feelings: Phrases = Field(
        default=(), description="Words for what the author feels about an announcement, …"
    )
    announcement_verbs: Phrases = Field(
        default=(), description='… and the verbs that follow them ("thrilled to announce").'
    )
    min_words_after: PositiveInt = Field(
        default=12, description="Skip posts with fewer words after the opening."
    )


def run_weak_opening(context: Context) -> Iterator[Hit]:
    """Yield a filler opening, or greetings that fill the text before the fold."""
    options: WeakOpeningOptions = context.options
    sentences = content_sentences(context.post)
    greetings = 0
    while greetings < len(sentences) and _greets(sentences[greetings], options):
        greetings += 1
    rest = sentences[greetings:]
    if not rest or sum(count_words(sentence.tokens) for sentence in rest) < options.min_words_after:
        return
    if filler := _filler_opening(rest[0], options):
        if sum(count_words(item.tokens) for item in rest[1:]) >= options.min_words_after:
            quote = " ".join(filler.text.split())
            yield Hit(filler, {"quote": f"“{_TO_VERB.sub('', quote)}”"})
    elif greetings and context.post.platform not in options.greeting_platforms:
        seen = sum(len(sentence.text) + 1 for sentence in sentences[: greetings + 1])
        if greetings >= _MANY_GREETINGS or seen > fold_length(context.post.platform):
            yield Hit(sentences[0], {"quote": f"“{first_words(sentences[0].text, 7)}”"})


def _greets(sentence: Sentence, options: WeakOpeningOptions) -> bool:
    short = count_words(sentence.tokens) <= options.max_greeting_words
    return short and bool(_match(sentence, _after(options.lead_ins, options.greetings)))


def _filler_opening(sentence: Sentence, options: WeakOpeningOptions) -> BlockSpan | None:
    feeling = _feeling(options.lead_ins, options.feelings, options.announcement_verbs)
    found = _match(sentence, _after(options.lead_ins, options.filler_openings)) or _match(
        sentence, feeling
    )
    return found and BlockSpan(sentence.block, sentence.start, found.end())


def _match(sentence: Sentence, pattern: re.Pattern[str]) -> re.Match[str] | None:
    return pattern.match(sentence.block.prose.text, sentence.start, sentence.end)


@lru_cache(maxsize=16)
def _after(lead_ins: tuple[str, ...], phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for phrases at the start of a sentence, after any `lead_ins`."""
    return re.compile(rf"\W*(?:{_any(lead_ins)}\W+)*{_any(phrases)}", re.IGNORECASE)


@lru_cache(maxsize=16)
def _feeling(
    lead_ins: tuple[str, ...], feelings: tuple[str, ...], announcement_verbs: tuple[str, ...]
) -> re.Pattern[str]:
    """Return a pattern for openings such as "I'm so happy and proud to announce"."""
    return re.compile(
        rf"\W*(?:{_any(lead_ins)}\W+)*{_any(feelings)}\W+"
        rf"(?:{_any((*lead_ins, *feelings))}\W+)*to\W+{_any(announcement_verbs)}",
        re.IGNORECASE,
    )


def _any(phrases: Sequence[str]) -> str:
    return f"(?:{compile_phrases(tuple(phrases)).pattern})"


CHECKS = {
    "too_long": Check(run_too_long, TooLongOptions, ("over", "limit", "count"), ("post",)),
    "wall_of_text": Check(
        run_wall_of_text, WallOfTextOptions, ("count", "limit", "where"), ("post",)
    ),
    "hard_to_read": Check(
        run_hard_to_read, HardToReadOptions, ("grade", "limit", "words"), ("post",)
    ),
    "pseudo_bold": Check(run_pseudo_bold, PseudoBoldOptions, ("plain",), ("post",)),
    "weak_opening": Check(run_weak_opening, WeakOpeningOptions, ("quote",), ("post",)),
}
