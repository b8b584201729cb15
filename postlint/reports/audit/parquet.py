"""Judged posts as a Parquet file, for other programs."""

from __future__ import annotations

from typing import BinaryIO

from postlint.archives.parquet import load
from postlint.audit import Audit, Judged
from postlint.audit.table import Writer


class AuditParquetReport:
    """Writes a row for each post; what is said of the feed as a whole is not in it."""

    binary = True

    def __init__(self, out: BinaryIO, *, quiet: bool = False) -> None:
        self._writer = Writer(out)

    @staticmethod
    def get_ready() -> None:
        """Load what writes it.

        Raises:
            PostlintError: that is not installed.
        """
        load()

    def add(self, judged: Judged) -> None:
        """Write a post."""
        self._writer.add(judged)

    def finish(self, audit: Audit) -> None:
        """Write what is left."""
        self._writer.close()
