"""CSV with commas, semicolons, or tabs, read a row at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import IO

from postlint.core.errors import LintFailure
from postlint.importers.columns import normalize_column_name
from postlint.importers.imported_post import RowError, has_invalid_utf8
from postlint.importers.io.container import InputFile

DELIMITERS = (",", ";", "\t")

NOT_UTF8 = "it's not UTF-8; save the file as UTF-8 (in Excel, “CSV UTF-8”)"

_MAX_FIELD = 4_000_000
"""Characters of a field or line. A longer one isn't a post, but a quote that is never closed."""


class _BrokenError(Exception):
    """The rest of the table can't be read."""


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row: its number, from 1, and its fields by the normalized names of their columns."""

    number: int
    fields: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")


def read_first_rows(text: str, delimiter: str, count: int) -> list[list[str]]:
    """Return the first rows of a text that may be cut off anywhere."""
    found: list[list[str]] = []
    records = _records(io.StringIO(text, newline=""), delimiter)
    with suppress(_BrokenError):
        found.extend(fields for _, _, fields in islice(records, count))
    return found


def find_delimiter(text: str) -> str:
    """Return the delimiter that splits the first row of a text into the most fields."""
    return max(DELIMITERS, key=lambda delimiter: sum(map(len, read_first_rows(text, delimiter, 1))))


def read_rows(document: InputFile) -> Iterator[CsvRow | RowError | LintFailure]:
    """Yield the rows of a table with a header."""
    delimiter = find_delimiter(document.head().decode("utf-8-sig", "surrogateescape"))
    names: list[str] | None = None
    for item in read_fields(document, delimiter, skip=1):
        if not isinstance(item, tuple):
            yield item
            continue
        row, fields = item
        if names is None:
            names = [normalize_column_name(name) for name in fields]
        elif len(fields) != len(names):
            yield RowError(
                document.path,
                row,
                f"it has {len(fields):,} fields; the header has {len(names):,} columns",
            )
        else:
            # Of two columns of one name, the first counts.
            yield CsvRow(row, dict(zip(reversed(names), reversed(fields), strict=True)))


def read_fields(
    document: InputFile, delimiter: str, skip: int = 0
) -> Iterator[tuple[int, list[str]] | RowError | LintFailure]:
    """Yield the fields of each row, with its number, from 1.

    Args:
        document: the table.
        delimiter: what is between fields.
        skip: how many rows at the beginning aren't counted: 1 for a header.
    """
    with document.open() as file:
        lines = io.TextIOWrapper(file, "utf-8-sig", errors="surrogateescape", newline="")
        try:
            for number, (line, bad, fields) in enumerate(_records(lines, delimiter), 1 - skip):
                if bad:
                    yield RowError(document.path, number, f"{bad} (line {line})")
                elif number > 0 and any(map(has_invalid_utf8, fields)):
                    yield RowError(document.path, number, f"{NOT_UTF8} (line {line})")
                else:
                    yield number, fields
        except _BrokenError as error:
            yield LintFailure(document.path, str(error))


def _records(lines: IO[str], delimiter: str) -> Iterator[tuple[int, str, list[str]]]:
    """Yield each row that isn't empty: the line it starts on, what is wrong, and its fields.

    Raises:
        _BrokenError: the rest can't be read.
    """
    ended = False

    def feed() -> Iterator[str]:
        nonlocal ended
        while line := lines.readline(_MAX_FIELD):
            if len(line) == _MAX_FIELD:
                raise _BrokenError(
                    f"line {reader.line_num + 1} is too long for a table of posts; "
                    "the rest isn't read"
                )
            yield line
        ended = True

    reader = csv.reader(feed(), delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        try:
            fields = _next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "NUL" not in str(error):  # only Python 3.10 says it; later versions read it
                raise _BrokenError(_unclosed(line)) from None
            yield line, "it contains a NUL character", []
            continue
        if ended:
            # It asked for another line within a row, and there was none.
            raise _BrokenError(_unclosed(line))
        if fields:
            yield line, "", fields


def _next(reader: Iterator[list[str]]) -> list[str]:
    # The limit is one for the whole process, so leave it as it was.
    limit = csv.field_size_limit(_MAX_FIELD)
    try:
        return next(reader)
    finally:
        csv.field_size_limit(limit)


def _unclosed(line: int) -> str:
    return (
        f"a quotation mark in the record that starts on line {line} is never closed; "
        "the file isn't read from there on"
    )
