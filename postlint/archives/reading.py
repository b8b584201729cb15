"""Finding archives and reading them, packed or not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from postlint.archives import parquet
from postlint.archives.columns import Columns
from postlint.archives.container import (
    DAMAGED,
    MAX_UNPACKED,
    Document,
    file_document,
    is_container,
    is_regular,
    open_container,
)
from postlint.archives.entry import BadRow, Entry, Skipped
from postlint.archives.recognise import KNOWN, reader_of, refusal
from postlint.errors import Problem
from postlint.files import SKIPPED_FOLDERS, exists, walk

Item = Entry | Skipped | BadRow | Problem
"""What an archive gives; a problem is a file that cannot be read, or not from some place on."""

_ANY = Columns()
_MAGIC_BYTES = 8


def find_archives(folder: Path, columns: Columns = _ANY) -> list[Path]:
    """Return the archives below a folder, by what is in them, in order.

    Hidden folders are left out. Plain tables count only if the user names their column for texts:
    a table with texts may be anything, such as letters.
    """
    found = []
    for here, files in walk(folder, _is_entered):
        found += [path for one in files if _is_listed(path := here / one.name, columns)]
    return sorted(found)


def _is_entered(folder: Path) -> bool:
    return not folder.name.startswith(".") and folder.name not in SKIPPED_FOLDERS


def _is_listed(path: Path, columns: Columns) -> bool:
    if path.name.startswith("."):
        return False
    if path.suffix.lower() in _ENDINGS and is_regular(path) and not os.access(path, os.R_OK):
        return True  # it may be one: that it cannot be read is said when it is
    tables = columns.text is not None
    return _is_archive(path, columns, tables=tables, damaged=path.suffix.lower() == ".zip")


_ENDINGS = frozenset(".csv .tsv .json .jsonl .ndjson .js .parquet .zip .gz".split())
"""How the names of archives end; what is in them counts, but for those that cannot be opened."""


def is_archive(path: Path, columns: Columns = _ANY) -> bool:
    """Say whether a file is an archive, by what is in it; a folder is none."""
    return _is_archive(path, columns, tables=True)


def _is_archive(path: Path, columns: Columns, *, tables: bool, damaged: bool = False) -> bool:
    if not is_regular(path):
        return False
    document = file_document(path)
    try:
        if not is_container(document.head(_MAGIC_BYTES)):
            return _can_be_read(document, columns, tables=tables, is_draft=True)
        return _holds_archive(path, columns, damaged=damaged)
    except OSError:
        return False


def _holds_archive(path: Path, columns: Columns, *, damaged: bool) -> bool:
    try:
        with open_container(path) as members:
            return any(
                not member.is_encrypted
                and _can_be_read(member, columns, tables=columns.text is not None)
                for member in members
            )
    except DAMAGED:
        return damaged


def _can_be_read(
    document: Document, columns: Columns, *, tables: bool, is_draft: bool = False
) -> bool:
    if reader_of(document, columns, tables=tables, is_draft=is_draft) is None:
        return False
    # Of Parquet, the first bytes do not tell what is in it.
    if columns.text is None or document.head(len(parquet.MAGIC)) != parquet.MAGIC:
        return True
    header = parquet.header_of(document)
    return header is None or not columns.missing(header)


def read_archive(
    path: Path,
    columns: Columns = _ANY,
    *,
    rows: tuple[int, int] | None = None,
    is_named: bool = True,
) -> Iterator[Item]:
    """Yield what is in an archive, a record at a time.

    Args:
        path: a file, known or not; one that cannot be read gives a problem.
        columns: the user's names for the columns of plain tables.
        rows: of Parquet, the first row group to read and the first not to read any more; the
            numbers of rows are those of the whole file.
        is_named: whether the user names it, and not only a folder that it is in.

    Raises:
        PostlintError: a library that is needed is not installed.
    """
    if not is_regular(path):
        wrong = "there is no such file"
        if exists(path):
            wrong = "it is no file; folders are named by themselves, and pipes are not read"
        yield Problem(str(path), wrong)
        return
    document = file_document(path)
    try:
        head = document.head(_MAGIC_BYTES)
        if is_container(head):
            yield from _read_container(path, columns)
        elif rows is not None and head.startswith(parquet.MAGIC):
            yield from parquet.read_parquet(document, columns, rows)
        else:
            reader = reader_of(document, columns, is_named=is_named)
            yield from reader() if reader else [refusal(document, columns)]
    except OSError as error:
        yield Problem(str(path), f"cannot be read ({error.strerror or error})")


def _read_container(path: Path, columns: Columns) -> Iterator[Item]:
    encrypted = found = False
    try:
        with open_container(path) as members:
            for member in members:
                encrypted |= member.is_encrypted
                for item in _read_member(member, columns):
                    found = True
                    yield item
    except DAMAGED as error:
        yield _damaged(str(path), error)
        return
    if encrypted:
        yield Problem(str(path), "some of it is encrypted; unpack it, and name the folder")
    elif not found:
        yield Problem(str(path), f"nothing in it is an archive that postlint knows: {KNOWN}")


def _read_member(member: Document, columns: Columns) -> Iterator[Item]:
    if member.is_encrypted:
        return
    try:
        reader = reader_of(member, columns, tables=columns.text is not None)
        if reader and member.is_too_large:
            wrong = f"it unpacks to more than {MAX_UNPACKED / 1e9:.0f} GB; it is not read"
            yield Problem(member.path, wrong)
        elif reader:
            yield from reader()
    except DAMAGED as error:
        yield _damaged(member.path, error)


def _damaged(path: str, error: Exception) -> Problem:
    return Problem(path, f"damaged: it cannot be unpacked ({error or type(error).__name__})")
