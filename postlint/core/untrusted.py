"""Readers for TOML and JSON from untrusted files, with limits and error positions."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from postlint.core.errors import PostlintError
from postlint.core.positions import LINE_END, Position
from postlint.core.terminal_text import shorten

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MAX_DEPTH = 50
"""The most levels of nesting: parsers recurse for each level."""

MAX_NUMBER = 300
"""The most characters of a number. Python refuses to print numbers of several thousand digits."""

TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep; flatten it"
TOO_LONG = f"a number of more than {MAX_NUMBER} characters; shorten it, or put it in quotes"


class DataError(Exception):
    """Data that is invalid or exceeds the limits.

    Attributes:
        position: the position of the fault.
        reason: what is wrong.
        beyond_limits: whether the data exceeds the limits; it may be valid.
    """

    def __init__(self, position: Position, reason: str, *, beyond_limits: bool = False) -> None:
        super().__init__(reason)
        self.position = position
        self.reason = reason
        self.beyond_limits = beyond_limits

    @classmethod
    def at(cls, text: str, offset: int, reason: str, *, beyond_limits: bool = False) -> DataError:
        """Return an error for a fault at an offset."""
        starts = [0, *(match.end() for match in LINE_END.finditer(text, 0, offset))]
        position = Position(len(starts), offset - starts[-1] + 1)
        return cls(position, reason, beyond_limits=beyond_limits)


class DataFileError(PostlintError):
    """A rule or configuration file can't be used; the message gives the position and the reason."""

    def __init__(self, path: Path, position: Position, reason: str) -> None:
        super().__init__(f"{path}:{position.line}:{position.column}: {shorten(reason, 500)}")


def read_json(text: str, start: int = 0) -> tuple[Any, int]:
    """Return the JSON value that begins at an offset, and the offset of its end.

    Raises:
        DataError: the text isn't valid JSON, or exceeds the limits.
    """

    def parse_int(digits: str) -> int:
        if len(digits) > MAX_NUMBER:
            offset = text.find(digits, start)
            raise DataError.at(text, offset, TOO_LONG, beyond_limits=True)
        return int(digits)

    try:
        value, end = json.JSONDecoder(parse_int=parse_int, strict=False).raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise DataError.at(text, error.pos, error.msg) from None
    except RecursionError:
        is_too_deep = True
    else:
        is_too_deep = _has_more_levels(value, MAX_DEPTH)
    if is_too_deep:
        raise DataError.at(text, start, TOO_DEEP, beyond_limits=True)
    return value, end


def _has_more_levels(data: object, depth: int) -> bool:
    level = [data]
    for _ in range(depth + 1):
        level = [
            child
            for value in level
            if isinstance(value, dict | list)
            for child in (value.values() if isinstance(value, dict) else value)
        ]
    return bool(level)


TOML_TOKEN = re.compile(
    r'"""(?:[^\\"]|\\.|"(?!""))*(?:"{3,5}|\Z)'
    r"|'''(?:[^']|'(?!''))*(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*"?|\'[^\'\n]*\'?'
    r"|#[^\n]*|[\[\]{}.,=\n]|[^\s\"'#\[\]{}.,=]+",
    re.DOTALL,
)
"""A string, a comment, a sign, or a bare word of a TOML document, even of an invalid one."""

_AT = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_toml(text: str) -> dict[str, Any]:
    """Return the data of a TOML document.

    Raises:
        DataError: the text isn't valid TOML, or exceeds the limits.
    """
    _check_toml(text)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        position = _AT.search(str(error))
        reason = shorten(_AT.sub("", str(error)), 120)
        place = Position(text.count("\n") + 1, 1)
        if position and position[1]:
            place = Position(int(position[1]), int(position[2]))
        raise DataError(place, reason) from None


def _check_toml(text: str) -> None:
    """Check nesting and numbers before tomllib, which recurses for each level."""
    depth = dots = 0
    for token in TOML_TOKEN.finditer(text):
        first = text[token.start()]
        if first in "[{":
            depth += 1
        elif first in "]}":
            depth -= 1
        elif first == ".":
            dots += 1
        elif first in "\n=,":
            dots = 0
        elif len(token[0]) > MAX_NUMBER and re.match(r"[+-]?\d", token[0]):
            raise DataError.at(text, token.start(), TOO_LONG, beyond_limits=True)
        if max(depth, dots) > MAX_DEPTH:
            raise DataError.at(text, token.start(), TOO_DEEP, beyond_limits=True)
