"""The items of a long JSON list, without reading all of it into memory.

Python's own parser reads each item. ijson isn't used, because a number with 5,000 digits, which
anyone can write into an archive, crashes it.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import IO, Any

from postlint.core.errors import LintFailure
from postlint.importers.io.container import InputFile

_CHUNK = 65_536
_MAX_ITEM_CHARS = 16_000_000
"""Characters of an item; the file isn't read beyond a longer one."""

_WHITESPACE = re.compile(r"[ \t\r\n]*")


class _BrokenError(Exception):
    """The rest isn't JSON."""


def _parse_int(digits: str) -> int | float:
    # Parsing many digits takes forever, and no number that postlint uses has as many.
    return int(digits) if len(digits) < 30 else float(digits)


DECODER = json.JSONDecoder(parse_int=_parse_int, strict=False)


def read_items(
    document: InputFile, *, key: str | None = None
) -> Iterator[tuple[int, Any] | LintFailure]:
    """Yield the items of a list, each with its number, from 1.

    Args:
        document: JSON that is a list, or an object with a list. In a script, an `=` precedes it.
        key: the key of the list, if the document is an object. If it occurs twice, as Mastodon
            writes it (`"orderedItems":[],"orderedItems":[…]`), both lists are read.
    """
    row = 0
    with document.open() as file:
        buffer = _JsonScanner(file)
        try:
            if buffer.peek() not in "[{":
                buffer.skip("=")
            for row, item in enumerate(_items(buffer, key), 1):
                yield row, item
        except _BrokenError as error:
            yield LintFailure(document.path, f"{error}, after record {row:,}; the rest isn't read")


def _items(buffer: _JsonScanner, key: str | None) -> Iterator[Any]:
    if buffer.peek() != "{" or key is None:
        yield from _list(buffer)
        return
    buffer.expect("{")
    while buffer.peek() != "}":
        name = buffer.value()
        buffer.expect(":")
        if name == key and buffer.peek() == "[":
            yield from _list(buffer)
        else:
            buffer.value()
        if buffer.peek() != "}":
            buffer.expect(",")


def _list(buffer: _JsonScanner) -> Iterator[Any]:
    buffer.expect("[")
    while buffer.peek() != "]":
        yield buffer.value()
        if buffer.peek() != "]":
            buffer.expect(",")
    buffer.expect("]")


class _JsonScanner:
    """A document that is read as a stream of JSON; what isn't JSON raises a `_BrokenError`."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = io.TextIOWrapper(file, "utf-8-sig", errors="surrogateescape", newline="")
        self._text = ""
        self._position = 0
        self._consumed = 0

    def _fill(self) -> bool:
        """Read twice as much each time, so a long item isn't parsed again too often."""
        more = self._file.read(max(_CHUNK, len(self._text) - self._position))
        if more:
            self._consumed += self._position
            self._text = self._text[self._position :] + more
            self._position = 0
        return bool(more)

    def peek(self) -> str:
        """Return the next character that isn't a blank; "" at the end."""
        while True:
            blanks = _WHITESPACE.match(self._text, self._position)
            self._position = blanks.end() if blanks else self._position
            if self._position < len(self._text) or not self._fill():
                return self._text[self._position : self._position + 1]

    def expect(self, character: str) -> None:
        """Skip a character, which must be the next one."""
        if self.peek() != character:
            raise self._broken()
        self._position += 1

    def skip(self, mark: str) -> None:
        """Skip everything up to and including a character, within what is read at once."""
        self._position = self._text.find(mark) + 1
        if not self._position:
            raise self._broken()

    def value(self) -> Any:  # noqa: ANN401 -- any JSON
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._position)
            except json.JSONDecodeError:
                if len(self._text) - self._position > _MAX_ITEM_CHARS or not self._fill():
                    raise self._broken() from None
            except RecursionError:
                raise self._broken() from None
            else:
                # A number may continue after what has been read.
                if end < len(self._text) or not self._fill():
                    self._position = end
                    return value

    def _broken(self) -> _BrokenError:
        place = self._consumed + self._position
        if self._position >= len(self._text):
            return _BrokenError(f"the JSON is cut off at character {place:,}")
        return _BrokenError(f"the JSON is cut off or invalid from character {place + 1:,}")


def as_dict(value: object) -> dict[str, Any]:
    """Return a JSON object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """Return a JSON list; an empty one for anything else."""
    return value if isinstance(value, list) else []


def as_str(value: object) -> str:
    """Return a JSON string; an empty one for anything else."""
    return value if isinstance(value, str) else ""
