"""Threads: drafts that are published as several numbered posts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap, zip_longest

from postlint.core.platforms import PLATFORMS
from postlint.document.heading_labels import read_label, read_line_label
from postlint.document.source import Span, gaps, iter_lines
from postlint.document.split import Line, fenced_blocks, read_lines

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
_NOUNS = frozenset(
    {"post", *(word for platform in PLATFORMS.values() for word in platform.post_nouns)}
)


@dataclass(frozen=True)
class Thread:
    """The posts of a thread.

    Attributes:
        parts: the span of each post.
        labels: the spans before and between them that aren't posted, such as `**Tweet 1**`.
    """

    parts: tuple[Span, ...] = ()
    labels: tuple[Span, ...] = ()


@dataclass(frozen=True)
class _PartNumber:
    """The number of a part, and the offset where the part begins or ends."""

    offset: int
    number: int
    total: str | None  # as written
    is_bare: bool  # a fraction such as `1/3` without brackets


def find_thread(text: str, span: Span) -> Thread:
    """Return the parts of a thread, including their numbers; none if a post isn't a thread."""
    lines = list(read_lines(text, span))
    labeled = _find_labeled_thread(text, span, lines)
    if labeled:
        return labeled
    for numbers, ends in (
        (_leading_numbers(lines), False),
        (_trailing_numbers(lines), True),
        (_list_numbers(lines), False),
    ):
        sequence = _find_sequence(numbers)
        if sequence and (parts := _split_parts(text, span, sequence, ends=ends)):
            return Thread(tuple(parts))
    return Thread()


def _part_number(match: re.Match[str], offset: int) -> _PartNumber:
    is_bare = not match["open"] and (match["total"] or "").isdigit()
    return _PartNumber(offset, int(match["number"]), match["total"], is_bare)


def _leading_numbers(lines: Sequence[Line]) -> Iterator[_PartNumber]:
    """Yield numbers such as `2/` and `(2/7)` at the start of lines."""
    previous = ""
    for line, following in zip_longest(lines, lines[1:]):
        match = _NUMBER_AT_START.match(line.text)
        rest = line.text[match.end() :] if match else ""
        is_alone = not rest.strip() and not (following and following.text.strip())
        belongs_above = is_alone and previous.strip()  # a number below a part belongs to it
        previous = line.text
        if match and not match["dot"] and not belongs_above and not rest.startswith(" of "):
            yield _part_number(match, line.start)


def _trailing_numbers(lines: Sequence[Line]) -> Iterator[_PartNumber]:
    """Yield numbers such as `(2/7)` at the end of paragraphs."""
    for line, following in zip_longest(lines, lines[1:]):
        is_last = not following or not following.text.strip()
        if is_last and (match := _NUMBER_AT_END.search(line.text[-_MAX_TAIL:])):
            yield _part_number(match, line.end)


def _list_numbers(lines: Sequence[Line]) -> Iterator[_PartNumber]:
    """Yield numbers such as `2.` and `2)` at the start of paragraphs, unless text precedes them."""
    previous = ""
    has_begun = False
    for line in lines:
        match = _NUMBER_AT_START.match(line.text)
        if match and match["dot"] and not match["open"] and not previous.strip():
            has_begun = True
            yield _part_number(match, line.start)
        elif line.text.strip() and not has_begun:
            return
        previous = "" if _RULE.match(line.text) else line.text


def _find_sequence(numbers: Iterator[_PartNumber]) -> list[_PartNumber]:
    """Return the numbers that count up from 1 or 2; none if they are unlikely to be a thread's."""
    sequence: list[_PartNumber] = []
    for part in numbers:
        if not sequence:
            if part.number in (1, 2) and part.total != "1":
                sequence.append(part)
        elif part.number == sequence[-1].number + 1 and _totals_match(
            part.total, sequence[0].total
        ):
            sequence.append(part)
    if not sequence:
        return []
    first, last = sequence[0], sequence[-1]
    if first.is_bare and str(last.number) != first.total and len(sequence) < 3:
        return []  # such as "1/3 of …" and "2/3 of …"
    return sequence if last.number >= 2 else []


def _totals_match(first: str | None, second: str | None) -> bool:
    numbers = [total for total in (first, second) if total and total.isdigit()]
    return len(numbers) < 2 or numbers[0] == numbers[1]


def _split_parts(
    text: str, span: Span, sequence: Sequence[_PartNumber], *, ends: bool
) -> list[Span]:
    offsets = [number.offset for number in sequence]
    if ends:
        if sequence[0].number != 1:
            return []
        bounds = [span.start, *offsets[:-1], span.end]
    else:
        hook = bool(text[span.start : offsets[0]].strip())
        if sequence[0].number == 2 and not hook:
            return []
        bounds = [*([span.start] if hook else []), *offsets, span.end]
    return _trim_parts(text, starmap(Span, pairwise(bounds)))


def _find_labeled_thread(text: str, span: Span, lines: Sequence[Line]) -> Thread | None:
    """Return the thread whose parts are below labels such as `**Tweet 1**`."""
    labels: list[Span] = []
    previous = ""
    for line in lines:
        label, end = None, line.end
        if heading := line.heading:
            label = read_label(heading.title)
        elif line.fence is None and not previous.strip():
            line_label = read_line_label(line.text)
            if line_label:
                label = line_label.label
                end = line.start + line_label.end if line_label.end < len(line.text) else line.end
        if label and label.kind == "post" and label.noun in _NOUNS:
            labels.append(Span(line.start, end))
        previous = "" if _RULE.match(line.text) or line.fence == "closes" else line.text
    if len(labels) < 2:
        return None
    ends = [*(label.start for label in labels[1:]), span.end]
    spans = [Span(label.end, end) for label, end in zip(labels, ends, strict=True)]
    fences = [block.inside for block in fenced_blocks(lines, span.end) if block.is_closed]
    if len(fences) == len(spans) and all(map(Span.contains, spans, fences)):
        spans = fences
    parts = _trim_parts(text, spans)
    return Thread(tuple(parts), tuple(gaps(span, parts))) if parts else None


def _trim_parts(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the spans that have text, if there are several.

    Thematic breaks and blank lines at their ends are left out.
    """
    parts = []
    for span in spans:
        lines = [
            line
            for line in iter_lines(text, span.start, span.end)
            if line[1].strip() and not _RULE.match(line[1])
        ]
        if lines:
            parts.append(Span(lines[0].start(), lines[-1].end()))
    return parts if len(parts) > 1 else []
