"""The limits of data from untrusted files, and the error with the position of a fault."""

from __future__ import annotations

import re

MAX_DEPTH = 50
"""The most levels of nesting: parsers recurse for each level."""

MAX_NODES = 100_000
"""The most values in a YAML document, including those repeated by aliases."""

MAX_NUMBER = 300
"""The most characters of a number. Python refuses to print numbers of several thousand digits."""

TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep; flatten it"
TOO_MANY = f"more than {MAX_NODES:,} values, aliases included; use fewer"
TOO_LONG = f"a number of more than {MAX_NUMBER} characters; shorten it, or put it in quotes"

_LINE_END = re.compile(r"\r\n|\n|\r")


class DataError(Exception):
    """Data that is invalid or exceeds the limits.

    Attributes:
        line: the line of the fault, counted from 1.
        column: the column of the fault, counted from 1.
        reason: what is wrong.
        beyond_limits: whether the data exceeds the limits; it may be valid.
    """

    def __init__(self, line: int, column: int, reason: str, *, beyond_limits: bool = False) -> None:
        super().__init__(reason)
        self.line = line
        self.column = column
        self.reason = reason
        self.beyond_limits = beyond_limits

    @classmethod
    def at(cls, text: str, offset: int, reason: str, *, beyond_limits: bool = False) -> DataError:
        """Return an error for a fault at an offset."""
        ends = [match.end() for match in _LINE_END.finditer(text, 0, offset)]
        start = ends[-1] if ends else 0
        return cls(len(ends) + 1, offset - start + 1, reason, beyond_limits=beyond_limits)
