"""Descriptions of validation errors in users' data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from postlint.core.errors import did_you_mean
from postlint.core.terminal_text import shorten

if TYPE_CHECKING:
    from pydantic import ValidationError

KeyPath = list[str | int]
"""The path of keys and indices to a value in the data."""

_OF_TYPES = ("literal[", "dict[", "function-", "constrained-", "tuple[", "list[")
"""Prefixes of the steps in pydantic's locations that name a type of a union, not a key."""

_LATE = {"missing": 1, "too_short": 2}
"""Types of errors that may follow from others, with their rank."""

_MAX_REASON_CHARACTERS = 300
"""The most characters of a reason: some validators repeat the value."""

_MESSAGES = {
    "dict_type": "it must be a table of keys and values",
    "model_type": "it must be a table of keys and values",
    "tuple_type": "it must be a list",
    "list_type": "it must be a list",
    "string_type": "it must be text",
    "bool_type": "it must be true or false",
    "bool_parsing": "it must be true or false",
    "float_type": "it must be a number",
    "float_parsing": "it must be a number",
}
"""Messages for errors that pydantic describes in Python's terms."""

_SHOULD = re.compile(r"^(?:Input|List|Tuple|Dictionary|String|Value) should")


def describe_error(
    error: ValidationError, known: Callable[[KeyPath], Iterable[str]]
) -> tuple[KeyPath, str]:
    """Return the location and the description of the first error; missing keys come last.

    Args:
        error: the error.
        known: returns the possible keys at a location, for "did you mean".
    """
    fault = min(error.errors(), key=lambda fault: _LATE.get(fault["type"], 0))
    location: KeyPath = [step for step in fault["loc"] if not str(step).startswith(_OF_TYPES)]
    name = next((step for step in reversed(location) if isinstance(step, str)), "")
    if fault["type"] == "extra_forbidden":
        return location, f"unknown key `{shorten(name)}`{did_you_mean(name, known(location))}"
    if fault["type"] == "missing":
        return location[:-1], f"key `{shorten(name)}` is missing"
    message = _SHOULD.sub("it must", fault["msg"].removeprefix("Value error, "))
    message = message.replace(" after validation", "")
    reason = _MESSAGES.get(fault["type"], shorten(message, _MAX_REASON_CHARACTERS))
    if name and reason.startswith("it "):
        return location, f"`{shorten(name)}` {reason.removeprefix('it ')}"
    return location, f"`{shorten(name)}`: {reason}" if name else reason
