"""Files of tools that post at a set time: Buffer and Hootsuite."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from postlint.core.dates import is_day_first, parse_date
from postlint.core.platforms import find_platform
from postlint.importers.imported_post import ImportedPost, RowError, SkippedRow
from postlint.importers.io.csv_reader import CsvRow, read_fields, read_rows
from postlint.importers.post_builder import build_post

if TYPE_CHECKING:
    from postlint.core.errors import LintFailure
    from postlint.importers.io.container import InputFile

BUFFER = (frozenset({"text", "platform", "scheduled date"}), frozenset({"text", "posting time"}))

_HOOTSUITE_COLUMNS = (2, 3)
"""Date, message, and link, which may be left out."""

_HOOTSUITE_DATE = re.compile(
    r"(?:\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)|\d{4}[/-]\d{1,2}[/-]\d{1,2})"
    r"\s+\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?",
    re.ASCII | re.IGNORECASE,
)


def read_buffer(
    document: InputFile, delimiter: str
) -> Iterator[ImportedPost | SkippedRow | RowError | LintFailure]:
    """Yield the posts of a file for Buffer; a date there may be a label such as `Week 1 Mon`."""
    records = (one for one in read_rows(document, delimiter) if isinstance(one, CsvRow))
    day_first = is_day_first(_date(record) for record in records)
    for record in read_rows(document, delimiter):
        if not isinstance(record, CsvRow):
            yield record
            continue
        yield build_post(
            document.path,
            record.row,
            record["text"],
            platform=find_platform(record["platform"]),
            date=parse_date(_date(record), day_first=day_first),
        )


def _date(record: CsvRow) -> str:
    return record["scheduled date"] or record["posting time"]


def is_hootsuite(first: Sequence[str]) -> bool:
    """Return whether a file's first record is a post for Hootsuite: there is no header."""
    return (
        len(first) in _HOOTSUITE_COLUMNS
        and _HOOTSUITE_DATE.fullmatch(first[0].strip()) is not None
        and all(not link or link.startswith(("http", "www.")) for link in _links(first))
    )


def _links(fields: Sequence[str]) -> list[str]:
    return [field.strip().lower() for field in fields[2:]]


def read_hootsuite(
    document: InputFile, delimiter: str
) -> Iterator[ImportedPost | SkippedRow | RowError | LintFailure]:
    """Yield the posts of a file for Hootsuite: date, message, link."""
    each = (one[1] for one in read_fields(document, delimiter) if isinstance(one, tuple))
    day_first = is_day_first(one[0] for one in each)
    for item in read_fields(document, delimiter):
        if not isinstance(item, tuple):
            yield item
            continue
        row, fields = item
        if len(fields) not in _HOOTSUITE_COLUMNS:
            wrong = f"it has {len(fields):,} fields; expected date, message, and link"
            yield RowError(document.path, row, wrong)
            continue
        date = parse_date(fields[0], day_first=day_first)
        # The link is where the post leads, not where it can be seen.
        yield build_post(document.path, row, fields[1], platform=None, date=date)
