"""Plain tables with a post in each row: CSV, JSONL, and JSON that is a list of objects."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING

from postlint.core.dates import is_day_first, parse_date
from postlint.core.errors import LintFailure
from postlint.core.platforms import find_platform
from postlint.importers.columns import Columns, normalize_column_name
from postlint.importers.imported_post import (
    METRICS,
    ImportedPost,
    PostMetrics,
    RowError,
    SkippedRow,
)
from postlint.importers.io.csv_reader import CsvRow, read_rows
from postlint.importers.io.json_stream import DECODER, read_items
from postlint.importers.io.numbers import parse_number
from postlint.importers.post_builder import build_post, has_invalid_utf8

if TYPE_CHECKING:
    from postlint.importers.io.container import InputFile

_MAX_LINE = 8_000_000
"""Bytes of a line of JSONL; a longer one is passed over without being kept."""

_PRIVATE_COLUMNS = (
    frozenset({"from", "to"}),
    frozenset({"conversation id"}),
    frozenset({"first name"}),
)
"""Columns of letters, invitations, and recommendations in LinkedIn's export."""


def is_private(header: list[str]) -> bool:
    """Return whether a table is of what people wrote to one another, or about one another."""
    names = {normalize_column_name(name) for name in header}
    return any(letters <= names for letters in _PRIVATE_COLUMNS)


def read_csv(
    document: InputFile, delimiter: str, columns: Columns
) -> Iterator[ImportedPost | SkippedRow | RowError | LintFailure]:
    """Yield the posts of a table with a header."""
    found: dict[str, str] = {}
    records = (one.fields for one in read_rows(document, delimiter) if isinstance(one, CsvRow))
    day_first = _is_day_first(records, columns)
    for record in read_rows(document, delimiter):
        if isinstance(record, CsvRow):
            found = found or columns.find(list(record.fields))
            yield build_post_from_row(
                document.path, record.row, record.fields, found, day_first=day_first
            )
        else:
            yield record


def _is_day_first(rows: Iterable[object], columns: Columns) -> bool:
    """Find out from the dates of a table whether the day is first in them."""
    maps = (row for row in rows if isinstance(row, dict))
    return is_day_first(_as_text(row.get(columns.find(list(row)).get("date", ""))) for row in maps)


def read_json(
    document: InputFile, columns: Columns
) -> Iterator[ImportedPost | SkippedRow | RowError | LintFailure]:
    """Yield the posts of a list of objects."""
    return _posts(document.path, lambda: read_items(document), columns)


def read_jsonl(
    document: InputFile, columns: Columns
) -> Iterator[ImportedPost | SkippedRow | RowError | LintFailure]:
    """Yield the posts of a file with an object in each line."""
    return _posts(document.path, lambda: _values(document), columns)


def _posts(
    path: str,
    values: Callable[[], Iterator[tuple[int, object] | RowError | LintFailure]],
    columns: Columns,
) -> Iterator[ImportedPost | SkippedRow | RowError | LintFailure]:
    """Yield the posts in values with their numbers, which are read twice: first for their dates."""
    day_first = _is_day_first((one[1] for one in values() if isinstance(one, tuple)), columns)
    for item in values():
        if isinstance(item, tuple):
            yield _post_from_object(path, *item, columns, day_first=day_first)
        else:
            yield item


def _values(document: InputFile) -> Iterator[tuple[int, object] | RowError]:
    """Yield what is in each line, with its number."""
    with document.open() as file:
        for row, line in enumerate(_lines(file), 1):
            if line is None:
                yield RowError(document.path, row, f"its line is longer than {_MAX_LINE:,} bytes")
                continue
            try:
                yield row, DECODER.decode(line.decode("utf-8", "surrogateescape"))
            except (json.JSONDecodeError, RecursionError):
                yield RowError(document.path, row, "its line isn't a JSON object")


def _lines(file: IO[bytes]) -> Iterator[bytes | None]:
    """Yield the lines that are not empty; None for one that is too long."""
    start = True
    while line := file.readline(_MAX_LINE):
        is_long = len(line) == _MAX_LINE and not line.endswith(b"\n")
        while is_long and (rest := file.readline(_MAX_LINE)) and not rest.endswith(b"\n"):
            pass
        if start:
            line, start = line.removeprefix(b"\xef\xbb\xbf"), False
        if line.strip():
            yield None if is_long else line


def _post_from_object(
    path: str, row: int, value: object, columns: Columns, *, day_first: bool
) -> ImportedPost | SkippedRow | RowError:
    if not isinstance(value, dict):
        return RowError(path, row, "it isn't a JSON object")
    return build_post_from_row(path, row, value, columns.find(list(value)), day_first=day_first)


def build_post_from_row(
    path: str,
    row: int,
    values: Mapping[str, object],
    found: Mapping[str, str],
    *,
    day_first: bool = False,
) -> ImportedPost | SkippedRow | RowError:
    """Return the post in a row of a table.

    Args:
        path: the table.
        row: the row's number.
        values: what is in it, by column.
        found: which column each field has.
        day_first: whether the day is first in dates with slashes.
    """
    if "text" not in found:
        return RowError(path, row, "it has no text (name its field with --column text=NAME)")
    get = {field: values.get(column) for field, column in found.items()}
    text = get["text"]
    if text is None:
        return SkippedRow(path, row, "empty")
    if not isinstance(text, str):
        return RowError(path, row, f"its `{found['text']}` isn't text")
    if any(isinstance(value, str) and has_invalid_utf8(value) for value in get.values()):
        return RowError(path, row, "it isn't UTF-8")
    if _as_text(get.get("in_reply_to")):
        return SkippedRow(path, row, "reply")
    return build_post(
        path,
        row,
        text,
        platform=find_platform(_as_text(get.get("platform"))) or find_platform(found["text"]),
        id=_as_text(get.get("id")),
        date=parse_date(get.get("date"), day_first=day_first),
        url=_as_text(get.get("url")),
        metrics=PostMetrics(**{name: parse_number(get.get(name)) for name in METRICS}),
    )


def _as_text(value: object) -> str:
    """Return a name or number as text; nothing for what is neither."""
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value != value:
        return ""
    return str(value).strip()
