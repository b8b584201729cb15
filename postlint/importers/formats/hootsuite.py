"""CSV files for Hootsuite, which publishes posts on a schedule: date, message, and link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from postlint.core.dates import is_day_first, parse_date
from postlint.importers.columns import Columns
from postlint.importers.document_head import DocumentHead
from postlint.importers.imported_post import ImportItem, RowError
from postlint.importers.importer import Importer
from postlint.importers.io.container import InputFile
from postlint.importers.io.csv_reader import DELIMITERS, read_fields, read_first_rows
from postlint.importers.post_builder import build_post

_FIELD_COUNTS = (2, 3)
"""The link may be missing."""

_DATE = re.compile(
    r"(?:\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)|\d{4}[/-]\d{1,2}[/-]\d{1,2})"
    r"\s+\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?",
    re.ASCII | re.IGNORECASE,
)


def _matches(head: DocumentHead) -> bool:
    return _find_delimiter(head) is not None


def _find_delimiter(head: DocumentHead) -> str | None:
    """Return the delimiter with which the first row is a post; there is no header."""
    for delimiter in DELIMITERS if head.rows else ():
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
    records = (one[1] for one in read_fields(document, delimiter) if isinstance(one, tuple))
    day_first = is_day_first(fields[0] for fields in records)
    for item in read_fields(document, delimiter):
        if not isinstance(item, tuple):
            yield item
            continue
        row, fields = item
        if len(fields) not in _FIELD_COUNTS:
            message = f"it has {len(fields):,} fields; expected date, message, and link"
            yield RowError(document.path, row, message)
            continue
        date = parse_date(fields[0], day_first=day_first)
        # The link is where the post leads, not where it's published.
        yield build_post(document.path, row, fields[1], platform=None, date=date)


IMPORTER = Importer(name="Hootsuite", files="CSV file", matches=_matches, read=_read)
