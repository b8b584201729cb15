"""Which stretches of a block's text are quotations.

Typed and typographic marks are read alike: "…", “…”, „…“, «…», »…«, 「…」 and, with a single mark,
'…', ‘…’, ‚…‘, ‹…›. A mark opens a quotation where a word only follows it, and closes one where
a word only precedes it. A single closing mark may also be an apostrophe.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from postlint.document.character_folding import fold_characters
from postlint.nlp import lexicon

_MIN_SPEECH_WORDS = 3
"""Quotations of fewer words are mostly terms and scare quotes, so still the author's words."""

_MARK = re.compile("[\"'«»‹›「」『』]")
_SINGLE = frozenset("'‹›")
_OPENING, _CLOSING = frozenset("「『"), frozenset("」』")
_NO_WORD_AFTER = frozenset(")]}.,;:!?…%")
_NO_WORD_BEFORE = frozenset("([{")
_SPEECH_PUNCTUATION = frozenset(",.!?…")

_ELISION = re.compile(
    r"'(?:\d\ds?|tis|twas|twere|twill|em|er|cause|cuz|cos|coz|til|till|bout|round|n|nuff|sup|ello"
    r"|ere|kay|course|fraid|scuse|member|nother|cept|neath|hood|burbs|murica)\b",
    re.IGNORECASE,
)
"""Words that may begin with an apostrophe."""

_CONTRACTED_AND = re.compile(r"'n'", re.IGNORECASE)

_MAYBE_APOSTROPHE = re.compile(r"(?:s|z|\w\win)\Z", re.IGNORECASE)
"""Before an apostrophe that ends a word: "clients'", "goin'"."""

_SENTENCE_END = re.compile(r"[.!?…][\s\"')]")
_SPEECH_SUBJECTS = (
    lexicon.AUTHOR
    | lexicon.FIRM
    | lexicon.READER
    | frozenset(
        "he she they it he's she's they're it's that's this who who's there's let's".split()
    )
)
_SPEECH_VERB = (
    r"(?:sa(?:y|id)s?|wrote|writes?|ask(?:s|ed)?|tells?|told|repl(?:y|ies|ied)|answer(?:s|ed)?"
    r"|add(?:s|ed)|shout(?:s|ed)|laugh(?:s|ed)|explain(?:s|ed)|whisper(?:s|ed)|went|goes)"
)
_SPEECH_TAG_AFTER = re.compile(
    rf"\s+(?!(?:as|like)\b)(?:[\w'-]+\s+){{0,3}}?{_SPEECH_VERB}\b", re.IGNORECASE
)
_SPEECH_TAG_BEFORE = re.compile(
    rf"(?:\b{_SPEECH_VERB}\b(?:\s+\w+){{0,2}}\s*[,:]?|:|[.!?…]|\A)\s*\Z", re.IGNORECASE
)
_SPEECH_TAG_WINDOW = 60
"""Characters around a short quotation in which a word such as "said" counts."""


class Quotations:
    """The stretches of a block's text that quote someone."""

    def __init__(self, text: str) -> None:
        text = fold_characters(text)
        marks = list(_marks(text))
        found = list(_double_quoted(marks, len(text)))
        found += [
            single
            for single in _single_quoted(text, [mark for mark in marks if mark.single])
            if not any(_partially_overlap(single, double) for double in found)
        ]
        apart: list[tuple[int, int]] = []
        for start, end in sorted(span for span in found if _is_quotation(text, *span)):
            if apart and start < apart[-1][1]:
                apart[-1] = apart[-1][0], max(end, apart[-1][1])
            else:
                apart.append((start, end))
        self.spans = tuple(apart)
        self._starts = [start for start, _ in apart]

    def __contains__(self, offset: int) -> bool:
        """Return whether the character at an offset is quoted."""
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self.spans[index][1]


class _Mark(NamedTuple):
    """A quotation mark: where it is, and what it can do there."""

    place: int
    single: bool
    opens: bool
    closes: bool


