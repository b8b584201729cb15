"""The scored posts of an audit as a Parquet file, for other programs."""

from __future__ import annotations

from typing import BinaryIO

from postlint.audit import ScoredPost
from postlint.audit.post_table import TableWriter
from postlint.formatters.base import Summary
from postlint.formatters.feeds import FeedFormatter
from postlint.importers.formats.parquet import load_pyarrow


class AuditParquetFormatter(FeedFormatter):
    """Writes a row for each post, without the results for the whole feed."""

    binary = True

    def __init__(self, out: BinaryIO, *, quiet: bool = False) -> None:
        super().__init__(out, quiet=quiet)
        self._writer = TableWriter(out)

    @staticmethod
    def require_dependencies() -> None:
        """Load the library for Parquet files.

        Raises:
            PostlintError: it isn't installed.
        """
        load_pyarrow()

    def _add_post(self, scored: ScoredPost) -> None:
        self._writer.add(scored)

    def finish(self, summary: Summary) -> None:
        """Write the remaining rows."""
        self._writer.close()


FORMATTER = AuditParquetFormatter
