"""TOML that can tell on which line each of its values stands."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

from postlint.untrusted.limits import DataError
from postlint.untrusted.toml_data import read_toml

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


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
            self.data: dict[str, Any] = read_toml("\n".join(self._lines))
        except DataError as error:
            raise MarkedTomlError(Place(error.line, error.column), error.reason) from None

    def place(self, path: Sequence[str | int]) -> Place:
        """Return where a part begins: its key, or the innermost part of the path that is there.

        The parser tells no places. So the document is read again line by line: the part stands
        where it is there for the first time. That is slow, and done for errors only.
        """
        place = Place(1, 1)
        for length in range(1, len(path) + 1):
            if not _holds(self.data, path[:length]):
                break
            place = self._first(path[:length], place)
        return place

    def _first(self, path: Sequence[str | int], above: Place) -> Place:
        key = path[-1]
        begin = 0
        for end in range(1, len(self._lines) + 1):
            try:
                data = tomllib.loads("\n".join(self._lines[:end]))
            except ValueError:
                continue  # in the middle of a value
            if _holds(data, path):
                if isinstance(key, str):
                    return self._in_lines(begin, end, key)
                return self._item(begin, end, key, above)
            begin = end
        return above

    def _in_lines(self, begin: int, end: int, key: str) -> Place:
        # A key is followed by "=", or by "." or "]" in the head of a table, where the last counts.
        pattern = re.compile(rf"(?<![\w-])[\"']?{re.escape(key)}[\"']?\s*(?=[=.\]])")
        for number in range(begin, end):
            found = [match.start() for match in pattern.finditer(self._lines[number])]
            if found:
                in_head = self._lines[number].lstrip().startswith("[")
                return Place(number + 1, found[-1 if in_head else 0] + 1)
        return Place(begin + 1, 1)

    def _item(self, begin: int, end: int, index: int, above: Place) -> Place:
        """Return where an item of a list stands: the head of its table, or in the brackets."""
        for number in range(begin, end):
            if self._lines[number].lstrip().startswith("[["):
                return Place(number + 1, 1)
        depth = count = 0
        for number in range(above.line - 1, end):
            line = self._lines[number]
            start = above.column - 1 if number == above.line - 1 else 0
            # What stands before the list is its key.
            start = max(start, line.find("=", start) + 1) if number == above.line - 1 else start
            for token in _TOKEN.finditer(line, start):
                if token[0] in "]}":
                    depth -= 1
                elif depth == 1 and token[0] == ",":
                    count += 1
                elif depth == 1 and count == index and not token[0].startswith("#"):
                    return Place(number + 1, token.start() + 1)
                depth += token[0] in "[{"
        return above


_TOKEN = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|#.*|[\[\]{},]|[^\s\[\]{},#\"']+")


def _holds(data: Any, path: Sequence[str | int]) -> bool:  # noqa: ANN401 -- whatever the TOML holds
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True
