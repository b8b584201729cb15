"""CSV files for Buffer, which publishes posts on a schedule."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.importers.columns import Columns
from postlint.importers.document_head import DocumentHead
from postlint.importers.formats.csv_table import read_csv
from postlint.importers.imported_post import ImportItem
from postlint.importers.importer import Importer
from postlint.importers.io.container import InputFile

_LAYOUTS = (frozenset({"text", "platform", "scheduled date"}), frozenset({"text", "posting time"}))


def _matches(head: DocumentHead) -> bool:
    return any(layout <= head.column_names for layout in _LAYOUTS)


def _read(document: InputFile, columns: Columns) -> Iterator[ImportItem]:
    return read_csv(document, Columns())  # its columns have usual names


IMPORTER = Importer(name="Buffer", files="CSV file", matches=_matches, read=_read)
