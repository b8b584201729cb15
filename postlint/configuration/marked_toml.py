"""TOML that can tell on which line each of its values stands."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_AT = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$")


class Place(NamedTuple):
    """A place in a file, counted from 1."""

    line: int
    column: int


class MarkedTomlError(Exception):
    """TOML that cannot be read."""

    def __init__(self, place: Place, reason: str) -> None:
        super().__init__(reason)
        self.place = place
        self.reason = reason


class MarkedToml:
    """A TOML document: its data, and the place of each part of it."""

    def __init__(self, text: str) -> None:
        """Read one document.

        Raises:
            MarkedTomlError: it is no valid TOML.
        """
        self._lines = text.replace("\r\n", "\n").split("\n")
        try:
            self.data: dict[str, Any] = tomllib.loads("\n".join(self._lines))
        except (ValueError, RecursionError) as error:
            found = _AT.search(str(error))
            place = Place(len(self._lines), 1)
            if found and found[1]:
                place = Place(int(found[1]), int(found[2]))
            raise MarkedTomlError(place, _AT.sub("", str(error))) from None

    def place(self, path: Sequence[str | int]) -> Place:
        """Return where a part begins: its key, or the innermost key of the path that is there.

        The parser tells no places. So the document is read again line by line: the part stands
        where it is there for the first time. That is slow, and done for errors only.
        """
        place = Place(1, 1)
        # An item of a list has no key of its own: the list stands for it.
        names = [step for step in path if isinstance(step, str)]
        for length in range(1, len(names) + 1):
            if not _holds(self.data, names[:length]):
                break
            place = self._first(names[:length])
        return place

    def _first(self, path: list[str]) -> Place:
        begin = 0
        for end in range(1, len(self._lines) + 1):
            try:
                data = tomllib.loads("\n".join(self._lines[:end]))
            except ValueError:
                continue  # in the middle of a value
            if _holds(data, path):
                return self._in_lines(begin, end, path[-1])
            begin = end
        return Place(1, 1)

    def _in_lines(self, begin: int, end: int, key: str) -> Place:
        # A key is followed by "=", or by "." or "]" in the head of a table, where the last counts.
        pattern = re.compile(rf"(?<![\w-])[\"']?{re.escape(key)}[\"']?\s*(?=[=.\]])")
        for number in range(begin, end):
            found = [match.start() for match in pattern.finditer(self._lines[number])]
            if found:
                in_head = self._lines[number].lstrip().startswith("[")
                return Place(number + 1, found[-1 if in_head else 0] + 1)
        return Place(begin + 1, 1)


def _holds(data: Any, path: Sequence[str]) -> bool:  # noqa: ANN401 -- whatever the TOML holds
    for step in path:
        if isinstance(data, dict) and step in data:
            data = data[step]
        else:
            return False
    return True
