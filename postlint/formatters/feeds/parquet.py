"""The scored posts of an audit as a Parquet file, for other programs."""

from __future__ import annotations

from typing import BinaryIO

from postlint.audit import Audit, ScoredPost
from postlint.audit.post_table import TableWriter
from postlint.core.errors import LintFailure
from postlint.formatters.base import Summary
from postlint.importers.formats.parquet import load_pyarrow


class AuditParquetFormatter:
    """Writes a row for each post, without the results for the whole feed."""

    binary = True

    def __init__(self, out: BinaryIO, *, quiet: bool = False) -> None:
        self._writer = TableWriter(out)

    @staticmethod
    def require_dependencies() -> None:
        """Load the library for Parquet files.

        Raises:
            PostlintError: it isn't installed.
        """
        load_pyarrow()

    def add(self, item: ScoredPost | Audit | LintFailure) -> None:
        """Write a post."""
        if isinstance(item, ScoredPost):
            self._writer.add(item)

    def finish(self, summary: Summary) -> None:
        """Write the remaining rows."""
        self._writer.close()


FORMATTER = AuditParquetFormatter
