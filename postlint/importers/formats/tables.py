"""Tables of posts in CSV with a header, in JSON as a list of objects, and in JSONL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import IO

from postlint.importers.imported_post import RowError
from postlint.importers.importer import Importer
from postlint.importers.io.container import InputFile
from postlint.importers.io.csv_reader import CsvRow, read_rows
from postlint.importers.io.json_stream import DECODER, read_items
from postlint.importers.table_rows import TableRow, build_posts

_MAX_LINE_BYTES = 8_000_000
"""The rest of a longer line isn't kept in memory."""


def csv_rows(document: InputFile) -> Iterator[TableRow]:
    """Yield the rows of a table in CSV."""
    for row in read_rows(document):
        yield (row.number, row.fields) if isinstance(row, CsvRow) else row


def _jsonl_rows(document: InputFile) -> Iterator[TableRow]:
    with document.open() as file:
        for number, line in enumerate(_lines(file), 1):
            if line is None:
                message = f"its line is longer than {_MAX_LINE_BYTES:,} bytes"
                yield RowError(document.path, number, message)
                continue
            try:
                yield number, DECODER.decode(line.decode("utf-8", "surrogateescape"))
            except (json.JSONDecodeError, RecursionError):
                yield RowError(document.path, number, "its line isn't a JSON object")


def _lines(file: IO[bytes]) -> Iterator[bytes | None]:
    """Yield the lines that aren't empty; None for one that is too long."""
    start = True
    while line := file.readline(_MAX_LINE_BYTES):
        is_long = len(line) == _MAX_LINE_BYTES and not line.endswith(b"\n")
        while is_long and (rest := file.readline(_MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
            pass
        if start:
            line, start = line.removeprefix(b"\xef\xbb\xbf"), False
        if line.strip():
            yield None if is_long else line


CSV = Importer(
    name="CSV",
    matches=lambda head: bool(head.rows),
    read=partial(build_posts, csv_rows),
    is_table=True,
)
JSON = Importer(
    name="JSON",
    matches=lambda head: head.is_json_list and bool(head.json_object),
    read=partial(build_posts, read_items),
    is_table=True,
)
JSONL = Importer(
    name="JSONL",
    matches=lambda head: head.is_json_object and bool(head.json_object),
    read=partial(build_posts, _jsonl_rows),
    is_table=True,
)
