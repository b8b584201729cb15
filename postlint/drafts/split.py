"""Several posts in one file: where each of them stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from postlint.drafts.source import Span
from postlint.lines import shorten
from postlint.platforms import normalise_platform

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\n|\r)|([^\r\n]+)$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*([^\r\n`]*)$")
_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)(.*)")
_WORD = re.compile(r"[^\W_]")
_NAME = re.compile(r"[\w-]+")


FENCES = ("```", "~~~")
"""Markers that are fences."""


@dataclass(frozen=True)
class Section:
    """A part of a file that is one post.

    Attributes:
        span: where it stands.
        platform: where it is posted, if its heading or fence says so.
    """

    span: Span
    platform: str | None = None


class Marker:
    """What stands between the posts of a file.

    - `---`, `--`, `***` and the like: a line with nothing else on it.
    - `## Post`, `###`: a heading of this level that begins so. The post is what stands below it,
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
        heading = _HEADING.match(self._text)
        self._level = len(heading[1]) if heading else 0
        self._name = _title(heading).lower() if heading else ""
        self._fenced = self._text in FENCES
        rule = re.fullmatch(r"(?!#|```|~~~)[^\w\r\n][^\r\n]+", self._text)
        if not (heading or self._fenced or rule):
            raise ValueError(
                f"`{shorten(text)}` is no marker: it is a line such as `---`, a heading such as "
                "`## Post`, or a fence (three backticks)"
            )

    def split(self, text: str, start: int) -> tuple[Section, ...]:
        """Return the posts in a text from an offset on; all of it is one where no marker stands.

        A marker in a fenced block is none, and parts without a word are no posts.
        """
        lines = _lines(text, start)
        if self._fenced:
            found = list(self._fences(lines, len(text)))
        elif self._level:
            found = list(self._below_headings(lines, len(text)))
        else:
            found = list(self._between_lines(lines, start, len(text)))
        posts = tuple(one for one in found if _WORD.search(text, one.span.start, one.span.end))
        return posts or (Section(Span(start, len(text))),)

    def _fences(self, lines: Iterator[_Line], end: int) -> Iterator[Section]:
        opening: _Line | None = None
        for line in lines:
            if line.fence == "opens" and line.text.lstrip().startswith(self._text):
                opening = line
            elif line.fence == "closes" and opening:
                yield Section(Span(opening.end, line.start), _named(opening.text.strip("`~ \t")))
                opening = None
        if opening:  # the last fence may be left open
            yield Section(Span(opening.end, end), _named(opening.text.strip("`~ \t")))

    def _below_headings(self, lines: Iterator[_Line], end: int) -> Iterator[Section]:
        begin: int | None = None
        title = ""
        for line in lines:
            heading = _HEADING.match(line.text) if line.fence is None else None
            if not heading or len(heading[1]) > self._level:
                continue
            if begin is not None:
                yield Section(Span(begin, line.start), _named(title))
            title = _title(heading)
            own = len(heading[1]) == self._level and self._begins(title)
            begin = line.end if own else None
        if begin is not None:
            yield Section(Span(begin, end), _named(title))

    def _begins(self, title: str) -> bool:
        rest = title[len(self._name) :]
        return title.lower().startswith(self._name) and not (self._name and rest[:1].isalpha())

    def _between_lines(self, lines: Iterator[_Line], start: int, end: int) -> Iterator[Section]:
        begin = start
        for line in lines:
            if line.fence is None and line.text.strip() == self._text:
                yield Section(Span(begin, line.start))
                begin = line.end
        if begin > start:
            yield Section(Span(begin, end))


def _title(heading: re.Match[str]) -> str:
    return heading[2].strip().rstrip("#").rstrip()


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    fence: Literal["opens", "within", "closes"] | None


def _lines(text: str, start: int) -> Iterator[_Line]:
    """Yield the lines of a text from an offset on, each with its part in a fenced block."""
    fence = ""
    for match in _LINE.finditer(text, start):
        line = match[1] if match[1] is not None else match[2]
        marks = _FENCE.match(line)
        if fence:
            closing = marks and marks[1].startswith(fence) and not marks[2].strip()
            yield _Line(*match.span(), line, "closes" if closing else "within")
            fence = "" if closing else fence
        else:
            fence = marks[1] if marks else ""
            yield _Line(*match.span(), line, "opens" if marks else None)


def _named(title: str) -> str | None:
    """Return the platform that a title names as its first or last word, or in brackets."""
    words = _NAME.findall(title)
    named = [*words[:1], *words[-1:], *_NAME.findall(" ".join(_BRACKETS.findall(title)))]
    names = {name for word in words if (name := normalise_platform(word))}
    placed = {name for word in named if (name := normalise_platform(word))}
    return placed.pop() if len(names) == 1 and placed else None


_BRACKETS = re.compile(r"\(([^()]*)\)")