def _marks(text: str) -> Iterator[_Mark]:
    for match in _MARK.finditer(text):
        place, mark = match.start(), match[0]
        before, after = text[place - 1 : place] or "\n", text[place + 1 : place + 2] or "\n"
        if mark in _OPENING or (mark in "«‹" and before.isspace() and after.isspace()):
            opens, closes = True, False
        elif mark in _CLOSING or (mark in "»›" and before.isspace() and not after.isalnum()):
            opens, closes = False, True
        else:
            opens = not (after.isspace() or after in _NO_WORD_AFTER or before.isalnum())
            # A comma or full stop before a mark closes a quotation even without a blank after it.
            inside = before in _SPEECH_PUNCTUATION
            closes = not (before.isspace() or before in _NO_WORD_BEFORE) and (
                inside or not after.isalnum()
            )
        if opens or closes:
            yield _Mark(place, mark in _SINGLE, opens, closes)


def _double_quoted(marks: Sequence[_Mark], end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches between double marks; one that isn't closed continues to the end."""
    doubles = [mark for mark in marks if not mark.single]
    open_marks: list[int] = []
    for mark in doubles:
        if mark.closes and open_marks:
            yield open_marks.pop(), mark.place + 1
        elif mark.opens:
            open_marks.append(mark.place)
    if open_marks and open_marks[-1] == doubles[-1].place:
        yield open_marks[-1], end


def _single_quoted(text: str, marks: Sequence[_Mark]) -> Iterator[tuple[int, int]]:
    """Yield the stretches between single marks that are not apostrophes."""
    apostrophes = {match.start() + at for match in _CONTRACTED_AND.finditer(text) for at in (0, 2)}
    marks = [mark for mark in marks if mark.place not in apostrophes]
    # A mark that could do both closes: `'We won'—'again'` has a word on one side of each.
    opening = [mark.place for mark in marks if mark.opens and not mark.closes]
    closing = [mark.place for mark in marks if mark.closes]
    sure = [place for place in closing if not _MAYBE_APOSTROPHE.search(text[place - 4 : place])]
    end = 0
    for index, start in enumerate(opening):
        if start < end:
            continue
        limit = opening[index + 1] if index + 1 < len(opening) else len(text)
        first, first_sure = _next_between(closing, start, limit), _next_between(sure, start, limit)
        if first is not None and first_sure is not None and first < first_sure:
            # In one sentence, or in what is plainly speech, the earlier one is an apostrophe.
            speech = text[first_sure - 1] in _SPEECH_PUNCTUATION
            if speech or not _SENTENCE_END.search(text, first, first_sure):
                first = first_sure
        elision = _ELISION.match(text, start)
        if first is not None and not (elision and text[first - 1] not in _SPEECH_PUNCTUATION):
            end = first + 1
            yield start, end
        elif first is None and limit == len(text) and not elision and not text[:start].strip():
            # It continues in the next paragraph, which opens with a mark, too.
            yield start, limit


def _next_between(places: Sequence[int], start: int, limit: int) -> int | None:
    index = bisect_right(places, start)
    return places[index] if index < len(places) and places[index] < limit else None


def _partially_overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Return whether two stretches overlap and neither is within the other."""
    (start, end), (other_start, other_end) = sorted((one, other))
    return start < other_start < end < other_end


def _is_quotation(text: str, start: int, end: int) -> bool:
    """Return whether a stretch between quotation marks is speech, and not a term."""
    words = text[start + 1 : end - 1].split()
    if len(words) != _MIN_SPEECH_WORDS - 1:
        return len(words) >= _MIN_SPEECH_WORDS
    first, last = words[0].lower().strip("'"), words[-1]
    if first in _SPEECH_SUBJECTS or last[-1] in "!?":
        return True
    if last[-1] not in _SPEECH_PUNCTUATION:
        return False
    said_before = _SPEECH_TAG_BEFORE.search(text[max(0, start - _SPEECH_TAG_WINDOW) : start])
    return bool(said_before or _SPEECH_TAG_AFTER.match(text, end, end + _SPEECH_TAG_WINDOW))


@lru_cache(maxsize=16)
def find_quotations(text: str) -> Quotations:
    """Return the quotations in a block's text; checks ask once for each of its sentences."""
    return Quotations(text)
