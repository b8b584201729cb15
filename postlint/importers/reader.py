"""Finding archives and reading them, packed or not."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from postlint.core.errors import LintFailure, Notice
from postlint.core.files import exists, is_file, is_searched, walk
from postlint.core.terminal_text import count, list_first
from postlint.importers.columns import Columns
from postlint.importers.detect import (
    TablePolicy,
    describe_formats,
    describe_unsupported_zip,
    explain_unsupported,
    find_importer,
    is_content_calendar,
)
from postlint.importers.formats import IMPORTERS, parquet
from postlint.importers.imported_post import ImportItem
from postlint.importers.importer import Importer
from postlint.importers.io.container import (
    MAX_MEMBER_BYTES,
    UNPACK_ERRORS,
    InputFile,
    input_file,
    is_container,
    open_container,
)

Importers = Mapping[str, Importer]
"""Importers by name, in the order in which they're tried."""

_NO_COLUMNS = Columns()
_MAGIC_BYTES = 8
_MAX_MEMBER_NAMES = 100_000
"""How many names of members to look at to say what a .zip is."""

_SHOWN_NAMES = 3
_SUFFIXES = frozenset(".csv .tsv .json .jsonl .ndjson .js .parquet .zip .gz".split())
"""Suffixes of archives. They only matter for files that can't be opened, and in a .zip."""


def find_archives(
    folder: Path, columns: Columns = _NO_COLUMNS, importers: Importers = IMPORTERS
) -> list[Path]:
    """Return the archives in a folder and its subfolders, sorted.

    Contents decide, not names. Hidden folders are skipped. Tables are included only if the user
    names their text column, because a table may contain anything, such as messages.
    """
    return sorted(path for path in _files(folder) if _is_listed(path, columns, importers))


def find_tables(folder: Path) -> list[Path]:
    """Return the CSV files in a folder that have posts, such as content calendars, sorted."""
    return sorted(
        path
        for path in _files(folder)
        if path.suffix.lower() in (".csv", ".tsv") and _has_posts(path)
    )


def _files(folder: Path) -> Iterator[Path]:
    for here, files in walk(folder, is_searched):
        yield from (here / file.name for file in files if not file.name.startswith("."))


def _has_posts(path: Path) -> bool:
    if not is_file(path):
        return False
    document = input_file(path)
    try:
        importer = find_importer(document, TablePolicy(_NO_COLUMNS), IMPORTERS)
        return importer is not None and (not importer.is_table or is_content_calendar(document))
    except OSError:
        return False


def _is_listed(path: Path, columns: Columns, importers: Importers) -> bool:
    suffix = path.suffix.lower()
    if suffix in _SUFFIXES and is_file(path) and not os.access(path, os.R_OK):
        return True  # it may be an archive; reading it reports the problem
    policy = TablePolicy(columns, must_be_named=True)
    return _is_archive(path, policy, importers, if_damaged=suffix == ".zip")


def is_archive(
    path: Path, columns: Columns = _NO_COLUMNS, importers: Importers = IMPORTERS
) -> bool:
    """Return whether a file is an archive, judging by its contents; a folder isn't."""
    return _is_archive(path, TablePolicy(columns, may_be_draft=True), importers, if_damaged=False)


def _is_archive(path: Path, policy: TablePolicy, importers: Importers, *, if_damaged: bool) -> bool:
    if not is_file(path):
        return False
    document = input_file(path)
    try:
        if not is_container(document.head(_MAGIC_BYTES)):
            return _is_readable(document, policy, importers)
        policy = TablePolicy(policy.columns, must_be_named=True)
        with open_container(path) as members:
            return any(
                _may_be_archive(member) and _is_readable(member, policy, importers)
                for member in members
            )
    except UNPACK_ERRORS:
        return if_damaged
    except OSError:
        return False


