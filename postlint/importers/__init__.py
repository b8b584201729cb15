"""Archives: posts as platforms and scheduling tools export them, and tables of posts."""

from postlint.importers.columns import Columns
from postlint.importers.imported_post import (
    METRICS,
    ImportedPost,
    PostMetrics,
    RowError,
    SkippedRow,
    SkipReason,
)
from postlint.importers.reader import (
    ImportItem,
    find_archives,
    find_tables,
    is_archive,
    read_archive,
)

__all__ = [
    "METRICS",
    "Columns",
    "ImportItem",
    "ImportedPost",
    "PostMetrics",
    "RowError",
    "SkipReason",
    "SkippedRow",
    "find_archives",
    "find_tables",
    "is_archive",
    "read_archive",
]
