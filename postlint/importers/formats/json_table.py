"""Tables of posts in JSON: a list of objects."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.importers.columns import Columns
from postlint.importers.document_head import DocumentHead
from postlint.importers.imported_post import ImportItem
from postlint.importers.importer import Importer
from postlint.importers.io.container import InputFile
from postlint.importers.io.json_stream import read_items
from postlint.importers.table_rows import build_posts


def _matches(head: DocumentHead) -> bool:
    return head.is_json_list and bool(head.json_object)


def _read(document: InputFile, columns: Columns) -> Iterator[ImportItem]:
    return build_posts(document.path, lambda: read_items(document), columns)


IMPORTER = Importer(name="JSON", matches=_matches, read=_read, is_table=True)
