"""Threads: the posts that a post on X, Bluesky, Threads, or Mastodon is sent in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from postlint.core.platforms import PLATFORMS
from postlint.document.heading_labels import read_label, read_line_label
from postlint.document.source import Span
from postlint.document.split import HEADING, Line, heading_title, read_lines

_NUMBER_AT_START = re.compile(
    r"[ \t]*(?:\#{1,6} +|[-*+] +|> ?)?(?:\*\*|__)?[\U0001f9f5 \t]*"
    r"(?P<open>[(\[])?(?P<number>\d{1,3})(?:/(?P<total>\d{1,3}|[nNxX](?![\w])|\U0001f9f5)?|(?P<dot>[.)]))(?:[)\]])?(?:\*\*|__)?:?"
    r"(?=\s|$|[^\w\s%]|[A-Z])"
)
_NUMBER_AT_END = re.compile(
    r"(?:^|[\s\U0001f9f5])(?P<open>[(\[])?(?P<number>\d{1,3})/(?P<total>\d{1,3}|[nNxX])?[)\]]?"
    r"[\s\U0001f9f5\U0001f447\u2b07\ufe0f]{0,20}$"
)
_MAX_TAIL = 60
_RULE = re.compile(r"\s*(?:-{2,}|\*{3,}|_{3,}|={3,})\s*$")
_NOUNS = frozenset({"post", *(word for one in PLATFORMS.values() for word in one.post_nouns)})


@dataclass(frozen=True)
class Thread:
    """The posts of a thread.

    Attributes:
        parts: where each is.
        labels: what between and before them isn't posted, such as `**Tweet 1**`.
    """

    parts: tuple[Span, ...] = ()
    labels: tuple[Span, ...] = ()


@dataclass(frozen=True)
class _PartNumber:
    """A part's number: where its part begins, or ends; and how many parts it says there are."""

    at: int
    number: int
    total: str | None
    is_bare: bool


def find_thread(text: str, span: Span) -> Thread:
    """Return the parts of a thread, each with its number; none if a post is not a thread."""
    lines = list(_lines_within(text, span))
    found = _find_labeled_thread(text, span, lines)
    if found:
        return found
    for numbers, ends in (
        (_leading_numbers(lines), False),
        (_trailing_numbers(lines), True),
        (_list_numbers(lines), False),
    ):
        chain = _find_sequence(numbers)
        if chain and (parts := _split_parts(text, span, chain, ends=ends)):
            return Thread(tuple(parts))
    return Thread()


def _lines_within(text: str, span: Span) -> Iterator[Line]:
    for line in read_lines(text[span.start : span.end], 0):
        yield line._replace(start=line.start + span.start, end=line.end + span.start)


def _leading_numbers(lines: Sequence[Line]) -> Iterator[_PartNumber]:
    """Yield numbers such as `2/` and `(2/7)` at the beginning of lines."""
    above = ""
    for line, following in zip_longest(lines, lines[1:]):
        match = _NUMBER_AT_START.match(line.text)
        rest = line.text[match.end() :] if match else ""
        alone = not rest.strip() and not (following and following.text.strip())
        ends = bool(alone and above.strip())  # a number below a part belongs to it
        above = line.text
        if match and not match["dot"] and not ends and not rest.startswith(" of "):
            bare = not match["open"] and (match["total"] or "").isdigit()
            yield _PartNumber(line.start, int(match["number"]), match["total"], bare)


def _trailing_numbers(lines: Sequence[Line]) -> Iterator[_PartNumber]:
    """Yield numbers such as `(2/7)` at the end of paragraphs."""
    for line, following in zip_longest(lines, lines[1:]):
        if following and following.text.strip():
            continue
        tail = line.text[-_MAX_TAIL:]
        if match := _NUMBER_AT_END.search(tail):
            bare = not match["open"] and (match["total"] or "").isdigit()
            yield _PartNumber(line.end, int(match["number"]), match["total"], bare)


