"""What rules can count in a part of a post."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from postlint.checks.base import BlockSpan
from postlint.checks.scopes import PostPart
from postlint.nlp.tokens import is_word, kept_with_doc

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from postlint.nlp.post import Sentence

_Finder = Callable[[PostPart], Iterator[BlockSpan]]

Measure = Literal[
    "words", "sentences", "questions", "exclamations", "capitals", "hashtags", "mentions", "emoji",
    "links", "numbers", "author-sentences", "reader-sentences", "client-sentences",
]  # fmt: skip
"""What can be counted."""

_MIN_CAPITALS = 3
"""Shorter words in capitals are abbreviations, such as UK."""

_PICTURE = "[\u231a-\u23ff\u2600-\u27bf\u2b1b-\u2b55\U0001f300-\U0001faff]"
_MODIFIED_PICTURE = f"{_PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff]*"
_EMOJI = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_MODIFIED_PICTURE}(?:\u200d{_MODIFIED_PICTURE})*"
)
"""An emoji with its skin tones and joined parts, a flag, or a keycap."""


def places(measure: Measure, part: PostPart) -> list[BlockSpan]:
    """Return the spans that count in a part, in the order of the text.

    The position of a link isn't known, so its span is the whole block.
    """
    return list(_MEASURES[measure](part))


def _tokens(part: PostPart) -> Iterator[tuple[BlockSpan, Token]]:
    for block_span in part.block_spans:
        doc = block_span.block.doc
        index = bisect_left(range(len(doc)), block_span.start, key=lambda place: doc[place].idx)
        while index < len(doc) and (token := doc[index]).idx < block_span.end:
            yield block_span, token
            index += 1


def _by_token(matches: Callable[[Token], bool]) -> _Finder:
    def find(part: PostPart) -> Iterator[BlockSpan]:
        for block_span, token in _tokens(part):
            if matches(token):
                yield BlockSpan(block_span.block, token.idx, token.idx + len(token))

    return find


def _by_pattern(pattern: re.Pattern[str]) -> _Finder:
    def find(part: PostPart) -> Iterator[BlockSpan]:
        for block_span in part.block_spans:
            text = block_span.block.prose.text
            for match in pattern.finditer(text, block_span.start, block_span.end):
                yield BlockSpan(block_span.block, *match.span())

    return find


def _by_sentence(matches: Callable[[Sentence], bool]) -> _Finder:
    def find(part: PostPart) -> Iterator[BlockSpan]:
        for sentence in part.sentences:
            if not sentence.quoted and matches(sentence):
                yield BlockSpan(sentence.block, sentence.start, sentence.end)

    return find


def _capitals(part: PostPart) -> Iterator[BlockSpan]:
    """Yield words in capitals that are next to another one. A single one is an acronym."""
    for block_span in part.block_spans:
        words = _alphabetic_words(block_span.block.doc)
        first, last = (
            bisect_left(words, offset, key=lambda word: word.start)
            for offset in (block_span.start, block_span.end)
        )
        for is_loud, group in groupby(words[first:last], key=lambda word: word.is_loud):
            row = list(group)
            if is_loud and len(row) > 1:
                yield from (BlockSpan(block_span.block, word.start, word.end) for word in row)


class _Word(NamedTuple):
    start: int
    end: int
    is_loud: bool


@kept_with_doc
def _alphabetic_words(doc: Doc) -> Sequence[_Word]:
    attributes = doc.to_array(["IDX", "LENGTH", "IS_UPPER", "IS_ALPHA"]).tolist()
    return [
        _Word(start, start + length, bool(is_upper) and length >= _MIN_CAPITALS)
        for start, length, is_upper, is_alpha in attributes
        if is_alpha
    ]


def _links(part: PostPart) -> Iterator[BlockSpan]:
    for block_span in part.block_spans:
        prose = block_span.block.prose
        # The position of a block's links isn't known, so they count in the block's last part.
        if block_span.end >= len(prose.text.rstrip()):
            yield from [block_span] * prose.links


_HASHTAG = re.compile(r"#(?=\w*[^\W\d_])\w+")
"""A hashtag; "#1" is a number."""


def _hashtags(part: PostPart) -> Iterator[BlockSpan]:
    """Yield hashtags, also those right after a period or another hashtag: "slate.#roofs#mill"."""
    for block_span in part.block_spans:
        text = block_span.block.prose.text
        end = -1
        for match in _HASHTAG.finditer(text, block_span.start, block_span.end):
            before = text[match.start() - 1 : match.start()] if match.start() else ""
            if match.start() == end or not (before.isalnum() or before in ("_", "/", "&", "#")):
                end = match.end()
                yield BlockSpan(block_span.block, *match.span())


def _is_mention(token: Token) -> bool:
    return token.text[0] == "@" and any(character.isalpha() for character in token.text)


_MEASURES: Mapping[Measure, _Finder] = {
    "words": _by_token(is_word),
    "sentences": _by_sentence(lambda sentence: True),
    "questions": _by_sentence(lambda sentence: sentence.act == "asks"),
    "exclamations": _by_pattern(re.compile("!")),
    "capitals": _capitals,
    "hashtags": _hashtags,
    "mentions": _by_token(_is_mention),
    "emoji": _by_pattern(_EMOJI),
    "links": _links,
    "numbers": _by_token(lambda token: bool(token.like_num)),
    "author-sentences": _by_sentence(lambda sentence: sentence.about == "author"),
    "reader-sentences": _by_sentence(lambda sentence: sentence.speaks_to == "reader"),
    "client-sentences": _by_sentence(lambda sentence: sentence.about == "client"),
}
