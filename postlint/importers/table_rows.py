"""Rows of tables, which become posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from postlint.core.dates import is_day_first, parse_date
from postlint.core.errors import LintFailure
from postlint.core.platforms import find_platform
from postlint.importers.columns import Columns, normalize_column_name
from postlint.importers.imported_post import (
    METRICS,
    ImportedRow,
    ImportItem,
    PostMetrics,
    RowError,
    SkippedRow,
    build_post,
    has_invalid_utf8,
)
from postlint.importers.io.container import InputFile
from postlint.importers.io.numbers import parse_number

TableRow = tuple[int, object] | RowError | LintFailure
"""The number of a row, from 1, and its values by column; or why it can't be read."""

_PRIVATE_COLUMNS = (
    frozenset({"from", "to"}),
    frozenset({"conversation id"}),
    frozenset({"first name"}),
)
"""Columns of messages, invitations, and recommendations in LinkedIn's export."""


def is_private(header: list[str]) -> bool:
    """Return whether a table has what people wrote to or about one another."""
    names = {normalize_column_name(name) for name in header}
    return any(private <= names for private in _PRIVATE_COLUMNS)


def build_posts(
    read_rows: Callable[[InputFile], Iterator[TableRow]], document: InputFile, columns: Columns
) -> Iterator[ImportItem]:
    """Yield the posts in the rows of a table, which are read twice: first for their dates."""
    path = document.path
    rows = read_rows(document)
    maps = (row[1] for row in rows if isinstance(row, tuple) and isinstance(row[1], dict))
    day_first = is_day_first(
        _as_text(values.get(columns.find(list(values)).get("date", ""))) for values in maps
    )
    for row in read_rows(document):
        if not isinstance(row, tuple):
            yield row
            continue
        number, values = row
        if isinstance(values, dict):
            found = columns.find(list(values))
            yield build_post_from_row(path, number, values, found, day_first=day_first)
        else:
            yield RowError(path, number, "it isn't a JSON object")


def build_post_from_row(
    path: str,
    row: int,
    values: Mapping[str, object],
    found: Mapping[str, str],
    *,
    day_first: bool = False,
) -> ImportedRow:
    """Return the post in a row of a table, given its values by column and the columns by field."""
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
    """Return text or a number as text; "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value != value:
        return ""
    return str(value).strip()
