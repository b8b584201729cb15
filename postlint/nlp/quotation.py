"""Detection of quotations in the text of a block.

Straight and typographic marks are treated the same: "…", “…”, „…“, «…», »…«, 「…」, and the single
marks '…', ‘…’, ‚…‘, ‹…›. A mark opens a quotation if a word follows but doesn't precede it, and
closes a quotation if a word precedes but doesn't follow it. A single closing mark may also be an
apostrophe.
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
"""The fewest words of a quotation; a shorter text in quotes is mostly a term or scare quotes."""

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
"""The text before an apostrophe at the end of a word: "clients'", "goin'"."""

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
"""The characters around a short quotation that are searched for a word such as "said"."""


class Quotations:
    """The spans of a block's text that quote someone.

    Attributes:
        spans: the start and end of each quotation with its marks, sorted and without overlaps.
    """

    def __init__(self, text: str) -> None:
        text = fold_characters(text)
        marks = list(_marks(text))
        quoted = list(_double_quoted(marks, len(text)))
        quoted += [
            single
            for single in _single_quoted(text, [mark for mark in marks if mark.single])
            if not any(_partially_overlap(single, double) for double in quoted)
        ]
        merged: list[tuple[int, int]] = []
        for start, end in sorted(span for span in quoted if _is_quotation(text, *span)):
            if merged and start < merged[-1][1]:
                merged[-1] = merged[-1][0], max(end, merged[-1][1])
            else:
                merged.append((start, end))
        self.spans = tuple(merged)
        self._starts = [start for start, _ in merged]

    def __contains__(self, offset: int) -> bool:
        """Return whether the character at an offset is quoted."""
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self.spans[index][1]


class _Mark(NamedTuple):
    """A single or double quotation mark, and whether it can open or close a quotation."""

    offset: int
    single: bool
    opens: bool
    closes: bool


def _marks(text: str) -> Iterator[_Mark]:
    for match in _MARK.finditer(text):
        offset, mark = match.start(), match[0]
        before, after = text[offset - 1 : offset] or "\n", text[offset + 1 : offset + 2] or "\n"
        if mark in _OPENING or (mark in "«‹" and before.isspace() and after.isspace()):
            opens, closes = True, False
        elif mark in _CLOSING or (mark in "»›" and before.isspace() and not after.isalnum()):
            opens, closes = False, True
        else:
            opens = not (after.isspace() or after in _NO_WORD_AFTER or before.isalnum())
            # After a comma or period, a mark closes a quotation even if a word follows directly.
            follows_punctuation = before in _SPEECH_PUNCTUATION
            closes = not (before.isspace() or before in _NO_WORD_BEFORE) and (
                follows_punctuation or not after.isalnum()
            )
        if opens or closes:
            yield _Mark(offset, mark in _SINGLE, opens, closes)


def _double_quoted(marks: Sequence[_Mark], end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans between double marks; the last one may be unclosed and extend to the end."""
    doubles = [mark for mark in marks if not mark.single]
    open_marks: list[int] = []
    for mark in doubles:
        if mark.closes and open_marks:
            yield open_marks.pop(), mark.offset + 1
        elif mark.opens:
            open_marks.append(mark.offset)
    if open_marks and open_marks[-1] == doubles[-1].offset:
        yield open_marks[-1], end


def _single_quoted(text: str, marks: Sequence[_Mark]) -> Iterator[tuple[int, int]]:
    """Yield the spans between single marks that aren't apostrophes."""
    apostrophes = {match.start() + i for match in _CONTRACTED_AND.finditer(text) for i in (0, 2)}
    marks = [mark for mark in marks if mark.offset not in apostrophes]
    # A mark that could do both closes: `'We won'—'again'` has a word on one side of each.
    opening = [mark.offset for mark in marks if mark.opens and not mark.closes]
    closing = [mark.offset for mark in marks if mark.closes]
    certain = [
        offset for offset in closing if not _MAYBE_APOSTROPHE.search(text[offset - 4 : offset])
    ]
    end = 0
    for index, start in enumerate(opening):
        if start < end:
            continue
        limit = opening[index + 1] if index + 1 < len(opening) else len(text)
        end_mark = _next_between(closing, start, limit)
        certain_end = _next_between(certain, start, limit)
        if end_mark is not None and certain_end is not None and end_mark < certain_end:
            # Within one sentence, or in obvious speech, the earlier mark is an apostrophe.
            is_speech = text[certain_end - 1] in _SPEECH_PUNCTUATION
            if is_speech or not _SENTENCE_END.search(text, end_mark, certain_end):
                end_mark = certain_end
        elision = _ELISION.match(text, start)
        if end_mark is not None and not (elision and text[end_mark - 1] not in _SPEECH_PUNCTUATION):
            end = end_mark + 1
            yield start, end
        elif end_mark is None and limit == len(text) and not elision and not text[:start].strip():
            # The quotation continues in the next paragraph, which starts with a mark, too.
            yield start, limit


def _next_between(offsets: Sequence[int], start: int, limit: int) -> int | None:
    index = bisect_right(offsets, start)
    return offsets[index] if index < len(offsets) and offsets[index] < limit else None


def _partially_overlap(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Return whether two spans overlap, but neither contains the other."""
    (start, end), (other_start, other_end) = sorted((first, second))
    return start < other_start < end < other_end


def _is_quotation(text: str, start: int, end: int) -> bool:
    """Return whether a text between quotation marks is speech, not a term."""
    words = text[start + 1 : end - 1].split()
    if len(words) != _MIN_SPEECH_WORDS - 1:
        return len(words) >= _MIN_SPEECH_WORDS
    first, last = words[0].lower().strip("'"), words[-1]
    if first in _SPEECH_SUBJECTS or last[-1] in "!?":
        return True
    if last[-1] not in _SPEECH_PUNCTUATION:
        return False
    tag_before = _SPEECH_TAG_BEFORE.search(text[max(0, start - _SPEECH_TAG_WINDOW) : start])
    return bool(tag_before or _SPEECH_TAG_AFTER.match(text, end, end + _SPEECH_TAG_WINDOW))


@lru_cache(maxsize=16)
def find_quotations(text: str) -> Quotations:
    """Return the quotations in a block's text, cached because checks ask for every sentence."""
    return Quotations(text)
