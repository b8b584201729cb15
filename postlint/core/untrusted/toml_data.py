"""A TOML reader with limits on size and nesting."""

from __future__ import annotations

import re
import sys
from typing import Any

from postlint.core.positions import Position
from postlint.core.terminal_text import shorten
from postlint.core.untrusted.limits import MAX_DEPTH, MAX_NUMBER, TOO_DEEP, TOO_LONG, DataError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_TOML_TOKEN = re.compile(
    r'"""(?:[^\\"]|\\.|"(?!""))*(?:"""|\Z)'
    r"|'''(?:[^']|'(?!''))*(?:'''|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*"?|\'[^\'\n]*\'?'
    r"|#[^\n]*|[\[\]{}.,=\n]|[^\s\"'#\[\]{}.,=]+",
    re.DOTALL,
)
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
    for token in _TOML_TOKEN.finditer(text):
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
