"""CSV files for Hootsuite, which publishes posts on a schedule: date, message, and link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from postlint.importers.columns import Columns
from postlint.importers.document_head import DocumentHead
from postlint.importers.imported_post import ImportItem, RowError
from postlint.importers.importer import Importer
from postlint.importers.io.container import InputFile
from postlint.importers.io.csv_reader import DELIMITERS, read_fields, read_first_rows
from postlint.importers.table_rows import TableRow, build_posts

_FIELD_COUNTS = (2, 3)
"""The link may be missing."""

_DATE = re.compile(
    r"(?:\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)|\d{4}[/-]\d{1,2}[/-]\d{1,2})"
    r"\s+\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?",
    re.ASCII | re.IGNORECASE,
)

_START = re.compile(r'\s*"?\s*\d')
"""What a date may start with: a quick check."""


def _matches(head: DocumentHead) -> bool:
    return _find_delimiter(head) is not None


def _find_delimiter(head: DocumentHead) -> str | None:
    """Return the delimiter with which the first row is a post; there is no header."""
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


def _read(document: InputFile, columns: Columns) -> Iterator[ImportItem]:
    delimiter = _find_delimiter(DocumentHead.of(document)) or DELIMITERS[0]
    return build_posts(document.path, lambda: _rows(document, delimiter), Columns())


def _rows(document: InputFile, delimiter: str) -> Iterator[TableRow]:
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


IMPORTER = Importer(name="Hootsuite", files="CSV file", matches=_matches, read=_read)
