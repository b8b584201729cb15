"""Several posts in one file: where each of them is."""

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
"""Markers that are fences."""

ONE_POST = "none"
"""What `split` says where a file is one post, whatever is in it."""


@dataclass(frozen=True)
class PostSection:
    """A part of a file that is one post.

    Attributes:
        span: where it is.
        platform: where it is posted, if a heading, a note, or its fence says so.
        date: when it is posted, as a heading or a note says it.
        notes: what of it isn't posted, in order and apart.
    """

    span: Span
    platform: str | None = None
    date: str | None = None
    notes: tuple[Span, ...] = ()


class SplitMarker:
    """What is between the posts of a file.

    - `---`, `--`, `***` and the like: a line with nothing else on it.
    - `## Post`, `###`: a heading of this level that begins so. The post is what is below it,
      down to the next heading of this level or above. If the heading names a platform
      (`### LinkedIn`), the post is for that.
    - ```` ``` ```` or `~~~`: each fenced block is a post; its info string may name the platform.
    """

    def __init__(self, text: str) -> None:
        """Take a marker as a configuration writes it.

        Raises:
            ValueError: it is none of these.
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
        """Return the posts in a text from an offset on; without a marker, all of it is one.

        A marker in a fenced block is none, and parts without a word are no posts.
        """
        lines = read_lines(text, start)
        if self._fenced:
            found = list(self._split_at_fences(lines, len(text)))
        elif self._level:
            found = list(self._split_at_headings(lines, len(text)))
        else:
            found = list(self._split_at_lines(lines, start, len(text)))
        posts = [one for one in found if WORD.search(text, one.span.start, one.span.end)]
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
        if opening:  # the last fence may be left open
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
            own = len(heading[1]) == self._level and self._matches_name(title)
            begin = line.end if own else None
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
    """Return what `split` says.

    Raises:
        ValueError: it is no marker, and not `none`.
    """
    if value.strip().lower() == ONE_POST:
        return ONE_POST
    SplitMarker(value)
    return value


def inherit_from_headings(
    text: str, start: int, sections: Iterable[PostSection]
) -> Iterator[PostSection]:
    """Yield sections with the platform and date that the headings above them name, if they don't.

    The nearest heading counts. Those at the very top of a section are its own.
    """
    lines = iter(read_lines(text, start))
    above: list[tuple[int, str | None, str | None]] = []
    line = next(lines, None)
    for section in sections:
        at_top = True
        while (
            line and line.start < section.span.end and (line.start < section.span.start or at_top)
        ):
            heading = HEADING.match(line.text) if line.fence is None else None
            if heading:
                level, title = len(heading[1]), heading_title(heading)
                while above and above[-1][0] >= level:
                    above.pop()
                label = read_label(title)
                above.append((level, platform_of_title(title), label.date if label else None))
            elif line.start >= section.span.start and line.text.strip():
                at_top = False
                continue
            line = next(lines, None)
        platforms = (platform for _, platform, _ in reversed(above) if platform)
        dates = (date for _, _, date in reversed(above) if date)
        yield replace(
            section,
            platform=section.platform or next(platforms, None),
            date=section.date or next(dates, None),
        )


def heading_title(heading: re.Match[str]) -> str:
    """Return the words of a heading that `HEADING` matches."""
    return heading[2].strip().rstrip("#").rstrip()


class Line(NamedTuple):
    """A line of a text; `text` is without its end, `fence` its part in a fenced block."""

    start: int
    end: int
    text: str
    fence: Literal["opens", "within", "closes"] | None


def read_lines(text: str, start: int) -> Iterator[Line]:
    """Yield the lines of a text from an offset on, each with its part in a fenced block."""
    fence = ""
    for match in _LINE.finditer(text, start):
        line = match[1] if match[1] is not None else match[2]
        marks = _FENCE.match(line)
        if fence:
            closing = marks and marks[1].startswith(fence) and not marks[2].strip()
            yield Line(*match.span(), line, "closes" if closing else "within")
            fence = "" if closing else fence
        else:
            fence = marks[1] if marks else ""
            yield Line(*match.span(), line, "opens" if marks else None)


def _platform_of(title: str) -> str | None:
    """Return the platform that a title names as its first or last word, or in brackets."""
    words = _NAME.findall(title)
    named = [*words[:1], *words[-1:], *_NAME.findall(" ".join(_BRACKETS.findall(title)))]
    names = {name for word in words if (name := normalize_platform(word))}
    placed = {name for word in named if (name := normalize_platform(word))}
    return placed.pop() if len(names) == 1 and placed else None


_BRACKETS = re.compile(r"\(([^()]*)\)")
