"""What is wrong with a user's data, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from postlint.core.errors import did_you_mean
from postlint.core.terminal_text import shorten

if TYPE_CHECKING:
    from pydantic import ValidationError

KeyPath = list[str | int]
"""The keys and indices that lead to a part of the data."""

_OF_TYPES = ("literal[", "dict[", "function-", "constrained-", "tuple[", "list[")
"""Steps of pydantic's locations that name a type of a union and no key."""

_LATE = {"missing": 1, "too_short": 2}
"""Kinds of faults that may follow from others."""

_MAX_REASON_CHARACTERS = 300
"""Characters of what is wrong: some validators repeat the value."""

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
"""What pydantic says in Python's terms."""

_SHOULD = re.compile(r"^(?:Input|List|Tuple|Dictionary|String|Value) should")


def describe_error(
    error: ValidationError, known: Callable[[KeyPath], Iterable[str]]
) -> tuple[KeyPath, str]:
    """Return where the first fault is and what it is; what is missing comes last.

    `known` tells the keys that there could be at a location, for "did you mean".
    """
    fault = min(error.errors(), key=lambda fault: _LATE.get(fault["type"], 0))
    location: KeyPath = [step for step in fault["loc"] if not str(step).startswith(_OF_TYPES)]
    name = next((step for step in reversed(location) if isinstance(step, str)), "")
    if fault["type"] == "extra_forbidden":
        return location, f"unknown key `{shorten(name)}`{did_you_mean(name, known(location))}"
    if fault["type"] == "missing":
        return location[:-1], f"key `{shorten(name)}` is missing"
    said = _SHOULD.sub("it must", fault["msg"].removeprefix("Value error, "))
    said = said.replace(" after validation", "")
    reason = _MESSAGES.get(fault["type"], shorten(said, _MAX_REASON_CHARACTERS))
    if name and reason.startswith("it "):
        return location, f"`{shorten(name)}` {reason.removeprefix('it ')}"
    return location, f"`{shorten(name)}`: {reason}" if name else reason
