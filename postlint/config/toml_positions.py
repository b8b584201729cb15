"""A TOML parser that keeps the position of each value."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from postlint.core.positions import START, Position
from postlint.core.untrusted import TOML_TOKEN, read_toml

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

KeyPath = tuple[str | int, ...]
"""Keys and list indexes from the top of the document."""


class PositionedToml:
    """A TOML document with its data and the position of each value."""

    def __init__(self, text: str) -> None:
        """Parse a document.

        Raises:
            DataError: the text isn't valid TOML.
        """
        self._text = text.replace("\r\n", "\n")
        self.data: dict[str, Any] = read_toml(self._text)

    def position(self, path: Sequence[str | int]) -> Position:
        """Return the position of a key, or of the innermost existing key on its path."""
        position = START
        for length in range(1, len(path) + 1):
            key_path = tuple(path[:length])
            if key_path not in self._positions:
                break
            position = self._positions[key_path]
        return position

    @cached_property
    def _positions(self) -> dict[KeyPath, Position]:
        """The position of each key and list item: only error messages need it."""
        scanner = _Scanner(self._text)
        scanner.scan()
        return scanner.positions


class _Token(NamedTuple):
    text: str
    position: Position


_END = _Token("", START)


class _Scanner:
    """Finds the positions in a valid document, because tomllib doesn't give them.

    Attributes:
        positions: where each key and list item is first.
    """

    def __init__(self, text: str) -> None:
        self.positions: dict[KeyPath, Position] = {}
        self._tokens = [*_tokens(text), _END]
        self._next = 0

    def _peek(self) -> str:
        return self._tokens[self._next].text

    def _take(self) -> _Token:
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def scan(self) -> None:
        """Find the positions."""
        table: KeyPath = ()
        counts: dict[KeyPath, int] = {}
        while self._peek():
            if self._peek() == "\n":
                self._take()
            elif self._peek() == "[":
                table = self._header(counts)
            else:
                self._value(self._keys(table, "="))

    def _header(self, counts: dict[KeyPath, int]) -> KeyPath:
        """Read the header of a table or of a list item; return the table's path."""
        line = self._take().position.line
        if is_item := self._peek() == "[":
            self._take()
        table: KeyPath = ()
        while self._peek() not in ("\n", ""):
            token = self._take()
            if token.text in (".", "]"):
                continue
            table = (*table, _key(token.text))
            self.positions.setdefault(table, token.position)
            if is_item and self._peek() == "]":
                counts[table] = counts.get(table, -1) + 1
                self.positions[(*table, counts[table])] = Position(line, 1)
            if table in counts:
                table = (*table, counts[table])
        return table

    def _keys(self, table: KeyPath, end: str) -> KeyPath:
        """Read a key, which may have dots."""
        while self._peek() not in (end, ""):
            token = self._take()
            if token.text != ".":
                table = (*table, _key(token.text))
                self.positions.setdefault(table, token.position)
        self._take()
        return table

    def _value(self, path: KeyPath) -> None:
        opening = self._take().text
        if opening not in ("[", "{"):
            while self._peek() not in ("\n", ",", "]", "}", ""):
                self._take()  # the rest of a number or a date
            return
        index = 0
        while self._peek() not in ("]", "}", ""):
            if self._peek() in ("\n", ","):
                index += self._take().text == ","
            elif opening == "{":
                self._value(self._keys(path, "="))
            else:
                self.positions[(*path, index)] = self._tokens[self._next].position
                self._value((*path, index))
        self._take()


def _tokens(text: str) -> Iterator[_Token]:
    line, line_start = 1, 0
    for match in TOML_TOKEN.finditer(text):
        if not match[0].startswith("#"):
            yield _Token(match[0], Position(line, match.start() - line_start + 1))
        if breaks := match[0].count("\n"):
            line, line_start = line + breaks, match.start() + match[0].rindex("\n") + 1


def _key(token: str) -> str:
    if token.startswith(("'", '"')):
        return str(tomllib.loads(f"key = {token}")["key"])
    return token
