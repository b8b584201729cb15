"""The outline of a draft: its headings, labels, thematic breaks, fences, and word counts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

from postlint.core.platforms import normalize_platform
from postlint.document.heading_labels import Label, names_posts, read_label, read_line_label
from postlint.document.notes import is_note
from postlint.document.source import Span, any_within
from postlint.document.split import FencedBlock, Line, fenced_blocks, read_lines

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_THREAD = re.compile(r"\bthread\b", re.IGNORECASE)
_COLLECTION = re.compile(r"\b(?:tweets|posts)\b", re.IGNORECASE)
LINE_LABEL = 7
"""The level of a label that isn't a heading, which is below all headings."""

_RULE = re.compile(r" {0,3}(?:-{2,}|\*{3,}|_{3,}|={3,}|(?:[-*_] ){2,}[-*_]|[—⸻]+)[ \t]*$")
_SETEXT_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_CODE = re.compile(
    r"[{};=<>]\s*$|^\s*(?:\$ |[</{}\[]|import |from |def |const |let |var |function )"
    r"|\{[%{]|</\w|=>|\(\)|&&"
)
_PROSE_INFO = frozenset({"", "text", "txt", "plain", "plaintext", "markdown", "md"})
_LONGEST_TITLE = 200


@dataclass(frozen=True)
class OutlineEntry:
    """A heading, or a line that labels the text below it."""

    level: int
    start: int
    end: int
    title: str
    label: Label | None


ItemT = TypeVar("ItemT", OutlineEntry, FencedBlock, Line)


class Outline:
    """The headings, labels, thematic breaks, fences, and word counts of a text."""

    def __init__(self, text: str, body: Span, title: str) -> None:
        self.text = text
        self.body = body
        self.entries: list[OutlineEntry] = []
        self.rules: list[Line] = []
        self.fences: list[FencedBlock] = []  # without those that have code
        self._lines: list[int] = []
        self._words: list[int] = [0]
        self._hashtag_lines: list[int] = []
        self._note_lines: list[int] = []
        self.part_platform: str | None = None
        self._read()
        self._drop_thread_parts(title)
        self.labels = [entry for entry in self.entries if entry.label]

    def _read(self) -> None:
        lines = list(read_lines(self.text, self.body))
        paragraph: list[Line] = []  # at most its first line and its last one
        for line in lines:
            is_text = line.fence is None and line.text.strip()
            if is_text and not self._read_text_line(line, paragraph):
                paragraph = [*paragraph[:1], line]
            else:
                paragraph = []
        for block in fenced_blocks(lines, self.body.end):
            inner_lines = [line.text for line in read_lines(self.text, block.inside)]
            if _is_prose(block.info, inner_lines):
                self.fences.append(block)
                if any(map(_ends_in_hashtag, inner_lines)):
                    self._hashtag_lines.append(block.start)
        self._hashtag_lines.sort()

    def _read_text_line(self, line: Line, paragraph: Sequence[Line]) -> bool:
        """Read a line, and return whether it ends the paragraph."""
        start, end, text, _ = line
        if heading := line.heading:
            self._add_heading(heading.level, start, end, heading.title)
            return True
        if len(paragraph) == 1 and _SETEXT_UNDERLINE.match(text):
            first_line = paragraph[0]
            title = first_line.text.strip()
            is_short = len(title) < 80 and title[-1].isalnum() and "#" not in title
            if not is_note(title) and (is_short or read_label(title)):
                if self._lines and self._lines[-1] == first_line.start:
                    self._lines.pop()
                    self._words.pop()
                self._add_heading(1 if "=" in text else 2, first_line.start, end, title)
                return True
        if _RULE.match(text):
            self.rules.append(line._replace(text=text.strip()))
            return True
        if is_note(text):
            self._note_lines.append(start)
            return False
        if not paragraph and (line_label := read_line_label(text)):
            after = start + line_label.end if line_label.end < len(text) else end
            title = text[: line_label.end].strip()
            self.entries.append(OutlineEntry(LINE_LABEL, start, after, title, line_label.label))
            if after < end:
                self._add_words(after, text[line_label.end :])
            return after == end
        self._add_words(start, text)
        return False

    def _add_heading(self, level: int, start: int, end: int, title: str) -> None:
        label = read_label(title)
        title = title[:_LONGEST_TITLE]
        if label is None and names_posts(title):
            label = Label("platform", is_plural=True)
        self.entries.append(OutlineEntry(level, start, end, title, label))

    def _add_words(self, start: int, text: str) -> None:
        self._lines.append(start)
        self._words.append(self._words[-1] + count_words(text))
        if _ends_in_hashtag(text):
            self._hashtag_lines.append(start)

    def _drop_thread_parts(self, title: str) -> None:
        """Drop the labels of the parts of threads, which aren't separate posts."""
        ancestors: list[OutlineEntry] = []
        remaining: list[OutlineEntry] = []
        for entry in self.entries:
            while ancestors and ancestors[-1].level >= entry.level:
                ancestors.pop()
            titles = [title, *(ancestor.title for ancestor in ancestors)]
            if entry.label and _is_thread_part(entry, entry.label, titles):
                self.part_platform = self.part_platform or entry.label.platform
                continue
            ancestors.append(entry)
            remaining.append(entry)
        self.entries = remaining

    def words(self, span: Span) -> int:
        """Return the number of words in a span, without those in fences and notes."""
        first, last = bisect_left(self._lines, span.start), bisect_left(self._lines, span.end)
        return self._words[last] - self._words[first]

    def has_post_signs(self, span: Span) -> bool:
        """Return whether a span has signs of a post: a line of hashtags, or notes."""
        return any_within(span, self._hashtag_lines) or any_within(span, self._note_lines)

    @property
    def intro_words(self) -> int:
        """The number of words before the first label."""
        first = self.labels[0].start if self.labels else self.body.start
        return self.words(Span(self.body.start, first))

    def leaf_entries(self) -> Iterator[tuple[OutlineEntry, Span]]:
        """Yield the labels without labels below them, each with the span of its text."""
        for index, entry in enumerate(self.entries):
            following = (self.entries[i] for i in range(index + 1, len(self.entries)))
            boundary = next(
                (other for other in following if other.label or other.level <= entry.level), None
            )
            if entry.label and (boundary is None or boundary.level <= entry.level):
                yield entry, Span(entry.end, boundary.start if boundary else self.body.end)


