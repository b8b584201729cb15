"""TOML that can tell on which line each of its values is."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from postlint.core.untrusted.limits import DataError
from postlint.core.untrusted.toml_data import read_toml

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class FilePosition(NamedTuple):
    """A place in a file, counted from 1."""

    line: int
    column: int


class TomlSyntaxError(Exception):
    """TOML that cannot be read."""

    def __init__(self, place: FilePosition, reason: str) -> None:
        super().__init__(reason)
        self.place = place
        self.reason = reason


class _Statement(NamedTuple):
    """The head of a table, or a key with its value.

    Attributes:
        begin: its first line, counted from 0.
        end: the line after its last one.
        path: the keys and indices that lead to it.
        value: what is there.
    """

    begin: int
    end: int
    path: tuple[str | int, ...]
    value: Any

    def holds(self, path: tuple[str | int, ...]) -> bool:
        """Return whether a part of the document is in this statement."""
        length = len(self.path)
        if len(path) <= length:
            return self.path[: len(path)] == path
        return path[:length] == self.path and _holds(self.value, path[length:])


class PositionedToml:
    """A TOML document: its data, and the place of each part of it."""

    def __init__(self, text: str) -> None:
        """Read one document.

        Raises:
            TomlSyntaxError: it is no valid TOML.
        """
        self._lines = text.replace("\r\n", "\n").split("\n")
        try:
            self.data: dict[str, Any] = read_toml("\n".join(self._lines))
        except DataError as error:
            raise TomlSyntaxError(FilePosition(error.line, error.column), error.reason) from None

    def place(self, path: Sequence[str | int]) -> FilePosition:
        """Return where a part begins: its key, or the innermost part of the path that is there.

        The parser tells no places, so the document is read again, statement by statement: the
        part is where it is there for the first time. That is done for errors only.
        """
        place = FilePosition(1, 1)
        for length in range(1, len(path) + 1):
            if not _holds(self.data, path[:length]):
                break
            place = self._first(tuple(path[:length]), place)
        return place

    def _first(self, path: tuple[str | int, ...], above: FilePosition) -> FilePosition:
        key = path[-1]
        for statement in self._statements:
            if statement.holds(path):
                if isinstance(key, str):
                    return self._in_lines(statement.begin, statement.end, key)
                return self._item(statement.begin, statement.end, key, above)
        return above

    @cached_property
    def _statements(self) -> list[_Statement]:
        """The heads of tables, and the keys with their values."""
        found = []
        table: tuple[str | int, ...] = ()
        counts: dict[tuple[str | int, ...], int] = {}
        for begin, end in self._ranges():
            text = "\n".join(self._lines[begin:end])
            keys, value = _innermost(tomllib.loads(text))
            if text.lstrip().startswith("["):
                table = ()
                for number, step in enumerate(keys, start=1):
                    table = (*table, step)
                    if number == len(keys) and isinstance(value, list):
                        counts[table] = counts.get(table, -1) + 1
                    if table in counts:
                        table = (*table, counts[table])
                found.append(_Statement(begin, end, table, {}))
            elif keys:
                found.append(_Statement(begin, end, (*table, *keys), value))
        return found

    def _ranges(self) -> Iterator[tuple[int, int]]:
        """Yield the lines, from and to, of each statement, blank line or comment."""
        begin = end = depth = 0
        for token in _LEXEME.finditer("\n".join(self._lines)):
            if token[0] == "\n" and not depth:
                yield begin, end + 1
                begin = end + 1
            depth += (token[0] in "[{") - (token[0] in "]}")
            end += token[0].count("\n")
        yield begin, len(self._lines)

    def _in_lines(self, begin: int, end: int, key: str) -> FilePosition:
        # A key is followed by "=", or by "." or "]" in the head of a table, where the last counts.
        pattern = re.compile(rf"(?<![\w-])[\"']?{re.escape(key)}[\"']?\s*(?=[=.\]])")
        for number in range(begin, end):
            found = [match.start() for match in pattern.finditer(self._lines[number])]
            if found:
                in_head = self._lines[number].lstrip().startswith("[")
                return FilePosition(number + 1, found[-1 if in_head else 0] + 1)
        return FilePosition(begin + 1, 1)

    def _item(self, begin: int, end: int, index: int, above: FilePosition) -> FilePosition:
        """Return where an item of a list is: the head of its table, or in the brackets."""
        for number in range(begin, end):
            if self._lines[number].lstrip().startswith("[["):
                return FilePosition(number + 1, 1)
        depth = count = 0
        for number in range(above.line - 1, end):
            line = self._lines[number]
            start = above.column - 1 if number == above.line - 1 else 0
            # What is before the list is its key.
            start = max(start, line.find("=", start) + 1) if number == above.line - 1 else start
            for token in _TOKEN.finditer(line, start):
                if token[0] in "]}":
                    depth -= 1
                elif depth == 1 and token[0] == ",":
                    count += 1
                elif depth == 1 and count == index and not token[0].startswith("#"):
                    return FilePosition(number + 1, token.start() + 1)
                depth += token[0] in "[{"
        return above


_TOKEN = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|#.*|[\[\]{},]|[^\s\[\]{},#\"']+")


_LEXEME = re.compile(
    r"\"\"\"(?:\\[\s\S]|[^\\])*?\"{3,5}|\'\'\'[\s\S]*?\'{3,5}"
    r"|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|#[^\n]*|[\[\]{}\n]"
)


def _innermost(data: Any) -> tuple[list[str], Any]:  # noqa: ANN401 -- whatever the TOML holds
    """Return the keys that lead to what a statement sets, and that."""
    keys = []
    while isinstance(data, dict) and len(data) == 1:
        ((key, data),) = data.items()
        keys.append(key)
    return keys, data


def _holds(data: Any, path: Sequence[str | int]) -> bool:  # noqa: ANN401 -- whatever the TOML holds
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True
