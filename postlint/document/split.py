"""Splitting of a file into posts at a marker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from postlint.core.platforms import normalize_platform
from postlint.core.terminal_text import shorten
from postlint.document.heading_labels import platform_of_title, read_label
from postlint.document.source import Span

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\n|\r)|([^\r\n]+)$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*([^\r\n`]*)$")
HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)(.*)")
WORD = re.compile(r"[^\W_]")
_NAME = re.compile(r"[\w-]+")


FENCES = ("```", "~~~")
"""The markers that are fences."""

ONE_POST = "none"
"""The value of `split` for a file that is always one post."""


@dataclass(frozen=True)
class PostSection:
    """A part of a file that is one post.

    Attributes:
        span: its offsets in the file.
        platform: where it's posted, if a heading, a note, or its fence names a platform.
        date: when it's posted, as written in a heading or note.
        notes: the spans that aren't posted, sorted and without overlaps.
    """

    span: Span
    platform: str | None = None
    date: str | None = None
    notes: tuple[Span, ...] = ()


class SplitMarker:
    """A marker between the posts of a file.

    - `---`, `--`, `***`, and the like: a line with nothing else on it.
    - `## Post`, `###`: a heading of this level that begins with this text. The post is the text
      below it, down to the next heading of this level or above. If the heading names a platform
      (`### LinkedIn`), the post is for that platform.
    - ```` ``` ```` or `~~~`: each fenced block is a post; its info string may name the platform.
    """

    def __init__(self, text: str) -> None:
        """Parse a marker as written in a configuration.

        Raises:
            ValueError: it isn't a valid marker.
        """
        self._text = text.strip()
        heading = HEADING.match(self._text)
        self._level = len(heading[1]) if heading else 0
        self._name = heading_title(heading).lower() if heading else ""
        self._fenced = self._text in FENCES
        rule = re.fullmatch(r"_{2,}|(?!#|```|~~~)[^\w\r\n][^\r\n]+", self._text)
        if not (heading or self._fenced or rule):
            raise ValueError(
                f"`{shorten(text)}` isn't a valid marker; use a line such as `---`, a heading such "
                "as `## Post`, a fence (three backticks), or `none` for one post"
            )

    def split(self, text: str, start: int) -> tuple[PostSection, ...]:
        """Return the posts in a text from an offset on; one post if the text has no marker.

        Markers in fenced blocks don't count, and parts without words aren't posts.
        """
        lines = read_lines(text, start)
        if self._fenced:
            sections = list(self._split_at_fences(lines, len(text)))
        elif self._level:
            sections = list(self._split_at_headings(lines, len(text)))
        else:
            sections = list(self._split_at_lines(lines, start, len(text)))
        posts = [
            section
            for section in sections
            if WORD.search(text, section.span.start, section.span.end)
        ]
        return tuple(inherit_from_headings(text, start, posts)) or (
            PostSection(Span(start, len(text))),
        )

    def _split_at_fences(self, lines: Iterator[Line], end: int) -> Iterator[PostSection]:
        opening: Line | None = None
        for line in lines:
            if line.fence == "opens" and line.text.lstrip().startswith(self._text):
                opening = line
            elif line.fence == "closes" and opening:
                yield PostSection(
                    Span(opening.end, line.start), _platform_of(opening.text.strip("`~ \t"))
                )
                opening = None
        if opening:  # the last fence may not be closed
            yield PostSection(Span(opening.end, end), _platform_of(opening.text.strip("`~ \t")))

    def _split_at_headings(self, lines: Iterator[Line], end: int) -> Iterator[PostSection]:
        begin: int | None = None
        title = ""
        for line in lines:
            heading = HEADING.match(line.text) if line.fence is None else None
            if not heading or len(heading[1]) > self._level:
                continue
            if begin is not None:
                yield PostSection(Span(begin, line.start), _platform_of(title))
            title = heading_title(heading)
            is_marker = len(heading[1]) == self._level and self._matches_name(title)
            begin = line.end if is_marker else None
        if begin is not None:
            yield PostSection(Span(begin, end), _platform_of(title))

    def _matches_name(self, title: str) -> bool:
        rest = title[len(self._name) :]
        return title.lower().startswith(self._name) and not (self._name and rest[:1].isalpha())

    def _split_at_lines(self, lines: Iterator[Line], start: int, end: int) -> Iterator[PostSection]:
        begin = start
        for line in lines:
            if line.fence is None and line.text.strip() == self._text:
                yield PostSection(Span(begin, line.start))
                begin = line.end
        if begin > start:
            yield PostSection(Span(begin, end))


def parse_split_marker(value: str) -> str:
    """Return a valid value of `split`.

    Raises:
        ValueError: it's neither a marker nor `none`.
    """
    if value.strip().lower() == ONE_POST:
        return ONE_POST
    SplitMarker(value)
    return value


def inherit_from_headings(
    text: str, start: int, sections: Iterable[PostSection]
) -> Iterator[PostSection]:
    """Yield sections with missing platforms and dates filled in from the headings above them.

    The nearest heading counts. Headings at the very top of a section count, too.
    """
    lines = iter(read_lines(text, start))
    headings: list[tuple[int, str | None, str | None]] = []
    line = next(lines, None)
    for section in sections:
        at_top = True
        while (
            line and line.start < section.span.end and (line.start < section.span.start or at_top)
        ):
            heading = HEADING.match(line.text) if line.fence is None else None
            if heading:
                level, title = len(heading[1]), heading_title(heading)
                while headings and headings[-1][0] >= level:
                    headings.pop()
                label = read_label(title)
                headings.append((level, platform_of_title(title), label.date if label else None))
            elif line.start >= section.span.start and line.text.strip():
                at_top = False
                continue
            line = next(lines, None)
        platforms = (platform for _, platform, _ in reversed(headings) if platform)
        dates = (date for _, _, date in reversed(headings) if date)
        yield replace(
            section,
            platform=section.platform or next(platforms, None),
            date=section.date or next(dates, None),
        )


def heading_title(heading: re.Match[str]) -> str:
    """Return the title of a heading that `HEADING` matches."""
    return heading[2].strip().rstrip("#").rstrip()


class Line(NamedTuple):
    """A line of a text.

    Attributes:
        start: the offset where it begins.
        end: the offset after its line break.
        text: its text without the line break.
        fence: its role in a fenced block; None outside of one.
    """

    start: int
    end: int
    text: str
    fence: Literal["opens", "within", "closes"] | None


def read_lines(text: str, start: int) -> Iterator[Line]:
    """Yield the lines of a text from an offset on."""
    fence = ""
    for match in _LINE.finditer(text, start):
        line = match[1] if match[1] is not None else match[2]
        fence_match = _FENCE.match(line)
        if fence:
            closing = (
                fence_match and fence_match[1].startswith(fence) and not fence_match[2].strip()
            )
            yield Line(*match.span(), line, "closes" if closing else "within")
            fence = "" if closing else fence
        else:
            fence = fence_match[1] if fence_match else ""
            yield Line(*match.span(), line, "opens" if fence_match else None)


def _platform_of(title: str) -> str | None:
    """Return the platform that a title names as its first or last word, or in parentheses."""
    words = _NAME.findall(title)
    candidates = [*words[:1], *words[-1:], *_NAME.findall(" ".join(_BRACKETS.findall(title)))]
    mentioned = {name for word in words if (name := normalize_platform(word))}
    named = {name for word in candidates if (name := normalize_platform(word))}
    return named.pop() if len(mentioned) == 1 and named else None


_BRACKETS = re.compile(r"\(([^()]*)\)")
