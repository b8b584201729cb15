"""`Comments.csv` of LinkedIn's export, of which only the number counts."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.importers.columns import Columns, normalize_column_name
from postlint.importers.document_head import DocumentHead
from postlint.importers.imported_post import ImportItem, SkippedRow
from postlint.importers.importer import Importer
from postlint.importers.io.container import InputFile
from postlint.importers.io.csv_reader import CsvRow, read_rows

_HEADER = ["date", "link", "message"]


def _matches(head: DocumentHead) -> bool:
    # Other tables may have the same columns.
    return [normalize_column_name(name) for name in head.header] == _HEADER and all(
        "linkedin.com/" in link for row in head.rows[1:] for link in row[1:2]
    )


def _read(document: InputFile, columns: Columns) -> Iterator[ImportItem]:
    """Yield a skipped row for each comment."""
    for row in read_rows(document):
        yield SkippedRow(document.path, row.number, "reply") if isinstance(row, CsvRow) else row


IMPORTER = Importer(name="LinkedIn", files="Comments.csv", matches=_matches, read=_read)
