"""Importers: they read posts from exports of platforms and scheduling tools, and from tables."""

from postlint.importers.columns import Columns
from postlint.importers.formats import IMPORTERS, with_plugins
from postlint.importers.imported_post import (
    METRICS,
    ImportedPost,
    ImportItem,
    PostMetrics,
    RowError,
    SkippedRow,
    SkipReason,
)
from postlint.importers.importer import DocumentHead, Importer
from postlint.importers.io.container import InputFile
from postlint.importers.reader import (
    Importers,
    find_archives,
    find_tables,
    is_archive,
    read_archive,
)

__all__ = [
    "IMPORTERS",
    "METRICS",
    "Columns",
    "DocumentHead",
    "ImportItem",
    "ImportedPost",
    "Importer",
    "Importers",
    "InputFile",
    "PostMetrics",
    "RowError",
    "SkipReason",
    "SkippedRow",
    "find_archives",
    "find_tables",
    "is_archive",
    "read_archive",
    "with_plugins",
]
