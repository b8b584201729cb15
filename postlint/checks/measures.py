"""What can be counted in a part of a post, by name, each with its places."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Literal

from postlint.checks.check import Stretch
from postlint.checks.parts import Part
from postlint.nlp.words import is_word

if TYPE_CHECKING:
    from spacy.tokens import Token

    from postlint.nlp.post import Sentence

Measure = Literal[
    "words", "sentences", "questions", "exclamations", "capitals", "hashtags", "mentions", "emoji",
    "links", "numbers", "author-sentences", "reader-sentences", "client-sentences",
]  # fmt: skip
"""What can be counted."""

_LONG = 3
"""Shorter words in capitals are initials, such as UK."""

_PICTURE = "[\u231a-\u23ff\u2600-\u27bf\u2b1b-\u2b55\U0001f300-\U0001faff]"
_CHANGED = f"{_PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff]*"
_EMOJI = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_CHANGED}(?:\u200d{_CHANGED})*"
)
"""An emoji with its skin tones and joined parts, a flag, a keycap."""


def places(measure: Measure, part: Part) -> list[Stretch]:
    """Return where a part has what is measured, in the order of the text.

    Links have no words of their own: each is placed on its whole block.
    """
    return list(_MEASURES[measure](part))


def has_words(part: Part, least: int) -> bool:
    """Return whether a part has at least so many words."""
    return sum(1 for _ in islice(_MEASURES["words"](part), least)) >= least


def _tokens(part: Part) -> Iterator[tuple[Stretch, Token]]:
    for stretch in part.stretches:
        doc = stretch.block.doc
        index = bisect_left(range(len(doc)), stretch.start, key=lambda place: doc[place].idx)
        while index < len(doc) and (token := doc[index]).idx < stretch.end:
            yield stretch, token
            index += 1


def _by_token(holds: Callable[[Token], bool]) -> Callable[[Part], Iterator[Stretch]]:
    def find(part: Part) -> Iterator[Stretch]:
        for stretch, token in _tokens(part):
            if holds(token):
                yield Stretch(stretch.block, token.idx, token.idx + len(token))

    return find


def _by_pattern(pattern: re.Pattern[str]) -> Callable[[Part], Iterator[Stretch]]:
    def find(part: Part) -> Iterator[Stretch]:
        for stretch in part.stretches:
            text = stretch.block.prose.text
            for match in pattern.finditer(text, stretch.start, stretch.end):
                yield Stretch(stretch.block, *match.span())

    return find


def _by_sentence(holds: Callable[[Sentence], bool]) -> Callable[[Part], Iterator[Stretch]]:
    def find(part: Part) -> Iterator[Stretch]:
        for sentence in part.sentences:
            if not sentence.quoted and holds(sentence):
                yield Stretch(sentence.block, sentence.start, sentence.end)

    return find


def _capitals(part: Part) -> Iterator[Stretch]:
    """Yield words in capitals that stand in a run of at least two: one alone is an acronym."""
    before: tuple[Stretch, bool] | None = None
    for stretch, token in _tokens(part):
        if not token.is_alpha:
            continue
        if before is not None and before[0].block is not stretch.block:
            before = None
        loud = token.is_upper and len(token) >= _LONG
        here = Stretch(stretch.block, token.idx, token.idx + len(token))
        if loud and before is not None:
            previous, counted = before
            if not counted:
                yield previous
            yield here
        before = (here, loud and before is not None) if loud else None


def _links(part: Part) -> Iterator[Stretch]:
    for stretch in part.stretches:
        prose = stretch.block.prose
        # Of a block's parts, the last one has its links: where they stand is not known.
        if stretch.end >= len(prose.text.rstrip()):
            yield from [stretch] * prose.links


_HASHTAG = re.compile(r"#(?=\w*[^\W\d_])\w+")
"""A hashtag; "#1" is a number."""


def _hashtags(part: Part) -> Iterator[Stretch]:
    """Yield hashtags, also those right after a period or another hashtag: "slate.#roofs#mill"."""
    for stretch in part.stretches:
        text = stretch.block.prose.text
        end = -1
        for match in _HASHTAG.finditer(text, stretch.start, stretch.end):
            before = text[match.start() - 1 : match.start()] if match.start() else ""
            if match.start() == end or not (before.isalnum() or before in ("_", "/", "&", "#")):
                end = match.end()
                yield Stretch(stretch.block, *match.span())


def _is_tag(mark: str) -> Callable[[Token], bool]:
    """Say of a token whether it is a hashtag or mention; "#1" is a number."""
    return lambda token: (
        token.text[0] == mark and any(character.isalpha() for character in token.text)
    )


_MEASURES: Mapping[Measure, Callable[[Part], Iterator[Stretch]]] = {
    "words": _by_token(is_word),
    "sentences": _by_sentence(lambda sentence: True),
    "questions": _by_sentence(lambda sentence: sentence.act == "asks"),
    "exclamations": _by_pattern(re.compile("!")),
    "capitals": _capitals,
    "hashtags": _hashtags,
    "mentions": _by_token(_is_tag("@")),
    "emoji": _by_pattern(_EMOJI),
    "links": _links,
    "numbers": _by_token(lambda token: bool(token.like_num)),
    "author-sentences": _by_sentence(lambda sentence: sentence.about == "author"),
    "reader-sentences": _by_sentence(lambda sentence: sentence.speaks_to == "reader"),
    "client-sentences": _by_sentence(lambda sentence: sentence.about == "client"),
}
