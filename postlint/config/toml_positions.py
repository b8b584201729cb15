"""A TOML parser that keeps the position of each value."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from postlint.core.positions import START, Position
from postlint.core.untrusted import read_toml

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class _Statement(NamedTuple):
    """A table header, or a key with its value.

    Attributes:
        begin: the index of its first line.
        end: the index of the line after its last one.
        path: its keys and list indexes from the top of the document.
        value: its value.
    """

    begin: int
    end: int
    path: tuple[str | int, ...]
    value: Any

    def contains(self, path: tuple[str | int, ...]) -> bool:
        """Return whether this statement contains the value at a path."""
        length = len(self.path)
        if len(path) <= length:
            return self.path[: len(path)] == path
        return path[:length] == self.path and _has_path(self.value, path[length:])


class PositionedToml:
    """A TOML document with its data and the position of each value."""

    def __init__(self, text: str) -> None:
        """Parse a document.

        Raises:
            DataError: the text isn't valid TOML.
        """
        self._lines = text.replace("\r\n", "\n").split("\n")
        self.data: dict[str, Any] = read_toml("\n".join(self._lines))

    def position(self, path: Sequence[str | int]) -> Position:
        """Return the position of a key, or of the innermost existing key on its path.

        The parser doesn't give positions, so this parses the document again, statement by
        statement, and returns the first one that sets the key. Only error messages need it.
        """
        position = START
        for length in range(1, len(path) + 1):
            if not _has_path(self.data, path[:length]):
                break
            position = self._find_first(tuple(path[:length]), position)
        return position

    def _find_first(self, path: tuple[str | int, ...], parent_position: Position) -> Position:
        key = path[-1]
        for statement in self._statements:
            if statement.contains(path):
                if isinstance(key, str):
                    return self._find_key(statement.begin, statement.end, key)
                return self._find_item(statement.begin, statement.end, key, parent_position)
        return parent_position

    @cached_property
    def _statements(self) -> list[_Statement]:
        """The table headers, and the keys with their values."""
        statements = []
        table: tuple[str | int, ...] = ()
        counts: dict[tuple[str | int, ...], int] = {}
        for begin, end in self._ranges():
            text = "\n".join(self._lines[begin:end])
            keys, value = _unwrap(tomllib.loads(text))
            if text.lstrip().startswith("["):
                table = ()
                for number, key in enumerate(keys, start=1):
                    table = (*table, key)
                    if number == len(keys) and isinstance(value, list):
                        counts[table] = counts.get(table, -1) + 1
                    if table in counts:
                        table = (*table, counts[table])
                statements.append(_Statement(begin, end, table, {}))
            elif keys:
                statements.append(_Statement(begin, end, (*table, *keys), value))
        return statements

    def _ranges(self) -> Iterator[tuple[int, int]]:
        """Yield the line range of each statement, blank line, and comment."""
        begin = end = depth = 0
        for token in _LEXEME.finditer("\n".join(self._lines)):
            if token[0] == "\n" and not depth:
                yield begin, end + 1
                begin = end + 1
            depth += (token[0] in "[{") - (token[0] in "]}")
            end += token[0].count("\n")
        yield begin, len(self._lines)

    def _find_key(self, begin: int, end: int, key: str) -> Position:
        # "=" follows a key. In a table header, "." or "]" follows it, and the last key counts.
        pattern = re.compile(rf"(?<![\w-])[\"']?{re.escape(key)}[\"']?\s*(?=[=.\]])")
        for number in range(begin, end):
            columns = [match.start() for match in pattern.finditer(self._lines[number])]
            if columns:
                is_header = self._lines[number].lstrip().startswith("[")
                return Position(number + 1, columns[-1 if is_header else 0] + 1)
        return Position(begin + 1, 1)

    def _find_item(self, begin: int, end: int, index: int, list_position: Position) -> Position:
        """Return the position of a list item: its table header, or the item in the brackets."""
        for number in range(begin, end):
            if self._lines[number].lstrip().startswith("[["):
                return Position(number + 1, 1)
        depth = count = 0
        for number in range(list_position.line - 1, end):
            line = self._lines[number]
            start = list_position.column - 1 if number == list_position.line - 1 else 0
            # The key comes before the list.
            start = (
                max(start, line.find("=", start) + 1) if number == list_position.line - 1 else start
            )
            for token in _TOKEN.finditer(line, start):
                if token[0] in "]}":
                    depth -= 1
                elif depth == 1 and token[0] == ",":
                    count += 1
                elif depth == 1 and count == index and not token[0].startswith("#"):
                    return Position(number + 1, token.start() + 1)
                depth += token[0] in "[{"
        return list_position


_TOKEN = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|#.*|[\[\]{},]|[^\s\[\]{},#\"']+")


_LEXEME = re.compile(
    r"\"\"\"(?:\\[\s\S]|[^\\])*?\"{3,5}|\'\'\'[\s\S]*?\'{3,5}"
    r"|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|#[^\n]*|[\[\]{}\n]"
)


def _unwrap(data: Any) -> tuple[list[str], Any]:  # noqa: ANN401 -- any TOML value
    """Return the keys of a statement and its value."""
    keys = []
    while isinstance(data, dict) and len(data) == 1:
        ((key, data),) = data.items()
        keys.append(key)
    return keys, data


def _has_path(data: Any, path: Sequence[str | int]) -> bool:  # noqa: ANN401 -- any TOML value
    for key in path:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return False
    return True
