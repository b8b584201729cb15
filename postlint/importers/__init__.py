"""Archives: posts as platforms and scheduling tools export them, and tables of posts."""

from postlint.importers.columns import Columns
from postlint.importers.entry import FIGURES, BadRow, Entry, Figures, Skipped, Why
from postlint.importers.read import (
    Item,
    find_archives,
    find_tables,
    is_archive,
    read_archive,
)

__all__ = [
    "FIGURES",
    "BadRow",
    "Columns",
    "Entry",
    "Figures",
    "Item",
    "Skipped",
    "Why",
    "find_archives",
    "find_tables",
    "is_archive",
    "read_archive",
]