def inside(items: Sequence[ItemT], span: Span) -> Sequence[ItemT]:
    """Return the items, which are sorted, that begin in a span."""
    start = attrgetter("start")
    first = bisect_left(items, span.start, key=start)
    return items[first : bisect_left(items, span.end, key=start)]


def count_words(text: str) -> int:
    """Return the number of words in a text."""
    return len(_WORD.findall(text))


def _is_prose(info: str, lines: Sequence[str]) -> bool:
    """Return whether hardly any of the lines in a fenced block are code."""
    is_known = info.lower() in _PROSE_INFO or normalize_platform(info) is not None
    code_lines = sum(bool(_CODE.search(line)) for line in lines)
    return is_known and code_lines * 5 <= len(lines) and sum(map(count_words, lines)) >= 5


def _ends_in_hashtag(line: str) -> bool:
    last = line.rstrip().rpartition(" ")[2]
    return last[:1] == "#" and any(character.isalpha() for character in last)


def _is_thread_part(entry: OutlineEntry, label: Label, ancestor_titles: Sequence[str]) -> bool:
    if label.kind != "post" or label.noun not in ("tweet", "toot", "skeet", "post"):
        return False
    in_thread = any(map(_THREAD.search, ancestor_titles))
    if label.noun == "post":
        return in_thread
    if in_thread or label.is_part:
        return True
    is_numbered = any(map(str.isdigit, entry.title))
    is_in_collection = any(map(_COLLECTION.search, ancestor_titles))
    return entry.level == LINE_LABEL and is_numbered and not is_in_collection
