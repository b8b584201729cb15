"""Tables of posts in Parquet, read a thousand rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from postlint.core.errors import LintFailure, PostlintError
from postlint.core.terminal_text import shorten
from postlint.importers.columns import Columns
from postlint.importers.imported_post import ImportItem
from postlint.importers.importer import DocumentHead, Importer
from postlint.importers.io.container import InputFile
from postlint.importers.table_rows import build_post_from_row

MAGIC = b"PAR1"

_BATCH_ROWS = 1_000
_READ_ERRORS = (ValueError, KeyError, OverflowError, OSError)


def read_parquet(
    document: InputFile, columns: Columns, row_groups: tuple[int, int] | None = None
) -> Iterator[ImportItem]:
    """Yield the posts of a table, or of a range of its row groups (start, stop).

    Raises:
        PostlintError: pyarrow isn't installed.
    """
    arrow = load_pyarrow()
    with document.open() as file:
        try:
            table = arrow.parquet.ParquetFile(file)
            header = table.schema_arrow.names
            if missing := columns.missing(header):
                yield LintFailure(document.path, missing)
                return
            found = columns.find(header)
            names = sorted(set(found.values()))
            start, stop = row_groups or (0, table.num_row_groups)
            row = sum(table.metadata.row_group(group).num_rows for group in range(start))
            groups = range(start, min(stop, table.num_row_groups))
            for batch in table.iter_batches(_BATCH_ROWS, row_groups=groups, columns=names):
                columns_of_values = [_values(arrow, batch.column(name)) for name in names]
                for values in zip(*columns_of_values, strict=True):
                    row += 1
                    record = dict(zip(names, values, strict=True))
                    yield build_post_from_row(document.path, row, record, found)
        except (arrow.ArrowException, *_READ_ERRORS) as error:
            reason = shorten(str(error), 200)
            yield LintFailure(document.path, f"this Parquet file can't be read ({reason})")


def read_header(document: InputFile) -> list[str] | None:
    """Return the names of a table's columns; None if they can't be read, or not without pyarrow."""
    try:
        arrow = load_pyarrow()
    except PostlintError:
        return None
    with document.open() as file:
        try:
            return list(arrow.parquet.ParquetFile(file).schema_arrow.names)
        except (arrow.ArrowException, *_READ_ERRORS):
            return None


def load_pyarrow() -> Any:  # noqa: ANN401 -- pyarrow has no types
    """Import the library that reads and writes Parquet: late, because that's slow.

    Raises:
        PostlintError: it isn't installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise PostlintError(
            "Parquet needs pyarrow; install it with: pip install 'postlint[audit]'"
        ) from None
    return pyarrow


def _values(arrow: Any, column: Any) -> list[object]:  # noqa: ANN401 -- pyarrow has no types
    """Return the values of a column. Invalid UTF-8 is kept, so it can be reported by row."""
    types = arrow.types
    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        column = column.cast(arrow.large_binary())
        values = column.to_pylist()
        return [None if one is None else one.decode("utf-8", "surrogateescape") for one in values]
    if types.is_timestamp(kind):
        # Python has no nanoseconds.
        column = column.cast(arrow.timestamp("us", kind.tz and "UTC"), safe=False)
    return list(column.to_pylist())


def _matches(head: DocumentHead) -> bool:
    return head.data.startswith(MAGIC)


IMPORTER = Importer(name="Parquet", matches=_matches, read=read_parquet, is_table=True)
