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
