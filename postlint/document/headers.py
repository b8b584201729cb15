"""Headers without fences, as Pelican, MultiMarkdown, and Hexo have them: `Key: value` lines."""

from __future__ import annotations

import re
from typing import NamedTuple

from postlint.core.dates import parse_date
from postlint.document.metadata import is_known_key, lines, looks_like_sentence

_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+)?)[ \t]*:(?:[ \t]+(.*))?$")
_CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_MAX_LENGTH = 10_000
_SUFFICIENT_KEYS = frozenset("title date author authors slug platform category tags status".split())
"""Keys that make a header alone: others may as well begin a sentence, such as `Summary: …`."""

_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}


class Header(NamedTuple):
    """A header, and the offset behind it and the line that ends it."""

    values: dict[str, str | bool]
    end: int


def read_header(text: str, start: int) -> Header | None:
    """Return the header that begins at an offset, or None.

    It ends at a blank line or `---`. Prose with colons, such as a dialogue, isn't one: the first
    key must be one that metadata usually has, and half of the others, too.
    """
    values: dict[str, str] = {}
    last = ""
    for line in lines(text, start, min(len(text), start + _MAX_LENGTH)):
        content = line[1]
        if not content.strip() or _CLOSING.match(content):
            return _build_header(values, line.end())
        key = _KEY.match(content)
        if key:
            last = key[1]
            values[last] = (key[2] or "").strip()
        elif last and content[0] in " \t":
            values[last] = f"{values[last]} {content.strip()}".strip()
        else:
            return None
        if len(values) == 1 and not is_known_key(last):
            return None
    return None


def _build_header(values: dict[str, str], end: int) -> Header | None:
    known = sum(map(is_known_key, values))
    if not values or 2 * known < len(values):
        return None
    if len(values) == 1:
        ((key, value),) = values.items()
        name = key.lower()
        if name not in _SUFFICIENT_KEYS or (name != "title" and looks_like_sentence(value)):
            return None
        if name == "date" and not parse_date(value):
            return None
    elif all(map(looks_like_sentence, values.values())):
        return None
    parsed_values = {key: _BOOLEANS.get(value.lower(), value) for key, value in values.items()}
    return Header(parsed_values, end)