def _is_readable(document: InputFile, policy: TablePolicy, importers: Importers) -> bool:
    importer = find_importer(document, policy, importers)
    if importer is not parquet.IMPORTER or policy.columns.text is None:
        return importer is not None
    # The beginning of a Parquet file doesn't show its columns.
    header = parquet.read_header(document)
    return header is None or not policy.columns.missing(header)


def _may_be_archive(member: InputFile) -> bool:
    """Return whether a member has the name of an export, so photos needn't be unpacked."""
    suffix = PurePath(member.path).suffix.lower()
    return not member.is_encrypted and (not suffix or suffix in _SUFFIXES)


def read_archive(
    path: Path,
    columns: Columns = _NO_COLUMNS,
    *,
    importers: Importers = IMPORTERS,
    rows: tuple[int, int] | None = None,
    is_explicit: bool = True,
) -> Iterator[ImportItem]:
    """Yield the records of an archive one by one.

    Args:
        path: any file; if it can't be read, that's a failure.
        columns: the user's names for the columns of tables.
        importers: the formats to read.
        rows: for Parquet, the range of row groups to read (start, stop); rows are still numbered
            from the start of the file.
        is_explicit: whether the user named the file itself, and not only its folder.

    Raises:
        PostlintError: a library that's needed isn't installed.
    """
    if not is_file(path):
        special = "not a regular file; postlint doesn't read pipes or devices here"
        yield LintFailure(str(path), special if exists(path) else "no such file")
        return
    document = input_file(path)
    try:
        magic = document.head(_MAGIC_BYTES)
        if is_container(magic):
            yield from _read_container(path, columns, importers)
        elif rows is not None and magic.startswith(parquet.MAGIC):
            yield from parquet.read_parquet(document, columns, rows)
        elif importer := find_importer(
            document, TablePolicy(columns, allow_private=is_explicit), importers
        ):
            yield from _or_notice(document.path, importer.read(document, columns))
        else:
            yield LintFailure(document.path, explain_unsupported(document, columns, importers))
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


def _read_container(path: Path, columns: Columns, importers: Importers) -> Iterator[ImportItem]:
    policy = TablePolicy(columns, must_be_named=True)
    encrypted = found = False
    names: list[str] = []
    damaged: list[LintFailure] = []
    try:
        with open_container(path) as members:
            for member in members:
                encrypted |= member.is_encrypted
                if len(names) < _MAX_MEMBER_NAMES:
                    names.append(member.path.removeprefix(f"{path}/"))
                if not _may_be_archive(member):
                    continue
                try:
                    importer = find_importer(member, policy, importers)
                except UNPACK_ERRORS as error:
                    damaged.append(_damaged(member.path, error))
                    continue
                for item in _read_member(member, importer, columns) if importer else ():
                    found = True
                    yield item
    except UNPACK_ERRORS as error:
        yield _damaged(str(path), error)
        return
    if len(damaged) > 1:
        listed = list_first([Path(one.path).name for one in damaged], _SHOWN_NAMES, "file")
        yield LintFailure(str(path), f"damaged: these files in it can't be unpacked: {listed}")
    else:
        yield from damaged
    if encrypted:
        yield LintFailure(
            str(path), "it's password-protected; unpack it, and give postlint the folder"
        )
    elif not found and not damaged:
        problem = describe_unsupported_zip(names) or (
            f"no posts in its {count(len(names), 'file')}; postlint reads "
            f"{describe_formats(importers.values())}"
        )
        yield LintFailure(str(path), problem)


def _read_member(member: InputFile, importer: Importer, columns: Columns) -> Iterator[ImportItem]:
    if member.is_too_large:
        problem = f"it unpacks to more than {MAX_MEMBER_BYTES / 1e9:.0f} GB, so it isn't read"
        yield LintFailure(member.path, problem)
        return
    try:
        yield from _or_notice(member.path, importer.read(member, columns))
    except UNPACK_ERRORS as error:
        yield _damaged(member.path, error)


def _damaged(path: str, error: Exception) -> LintFailure:
    return LintFailure(path, f"damaged: it can't be unpacked ({error or type(error).__name__})")
