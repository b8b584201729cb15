"""The limits of data from untrusted files, and the errors with the position of a fault."""

from __future__ import annotations

from pathlib import Path

from postlint.core.errors import PostlintError
from postlint.core.positions import LINE_END, Position
from postlint.core.terminal_text import shorten

MAX_DEPTH = 50
"""The most levels of nesting: parsers recurse for each level."""

MAX_NODES = 100_000
"""The most values in a YAML document, including those repeated by aliases."""

MAX_NUMBER = 300
"""The most characters of a number. Python refuses to print numbers of several thousand digits."""

TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep; flatten it"
TOO_MANY = f"more than {MAX_NODES:,} values, aliases included; use fewer"
TOO_LONG = f"a number of more than {MAX_NUMBER} characters; shorten it, or put it in quotes"


class DataError(Exception):
    """Data that is invalid or exceeds the limits.

    Attributes:
        position: the position of the fault.
        reason: what is wrong.
        beyond_limits: whether the data exceeds the limits; it may be valid.
    """

    def __init__(self, position: Position, reason: str, *, beyond_limits: bool = False) -> None:
        super().__init__(reason)
        self.position = position
        self.reason = reason
        self.beyond_limits = beyond_limits

    @classmethod
    def at(cls, text: str, offset: int, reason: str, *, beyond_limits: bool = False) -> DataError:
        """Return an error for a fault at an offset."""
        starts = [0, *(match.end() for match in LINE_END.finditer(text, 0, offset))]
        position = Position(len(starts), offset - starts[-1] + 1)
        return cls(position, reason, beyond_limits=beyond_limits)


class DataFileError(PostlintError):
    """A rule or configuration file can't be used; the message gives the position and the reason."""

    def __init__(self, path: Path, position: Position, reason: str) -> None:
        super().__init__(f"{path}:{position.line}:{position.column}: {shorten(reason, 500)}")
