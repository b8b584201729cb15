"""Tables of posts in CSV, with a header."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.importers.columns import Columns
from postlint.importers.document_head import DocumentHead
from postlint.importers.imported_post import ImportItem
from postlint.importers.importer import Importer
from postlint.importers.io.container import InputFile
from postlint.importers.io.csv_reader import CsvRow, read_rows
from postlint.importers.table_rows import TableRow, build_posts


def _matches(head: DocumentHead) -> bool:
    return bool(head.rows)


def read_csv(document: InputFile, columns: Columns) -> Iterator[ImportItem]:
    """Yield the posts of a table."""
    return build_posts(document.path, lambda: _rows(document), columns)


def _rows(document: InputFile) -> Iterator[TableRow]:
    for row in read_rows(document):
        yield (row.number, row.fields) if isinstance(row, CsvRow) else row


IMPORTER = Importer(name="CSV", matches=_matches, read=read_csv, is_table=True)
