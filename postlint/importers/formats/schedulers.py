"""CSV files for Buffer and Hootsuite, which publish posts on a schedule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from postlint.importers.columns import Columns
from postlint.importers.formats.tables import csv_rows
from postlint.importers.imported_post import RowError
from postlint.importers.importer import DocumentHead, Importer
from postlint.importers.io.container import InputFile
from postlint.importers.io.csv_reader import DELIMITERS, read_fields, read_first_rows
from postlint.importers.table_rows import TableRow, build_posts

_BUFFER_LAYOUTS = (
    frozenset({"text", "platform", "scheduled date"}),
    frozenset({"text", "posting time"}),
)

_FIELD_COUNTS = (2, 3)
"""Hootsuite's fields are date, message, and link; the link may be missing."""

_DATE = re.compile(
    r"(?:\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)|\d{4}[/-]\d{1,2}[/-]\d{1,2})"
    r"\s+\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?",
    re.ASCII | re.IGNORECASE,
)

_START = re.compile(r'\s*"?\s*\d')
"""What a date may start with: a quick check."""


def _is_buffer(head: DocumentHead) -> bool:
    return any(layout <= head.column_names for layout in _BUFFER_LAYOUTS)


def _find_delimiter(head: DocumentHead) -> str | None:
    """Return the delimiter with which the first row is a post for Hootsuite, without a header."""
    if not _START.match(head.text):
        return None
    for delimiter in DELIMITERS:
        if any(map(_is_post, read_first_rows(head.text, delimiter, 1))):
            return delimiter
    return None


def _is_post(fields: Sequence[str]) -> bool:
    links = [field.strip().lower() for field in fields[2:]]
    return (
        len(fields) in _FIELD_COUNTS
        and _DATE.fullmatch(fields[0].strip()) is not None
        and all(not link or link.startswith(("http", "www.")) for link in links)
    )


def _hootsuite_rows(document: InputFile) -> Iterator[TableRow]:
    delimiter = _find_delimiter(DocumentHead.of(document)) or DELIMITERS[0]
    for item in read_fields(document, delimiter):
        if not isinstance(item, tuple):
            yield item
            continue
        number, fields = item
        if len(fields) in _FIELD_COUNTS:
            # The link is where the post leads, not where it's published.
            yield number, {"date": fields[0], "text": fields[1]}
        else:
            message = f"it has {len(fields):,} fields; expected date, message, and link"
            yield RowError(document.path, number, message)


BUFFER = Importer(
    name="Buffer",
    files="CSV file",
    matches=_is_buffer,
    # Its columns have usual names.
    read=lambda document, _: build_posts(csv_rows, document, Columns()),
)
HOOTSUITE = Importer(
    name="Hootsuite",
    files="CSV file",
    matches=lambda head: _find_delimiter(head) is not None,
    read=lambda document, _: build_posts(_hootsuite_rows, document, Columns()),
)
