"""A JSON reader with limits on size and nesting."""

from __future__ import annotations

import json
from typing import Any

from postlint.core.untrusted.limits import MAX_DEPTH, MAX_NUMBER, TOO_DEEP, TOO_LONG, DataError


def read_json(text: str, start: int = 0) -> tuple[Any, int]:
    """Return the JSON value that begins at an offset, and the offset of its end.

    Raises:
        DataError: the text isn't valid JSON, or exceeds the limits.
    """
    try:
        value, end = _JSON.raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise DataError.at(text, error.pos, error.msg) from None
    except _NumberError as error:
        offset = text.find(str(error), start)
        raise DataError.at(text, offset, TOO_LONG, beyond_limits=True) from None
    except RecursionError:
        value, end = None, -1
    if end < 0 or _is_too_deep(value):
        raise DataError.at(text, start, TOO_DEEP, beyond_limits=True)
    return value, end


class _NumberError(Exception):
    """A number in JSON that is too long; the message is the number."""


def _parse_int(digits: str) -> int:
    if len(digits) > MAX_NUMBER:
        raise _NumberError(digits)
    return int(digits)


_JSON = json.JSONDecoder(parse_int=_parse_int, strict=False)


def _is_too_deep(data: object) -> bool:
    level = [data]
    for _ in range(MAX_DEPTH + 1):
        below: list[object] = []
        for value in level:
            if isinstance(value, dict):
                below += value.values()
            elif isinstance(value, list):
                below += value
        level = below
    return bool(level)
