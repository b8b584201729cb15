"""Finding and reading the drafts and archives for an audit."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.core.errors import LintFailure, Notice
from postlint.core.files import exists, is_folder
from postlint.document.discovery import (
    DRAFT_SUFFIXES,
    FileFilter,
    SkippedFiles,
    find_drafts,
    read_sources,
)
from postlint.importers.columns import Columns
from postlint.importers.reader import (
    Importers,
    find_archives,
    find_tables,
    is_archive,
    read_archive,
)

if TYPE_CHECKING:
    from postlint.document.source import Source
    from postlint.importers.imported_post import ImportItem

_MAGIC = frozenset("*?[")


def expand_paths(paths: Iterable[str]) -> Iterator[Path | LintFailure]:
    """Yield the paths in the arguments, each once, with patterns such as `*` expanded."""
    seen: set[str] = set()
    for path in paths:
        expanded = [path]
        if _MAGIC & set(path) and not exists(Path(path)):
            expanded = sorted(glob(path, recursive=True))  # noqa: PTH207 -- it may be absolute
            if not expanded:
                yield LintFailure(path, "no file matches this pattern")
        for file in expanded:
            if (real := os.path.realpath(file)) not in seen:
                seen.add(real)
                yield Path(file)


def is_read_as_archive(path: Path, columns: Columns, importers: Importers) -> bool:
    """Return whether a path in the arguments is read as an archive instead of a draft."""
    is_draft = path.name.lower().endswith(DRAFT_SUFFIXES)
    return exists(path) and (not is_draft or is_archive(path, columns, importers))


def find_sources(
    folder: Path,
    columns: Columns,
    importers: Importers,
    file_filter: FileFilter | None,
    skipped: SkippedFiles | None = None,
) -> tuple[list[Path | LintFailure], list[Path]]:
    """Return the drafts in a folder, as `postlint check` finds them, and the archives.

    Skipped files are added to `skipped`.
    """
    archives = [
        archive
        for archive in find_archives(folder, columns, importers)
        if not (file_filter and file_filter.excludes(str(archive)))
    ]
    archive_set = set(archives)
    drafts = find_drafts([folder], file_filter, skipped=skipped)
    return [draft for draft in drafts if draft not in archive_set], archives


def unread_tables(
    folder: Path, columns: Columns, file_filter: FileFilter | None, archives: Iterable[Path]
) -> Iterator[Notice]:
    """Yield a notice for each table of posts in a folder that isn't read."""
    if columns.text is not None:
        return
    for path in find_tables(folder):
        if path not in archives and not (file_filter and file_filter.excludes(str(path))):
            yield Notice(
                str(path),
                "not read; to read a table in a folder, give its path or name its text column "
                "(--column text=NAME)",
            )


def read_inputs(
    paths: Iterable[Path | LintFailure],
    columns: Columns,
    importers: Importers,
    file_filter: FileFilter | None = None,
    *,
    archives: bool = True,
) -> Iterator[Source | ImportItem]:
    """Yield the drafts and archive records in paths.

    Args:
        paths: the files and folders to read.
        columns: the user's names for table columns.
        importers: the formats of archives to read.
        file_filter: the configuration's filter for files in folders.
        archives: whether to read archives in folders, too.
    """
    for path in paths:
        if isinstance(path, LintFailure):
            yield path
        elif is_folder(path):
            skipped = SkippedFiles()
            drafts, archives_found = find_sources(path, columns, importers, file_filter, skipped)
            for name in skipped.special:
                yield Notice(
                    name,
                    "skipped, because it isn't a regular file; to read it anyway, give its path",
                )
            if not drafts and not archives_found and (reasons := str(skipped)):
                yield Notice(str(path), f"skipped: {reasons}")
            yield from read_sources(drafts)
            for archive in archives_found if archives else ():
                yield from read_archive(archive, columns, importers=importers, is_explicit=False)
            if archives:
                yield from unread_tables(path, columns, file_filter, archives_found)
        elif is_read_as_archive(path, columns, importers):
            yield from read_archive(path, columns, importers=importers)
        else:
            yield from read_sources(find_drafts([path]))
