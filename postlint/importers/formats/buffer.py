"""CSV files for Buffer, which publishes posts on a schedule."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.core.dates import is_day_first, parse_date
from postlint.core.platforms import find_platform
from postlint.importers.columns import Columns
from postlint.importers.document_head import DocumentHead
from postlint.importers.imported_post import ImportItem
from postlint.importers.importer import Importer
from postlint.importers.io.container import InputFile
from postlint.importers.io.csv_reader import CsvRow, read_rows
from postlint.importers.post_builder import build_post

_LAYOUTS = (frozenset({"text", "platform", "scheduled date"}), frozenset({"text", "posting time"}))


def _matches(head: DocumentHead) -> bool:
    return any(layout <= head.column_names for layout in _LAYOUTS)


def _read(document: InputFile, columns: Columns) -> Iterator[ImportItem]:
    """Yield the posts. A date may be a label, such as `Week 1 Mon`."""
    rows = (row for row in read_rows(document) if isinstance(row, CsvRow))
    day_first = is_day_first(_date(row) for row in rows)
    for row in read_rows(document):
        if not isinstance(row, CsvRow):
            yield row
            continue
        yield build_post(
            document.path,
            row.number,
            row["text"],
            platform=find_platform(row["platform"]),
            date=parse_date(_date(row), day_first=day_first),
        )


def _date(row: CsvRow) -> str:
    return row["scheduled date"] or row["posting time"]


IMPORTER = Importer(name="Buffer", files="CSV file", matches=_matches, read=_read)
