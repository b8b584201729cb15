"""Long text without a line break."""

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
from postlint.nlp.tokens import is_word

if TYPE_CHECKING:
    from postlint.document.prose import Prose
    from postlint.nlp.post import Sentence

_LINE = re.compile(r"[^\n]+")
_QUOTED_WORDS = 5


class WallOfTextOptions(CheckOptions):
    """How long text without a line break may be."""

    max: ByPlatform = Field(
        description="The most words without a line break; a number, or numbers by platform."
    )


def run(context: Context) -> Iterator[Hit]:
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


CHECKS = {"wall_of_text": Check(run, WallOfTextOptions, ("count", "limit", "where"), ("post",))}
