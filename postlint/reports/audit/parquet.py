"""Judged posts as a Parquet file, for other programs."""

from __future__ import annotations

from typing import Any, BinaryIO

from postlint.audit import Audit, Judged
from postlint.audit.table import pyarrow, row_of, schema

_BATCH = 2_000
"""Posts that are written together."""


class AuditParquetReport:
    """Writes a row for each post; what is said of the feed as a whole is not in it."""

    binary = True

    def __init__(self, out: BinaryIO, *, quiet: bool = False) -> None:
        """Begin a file.

        Raises:
            PostlintError: pyarrow is not installed.
        """
        self._arrow = self.get_ready()
        self._writer = self._arrow.parquet.ParquetWriter(out, schema(), compression="zstd")
        self._rows: list[dict[str, object]] = []

    @staticmethod
    def get_ready() -> Any:  # noqa: ANN401 -- a module without types
        """Load what writes it.

        Raises:
            PostlintError: that is not installed.
        """
        return pyarrow()

    def add(self, judged: Judged) -> None:
        """Write a post, with some others together."""
        self._rows.append(row_of(judged))
        if len(self._rows) >= _BATCH:
            self._write()

    def _write(self) -> None:
        self._writer.write_table(self._arrow.Table.from_pylist(self._rows, schema=schema()))
        self._rows.clear()

    def finish(self, audit: Audit) -> None:
        """Write what is left."""
        if self._rows:
            self._write()
        self._writer.close()
