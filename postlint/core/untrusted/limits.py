"""What is too large to be read, and how to say where a fault is."""

from __future__ import annotations

import re

MAX_DEPTH = 50
"""Levels of nesting. The parsers and their users call themselves for each level."""

MAX_NODES = 100_000
"""Values in a YAML document, each counted as often as aliases repeat it."""

MAX_NUMBER = 300
"""Characters of a number. Python refuses to print numbers of some thousand digits."""

TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep; flatten it"
TOO_MANY = f"more than {MAX_NODES:,} values, aliases included; use fewer"
TOO_LONG = f"a number of more than {MAX_NUMBER} characters; shorten it, or put it in quotes"

_LINE_END = re.compile(r"\r\n|\n|\r")


class DataError(Exception):
    """Data that can't be read.

    Attributes:
        line: the line of the fault, counted from 1.
        column: its column, counted from 1.
        reason: what is wrong.
        beyond_limits: the data may be valid, but is larger than anything that makes sense.
    """

    def __init__(self, line: int, column: int, reason: str, *, beyond_limits: bool = False) -> None:
        super().__init__(reason)
        self.line = line
        self.column = column
        self.reason = reason
        self.beyond_limits = beyond_limits

    @classmethod
    def at(cls, text: str, offset: int, reason: str, *, beyond_limits: bool = False) -> DataError:
        """Return an error for the place at an offset."""
        ends = [match.end() for match in _LINE_END.finditer(text, 0, offset)]
        start = ends[-1] if ends else 0
        return cls(len(ends) + 1, offset - start + 1, reason, beyond_limits=beyond_limits)
