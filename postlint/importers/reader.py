"""Finding archives and reading them, packed or not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePath

from postlint.core.errors import LintFailure, Notice
from postlint.core.files import SKIPPED_FOLDERS, exists, walk
from postlint.core.terminal_text import count
from postlint.importers.columns import Columns
from postlint.importers.detect import (
    SUPPORTED_FORMATS,
    Reader,
    detect_reader,
    is_content_calendar,
    unsupported_problem,
)
from postlint.importers.formats import parquet
from postlint.importers.imported_post import ImportedPost, RowError, SkippedRow
from postlint.importers.io.container import (
    MAX_MEMBER_BYTES,
    UNPACK_ERRORS,
    InputFile,
    input_file,
    is_container,
    is_regular,
    open_container,
)
from postlint.importers.unsupported import describe_unsupported_zip

ImportItem = ImportedPost | SkippedRow | RowError | LintFailure | Notice
"""What an archive gives; a problem is a file that cannot be read, or not from some place on."""

_ANY = Columns()
_MAGIC_BYTES = 8


def find_archives(folder: Path, columns: Columns = _ANY) -> list[Path]:
    """Return the archives below a folder, by what is in them, in order.

    Hidden folders are left out. Plain tables count only if the user names their column for texts:
    a table with texts may be anything, such as letters.
    """
    return sorted(path for path in _files(folder) if _is_listed(path, columns))


def find_tables(folder: Path) -> list[Path]:
    """Return the CSV files below a folder that hold posts, such as content calendars, in order."""
    return sorted(
        path
        for path in _files(folder)
        if path.suffix.lower() in (".csv", ".tsv") and _has_posts(path)
    )


def _files(folder: Path) -> Iterator[Path]:
    for here, files in walk(folder, _is_entered):
        yield from (here / one.name for one in files if not one.name.startswith("."))


def _has_posts(path: Path) -> bool:
    if not is_regular(path):
        return False
    document = input_file(path)
    try:
        if detect_reader(document, _ANY, tables=False):
            return True
        return detect_reader(document, _ANY) is not None and is_content_calendar(document)
    except OSError:
        return False


def _is_entered(folder: Path) -> bool:
    return not folder.name.startswith(".") and folder.name not in SKIPPED_FOLDERS


def _is_listed(path: Path, columns: Columns) -> bool:
    if path.suffix.lower() in _SUFFIXES and is_regular(path) and not os.access(path, os.R_OK):
        return True  # it may be one: that it cannot be read is said when it is
    tables = columns.text is not None
    return _is_archive(path, columns, tables=tables, damaged=path.suffix.lower() == ".zip")


_SUFFIXES = frozenset(".csv .tsv .json .jsonl .ndjson .js .parquet .zip .gz".split())
"""How the names of archives end; what is in them counts, but for those that cannot be opened."""


def is_archive(path: Path, columns: Columns = _ANY) -> bool:
    """Return whether a file is an archive, by what is in it; a folder is none."""
    return _is_archive(path, columns, tables=True)


def _is_archive(path: Path, columns: Columns, *, tables: bool, damaged: bool = False) -> bool:
    if not is_regular(path):
        return False
    document = input_file(path)
    try:
        if not is_container(document.head(_MAGIC_BYTES)):
            return _can_be_read(document, columns, tables=tables, is_draft=True)
        return _contains_archive(path, columns, damaged=damaged)
    except OSError:
        return False


def _contains_archive(path: Path, columns: Columns, *, damaged: bool) -> bool:
    try:
        with open_container(path) as members:
            return any(
                _is_data(member)
                and not member.is_encrypted
                and _can_be_read(member, columns, tables=columns.text is not None)
                for member in members
            )
    except UNPACK_ERRORS:
        return damaged


def _can_be_read(
    document: InputFile, columns: Columns, *, tables: bool, is_draft: bool = False
) -> bool:
    if detect_reader(document, columns, tables=tables, is_draft=is_draft) is None:
        return False
    # Of Parquet, the first bytes do not tell what is in it.
    if columns.text is None or document.head(len(parquet.MAGIC)) != parquet.MAGIC:
        return True
    header = parquet.read_header(document)
    return header is None or not columns.missing(header)


def read_archive(
    path: Path,
    columns: Columns = _ANY,
    *,
    rows: tuple[int, int] | None = None,
    is_explicit: bool = True,
) -> Iterator[ImportItem]:
    """Yield what is in an archive, a record at a time.

    Args:
        path: a file, known or not; one that cannot be read gives a problem.
        columns: the user's names for the columns of plain tables.
        rows: of Parquet, the first row group to read and the first not to read any more; the
            numbers of rows are those of the whole file.
        is_explicit: whether the user names it, and not only a folder that it is in.

    Raises:
        PostlintError: a library that is needed is not installed.
    """
    if not is_regular(path):
        wrong = "no such file"
        if exists(path):
            wrong = "not a regular file; postlint doesn't read pipes or devices here"
        yield LintFailure(str(path), wrong)
        return
    document = input_file(path)
    try:
        head = document.head(_MAGIC_BYTES)
        if is_container(head):
            yield from _read_container(path, columns)
        elif rows is not None and head.startswith(parquet.MAGIC):
            yield from parquet.read_parquet(document, columns, rows)
        else:
            reader = detect_reader(document, columns, is_explicit=is_explicit)
            yield from (
                _or_notice(str(path), reader())
                if reader
                else [unsupported_problem(document, columns)]
            )
    except OSError as error:
        yield LintFailure(str(path), f"can't be read ({error.strerror or error})")


def _or_notice(path: str, items: Iterator[ImportItem]) -> Iterator[ImportItem]:
    """Yield the items, or a notice that there are none."""
    first = next(items, None)
    if first is None:
        yield Notice(path, "it has no posts (0 records)")
        return
    yield first
    yield from items


def _read_container(path: Path, columns: Columns) -> Iterator[ImportItem]:
    encrypted = found = False
    names: list[str] = []
    damaged: list[LintFailure] = []
    try:
        with open_container(path) as members:
            for member in members:
                encrypted |= member.is_encrypted
                if len(names) < _MAX_NAMES:
                    names.append(member.path.removeprefix(f"{path}/"))
                if member.is_encrypted or not _is_data(member):
                    continue
                try:
                    reader = _member_reader(member, columns)
                except UNPACK_ERRORS as error:
                    damaged.append(_damaged(member.path, error))
                    continue
                for item in _read_member(member, reader) if reader else ():
                    found = True
                    yield item
    except UNPACK_ERRORS as error:
        yield _damaged(str(path), error)
        return
    if len(damaged) > 1:
        names = [Path(one.path).name for one in damaged]
        yield LintFailure(
            str(path), f"damaged: these files in it can't be unpacked: {_listed(names)}"
        )
    else:
        yield from damaged
    if encrypted:
        yield LintFailure(
            str(path), "it's password-protected; unpack it, and give postlint the folder"
        )
    elif not found and not damaged:
        nothing = f"no posts in its {count(len(names), 'file')}; postlint reads {SUPPORTED_FORMATS}"
        yield LintFailure(str(path), describe_unsupported_zip(names) or nothing)


_MAX_NAMES = 100_000
"""How many names of members are looked at to say what a .zip is."""


def _is_data(member: InputFile) -> bool:
    """Return whether a member's name may be that of an export: photos needn't be unpacked."""
    suffix = PurePath(member.path).suffix.lower()
    return not suffix or suffix in _SUFFIXES


def _member_reader(member: InputFile, columns: Columns) -> Reader | None:
    return detect_reader(member, columns, tables=columns.text is not None)


def _read_member(member: InputFile, reader: Reader) -> Iterator[ImportItem]:
    if member.is_too_large:
        wrong = f"it unpacks to more than {MAX_MEMBER_BYTES / 1e9:.0f} GB, so it isn't read"
        yield LintFailure(member.path, wrong)
        return
    try:
        yield from _or_notice(member.path, reader())
    except UNPACK_ERRORS as error:
        yield _damaged(member.path, error)


def _listed(names: list[str]) -> str:
    more = len(names) - _SHOWN_NAMES
    return ", ".join(names[:_SHOWN_NAMES]) + (f", and {more:,} more files" if more > 0 else "")


_SHOWN_NAMES = 3


def _damaged(path: str, error: Exception) -> LintFailure:
    return LintFailure(path, f"damaged: it can't be unpacked ({error or type(error).__name__})")
