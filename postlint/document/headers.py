"""Headers without fences (`Key: value` lines), as in Pelican, MultiMarkdown, and Hexo."""

from __future__ import annotations

import re
from typing import NamedTuple

from postlint.core.dates import parse_date
from postlint.document.metadata import is_known_key, looks_like_sentence
from postlint.document.spans import iter_lines

_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+)?)[ \t]*:(?:[ \t]+(.*))?$")
_CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_MAX_LENGTH = 10_000
_SUFFICIENT_KEYS = frozenset("title date author authors slug platform category tags status".split())
"""Keys that are a header even alone; others may begin a sentence, such as `Summary: …`."""

_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}


class Header(NamedTuple):
    """The values of a header, and the offset after the line that ends it."""

    values: dict[str, str | bool]
    end: int


def read_header(text: str, start: int) -> Header | None:
    """Return the header that begins at an offset, or None.

    It ends at a blank line or `---`. To exclude prose with colons, such as a dialogue, the first
    key and at least half of all keys must be known metadata keys.
    """
    values: dict[str, str] = {}
    last_key = ""
    for line in iter_lines(text, start, start + _MAX_LENGTH):
        content = line[1]
        if not content.strip() or _CLOSING.match(content):
            return _build_header(values, line.end())
        key = _KEY.match(content)
        if key:
            last_key = key[1]
            values[last_key] = (key[2] or "").strip()
        elif last_key and content[0] in " \t":
            values[last_key] = f"{values[last_key]} {content.strip()}".strip()
        else:
            return None
        if len(values) == 1 and not is_known_key(last_key):
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
