"""Plain tables in Parquet, read column by column and some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from postlint.core.errors import LintFailure, PostlintError
from postlint.importers.formats.table import build_post_from_row
from postlint.importers.imported_post import ImportedPost, RowError, SkippedRow

if TYPE_CHECKING:
    from postlint.importers.columns import Columns
    from postlint.importers.io.container import InputFile

MAGIC = b"PAR1"

_ROWS = 1_000
"""How many rows are read at a time."""


def read_parquet(
    document: InputFile, columns: Columns, parts: tuple[int, int] | None = None
) -> Iterator[ImportedPost | SkippedRow | RowError | LintFailure]:
    """Yield the posts of a table.

    Args:
        document: the table.
        columns: the user's names for its columns.
        parts: the first row group that is read and the first that is not any more; None for all.

    Raises:
        PostlintError: pyarrow is not installed.
    """
    arrow = load()
    parquet = arrow.parquet
    with document.open() as file:
        try:
            table = parquet.ParquetFile(file)
            header = table.schema_arrow.names
            if missing := columns.missing(header):
                yield LintFailure(document.path, missing)
                return
            found = columns.find(header)
            row, groups = _place(table.metadata, parts)
            wanted = sorted(set(found.values()))
            for batch in table.iter_batches(_ROWS, row_groups=groups, columns=wanted):
                values = {name: _values(arrow, batch.column(name)) for name in wanted}
                for index in range(batch.num_rows):
                    row += 1
                    record = {name: column[index] for name, column in values.items()}
                    yield build_post_from_row(document.path, row, record, found)
        except (arrow.ArrowException, ValueError, KeyError, OverflowError, OSError) as error:
            reason = " ".join(str(error).split())[:200]
            yield LintFailure(document.path, f"this Parquet file can't be read ({reason})")


def read_header(document: InputFile) -> list[str] | None:
    """Return the names of a table's columns; None if it cannot be read, or not here."""
    try:
        arrow = load()
        parquet = arrow.parquet
    except PostlintError:
        return None
    with document.open() as file:
        try:
            return list(parquet.ParquetFile(file).schema_arrow.names)
        except (arrow.ArrowException, ValueError, KeyError, OverflowError, OSError):
            return None


def load() -> Any:  # noqa: ANN401 -- pyarrow has no types
    """Return the library that reads and writes Parquet. It takes a while, and few need it.

    Raises:
        PostlintError: it is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise PostlintError(
            "Parquet needs pyarrow; install it with: pip install 'postlint[audit]'"
        ) from None
    return pyarrow


def _place(metadata: Any, parts: tuple[int, int] | None) -> tuple[int, list[int]]:  # noqa: ANN401
    """Return how many rows come before the row groups to read, and these."""
    first, last = parts or (0, metadata.num_row_groups)
    groups = range(metadata.num_row_groups)
    before = sum(metadata.row_group(group).num_rows for group in groups[:first])
    return before, list(groups[first:last])


def _values(arrow: Any, column: Any) -> list[object]:  # noqa: ANN401 -- pyarrow has no types
    """Return a column as Python has it. Text that is not UTF-8 stays, to be told row by row."""
    types = arrow.types
    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        column = column.cast(arrow.large_binary())
        values = column.to_pylist()
        return [None if one is None else one.decode("utf-8", "surrogateescape") for one in values]
    if types.is_timestamp(kind):
        # Python knows no nanoseconds.
        column = column.cast(arrow.timestamp("us", kind.tz and "UTC"), safe=False)
    return list(column.to_pylist())