def _list_numbers(lines: Sequence[Line]) -> Iterator[_PartNumber]:
    """Yield numbers such as `2.` and `2)` at the beginning of paragraphs, from the first one on."""
    above = ""
    begun = False
    for line in lines:
        match = _NUMBER_AT_START.match(line.text)
        if match and match["dot"] and not match["open"] and not above.strip():
            begun = True
            yield _PartNumber(line.start, int(match["number"]), None, is_bare=False)
        elif line.text.strip() and not begun:
            return
        above = "" if _RULE.match(line.text) else line.text


def _find_sequence(numbers: Iterator[_PartNumber]) -> list[_PartNumber]:
    """Return the numbers that count up from 1 or 2; none if they're hardly those of a thread."""
    chain: list[_PartNumber] = []
    for one in numbers:
        if not chain:
            if one.number in (1, 2) and one.total != "1":
                chain.append(one)
        elif one.number == chain[-1].number + 1 and _totals_match(one.total, chain[0].total):
            chain.append(one)
    if not chain:
        return []
    first, last = chain[0], chain[-1]
    if first.is_bare and str(last.number) != first.total and len(chain) < 3:
        return []  # such as "1/3 of …" and "2/3 of …"
    return chain if last.number >= 2 else []


def _totals_match(one: str | None, other: str | None) -> bool:
    numbers = [total for total in (one, other) if total and total.isdigit()]
    return len(numbers) < 2 or numbers[0] == numbers[1]


def _split_parts(text: str, span: Span, chain: Sequence[_PartNumber], *, ends: bool) -> list[Span]:
    places = [one.at for one in chain]
    if ends:
        if chain[0].number != 1:
            return []
        bounds = [span.start, *places[:-1], span.end]
    else:
        hook = bool(text[span.start : places[0]].strip())
        if chain[0].number == 2 and not hook:
            return []
        bounds = [*([span.start] if hook else []), *places, span.end]
    parts = [part for start, end in pairwise(bounds) if (part := _trim(text, start, end))]
    return parts if len(parts) > 1 else []


def _find_labeled_thread(text: str, span: Span, lines: Sequence[Line]) -> Thread | None:
    """Return the thread whose parts are below labels such as `**Tweet 1**`."""
    labels: list[Span] = []
    above = ""
    for line in lines:
        end = None
        if line.fence is None and (heading := HEADING.match(line.text)):
            label = read_label(heading_title(heading))
            end = line.end
        elif line.fence is None and not above.strip() and (found := read_line_label(line.text)):
            label = found.label
            end = line.start + found.end if found.end < len(line.text) else line.end
        if end is not None and label and label.kind == "post" and label.noun in _NOUNS:
            labels.append(Span(line.start, end))
        above = "" if _RULE.match(line.text) or line.fence == "closes" else line.text
    if len(labels) < 2:
        return None
    followers = [*(one.start for one in labels[1:]), span.end]
    stretches = [Span(one.end, end) for one, end in zip(labels, followers, strict=True)]
    fences = list(_fences(lines))
    if len(fences) == len(stretches) and all(
        outer.start <= inner.start and inner.end <= outer.end
        for outer, inner in zip(stretches, fences, strict=True)
    ):
        stretches = fences
    parts = [part for one in stretches if (part := _trim(text, one.start, one.end))]
    return Thread(tuple(parts), tuple(_spans_between(span, parts))) if len(parts) > 1 else None


def _fences(lines: Sequence[Line]) -> Iterator[Span]:
    begin: int | None = None
    for line in lines:
        if line.fence == "opens":
            begin = line.end
        elif line.fence == "closes" and begin is not None:
            yield Span(begin, line.start)
            begin = None


def _spans_between(span: Span, parts: Sequence[Span]) -> Iterator[Span]:
    ends = [span.start, *(one.end for one in parts)]
    for end, start in zip(ends, [*(one.start for one in parts), span.end], strict=True):
        if end < start:
            yield Span(end, start)


def _trim(text: str, start: int, end: int) -> Span | None:
    """Return a stretch without the rules and blanks at its ends; None if nothing is left."""
    lines = [line for line in _lines_within(text, Span(start, end)) if line.text.strip()]
    while lines and _RULE.match(lines[-1].text):
        lines.pop()
    first = 0
    while first < len(lines) and _RULE.match(lines[first].text):
        first += 1
    return Span(lines[first].start, lines[-1].end) if first < len(lines) else None
