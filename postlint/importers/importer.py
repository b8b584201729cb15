"""What an importer is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from postlint.importers.columns import Columns
from postlint.importers.document_head import DocumentHead
from postlint.importers.imported_post import ImportItem
from postlint.importers.io.container import InputFile


@dataclass(frozen=True, kw_only=True)
class Importer:
    """A format that postlint can read.

    Attributes:
        name: whose format it is, for people, such as `LinkedIn`; of tables, the format's own name.
        files: the name of its files, such as `Shares.csv`; empty for tables.
        matches: returns whether a document that starts like this has the format. Only one importer
            may match, except that exports come before tables.
        read: yields what is in a document, given the user's names for columns.
        is_table: whether it's a generic table that may contain anything. A table is read only if
            one of its columns has the text of posts.
    """

    name: str
    files: str = ""
    matches: Callable[[DocumentHead], bool]
    read: Callable[[InputFile, Columns], Iterator[ImportItem]]
    is_table: bool = False
