"""JSON within limits."""

from __future__ import annotations

import json
from typing import Any

from postlint.core.untrusted.limits import MAX_DEPTH, MAX_NUMBER, TOO_DEEP, TOO_LONG, DataError


def read_json(text: str, start: int = 0) -> tuple[Any, int]:
    """Return the JSON value that begins at an offset, and the offset of its end.

    Raises:
        DataError: it can't be read, or is beyond the limits.
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
    """A number in JSON is too long; the message is the number."""


def _whole_number(digits: str) -> int:
    if len(digits) > MAX_NUMBER:
        raise _NumberError(digits)
    return int(digits)


_JSON = json.JSONDecoder(parse_int=_whole_number, strict=False)


def _is_too_deep(value: object) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        below: list[object] = []
        for one in level:
            below += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        level = below
    return bool(level)
