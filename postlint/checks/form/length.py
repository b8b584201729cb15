"""Posts that are longer than their platform allows, and long text without a line break."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from postlint.checks.base import (
    BlockSpan,
    ByPlatform,
    Check,
    CheckOptions,
    Context,
    Hit,
    value_for_platform,
)
from postlint.checks.selectors import first_words
from postlint.core.platforms import character_limits, get_platform
from postlint.document.draft import split_thread
from postlint.document.rendered import RenderedPost
from postlint.nlp.tokens import is_word

if TYPE_CHECKING:
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
_QUOTED_WORDS = 5


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
        words = [token.idx for token in block.doc if is_word(token)]
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
    return f", for example before “{first_words(nearest.text, _QUOTED_WORDS)}”"


def _starts_thought(sentence: Sentence) -> bool:
    first = sentence.tokens[0].lower_
    return "fragment" not in sentence.cues and (
        first in _TRANSITION_WORDS or bool(_HEADING.match(sentence.text))
    )


CHECKS = {
    "too_long": Check(run_too_long, TooLongOptions, ("over", "limit", "count"), ("post",)),
    "wall_of_text": Check(
        run_wall_of_text, WallOfTextOptions, ("count", "limit", "where"), ("post",)
    ),
}
