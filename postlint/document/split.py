"""Splitting of a file into posts at a marker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from postlint.core.platforms import normalize_platform
from postlint.core.terminal_text import shorten
from postlint.document.heading_labels import platform_of_title, read_label
from postlint.document.source import Span, gaps, iter_lines

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*([^\r\n`]*)$")
_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)(.*)")
_WORD = re.compile(r"[^\W_]")
_NAME = re.compile(r"[\w-]+")
_BRACKETS = re.compile(r"\(([^()]*)\)")

FENCES = ("```", "~~~")

ONE_POST = "none"
"""The value of `split` for a file that is always one post."""


@dataclass(frozen=True)
class PostSection:
    """A part of a file that is one post.

    Attributes:
        span: its offsets in the file.
        platform: where it's posted, if a heading or its fence names a platform.
        date: when it's posted, as written in a heading.
    """

    span: Span
    platform: str | None = None
    date: str | None = None


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
        self._heading = read_heading(self._text)
        rule = re.fullmatch(r"_{2,}|(?!#|```|~~~)[^\w\r\n][^\r\n]+", self._text)
        if not (self._heading or self._text in FENCES or rule):
            raise ValueError(
                f"`{shorten(text)}` isn't a valid marker; use a line such as `---`, a heading such "
                "as `## Post`, a fence (three backticks), or `none` for one post"
            )

    def split(self, text: str, start: int) -> tuple[PostSection, ...]:
        """Return the posts in a text from an offset on; one post if the text has no marker.

        Markers in fenced blocks don't count, and parts without words aren't posts.
        """
        body = Span(start, len(text))
        lines = read_lines(text, body)
        if self._text in FENCES:
            sections = self._split_at_fences(lines, body)
        elif self._heading:
            sections = self._split_at_headings(lines, body, self._heading)
        else:
            sections = self._split_at_lines(lines, body)
        posts = [
            section
            for section in sections
            if _WORD.search(text, section.span.start, section.span.end)
        ]
        return tuple(inherit_from_headings(text, body, posts)) or (PostSection(body),)

    def _split_at_fences(self, lines: Iterable[Line], body: Span) -> Iterator[PostSection]:
        for fence in fenced_blocks(lines, body.end):
            if fence.opening.text.lstrip().startswith(self._text):
                yield PostSection(fence.inside, _platform_of(fence.info))

    def _split_at_headings(
        self, lines: Iterable[Line], body: Span, marker: Heading
    ) -> Iterator[PostSection]:
        name = marker.title.lower()
        begin: int | None = None
        title = ""
        for line in lines:
            heading = line.heading
            if not heading or heading.level > marker.level:
                continue
            if begin is not None:
                yield PostSection(Span(begin, line.start), _platform_of(title))
            title = heading.title
            has_name = title.lower().startswith(name)
            has_name = has_name and not (name and title[len(name) :][:1].isalpha())
            begin = line.end if heading.level == marker.level and has_name else None
        if begin is not None:
            yield PostSection(Span(begin, body.end), _platform_of(title))

    def _split_at_lines(self, lines: Iterable[Line], body: Span) -> Iterator[PostSection]:
        markers = [line for line in lines if line.fence is None and line.text.strip() == self._text]
        if markers:
            yield from map(PostSection, gaps(body, markers))


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
    text: str, body: Span, sections: Iterable[PostSection]
) -> Iterator[PostSection]:
    """Yield sections with missing platforms and dates filled in from the headings above them.

    The nearest heading counts. Headings at the very top of a section count, too.
    """
    lines = read_lines(text, body)
    headings: list[tuple[int, str | None, str | None]] = []
    line = next(lines, None)
    for section in sections:
        while line and line.start < section.span.end:
            if heading := line.heading:
                while headings and headings[-1][0] >= heading.level:
                    headings.pop()
                label = read_label(heading.title)
                platform = platform_of_title(heading.title)
                headings.append((heading.level, platform, label.date if label else None))
            elif line.start >= section.span.start and line.text.strip():
                break
            line = next(lines, None)
        platforms = (platform for _, platform, _ in reversed(headings) if platform)
        dates = (date for _, _, date in reversed(headings) if date)
        yield replace(
            section,
            platform=section.platform or next(platforms, None),
            date=section.date or next(dates, None),
        )


class Heading(NamedTuple):
    """A heading's level and its title."""

    level: int
    title: str


def read_heading(line: str) -> Heading | None:
    """Return the heading that a line is, or None."""
    match = _HEADING.match(line)
    return Heading(len(match[1]), match[2].strip().rstrip("#").rstrip()) if match else None


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

    @property
    def heading(self) -> Heading | None:
        """The heading that it is, or None."""
        return read_heading(self.text) if self.fence is None else None


def read_lines(text: str, span: Span) -> Iterator[Line]:
    """Yield the lines of a part of a text."""
    fence = ""
    for match in iter_lines(text, span.start, span.end):
        mark = _FENCE.match(match[1])
        if fence:
            is_closing = mark and mark[1].startswith(fence) and not mark[2].strip()
            yield Line(*match.span(), match[1], "closes" if is_closing else "within")
            fence = "" if is_closing else fence
        else:
            yield Line(*match.span(), match[1], "opens" if mark else None)
            fence = mark[1] if mark else ""


class FencedBlock(NamedTuple):
    """A fenced block; the last one of a text may not be closed."""

    opening: Line
    inside: Span
    is_closed: bool

    @property
    def start(self) -> int:
        """The offset where it begins."""
        return self.opening.start

    @property
    def info(self) -> str:
        """Its info string, such as a language."""
        return self.opening.text.strip("`~ \t")


def fenced_blocks(lines: Iterable[Line], end: int) -> Iterator[FencedBlock]:
    """Yield the fenced blocks in a text that ends at an offset."""
    opening: Line | None = None
    for line in lines:
        if line.fence == "opens":
            opening = line
        elif line.fence == "closes" and opening:
            yield FencedBlock(opening, Span(opening.end, line.start), is_closed=True)
            opening = None
    if opening:
        yield FencedBlock(opening, Span(opening.end, end), is_closed=False)


def _platform_of(title: str) -> str | None:
    """Return the platform that a title names as its first or last word, or in parentheses."""
    words = _NAME.findall(title)
    candidates = [*words[:1], *words[-1:], *_NAME.findall(" ".join(_BRACKETS.findall(title)))]
    mentioned = {name for word in words if (name := normalize_platform(word))}
    named = {name for word in candidates if (name := normalize_platform(word))}
    return named.pop() if len(mentioned) == 1 and named else None
