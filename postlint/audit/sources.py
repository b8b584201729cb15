"""What an audit reads: folders of drafts, drafts, and archives."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.archives import Columns, find_archives, find_tables, is_archive, read_archive
from postlint.drafts.discovery import SUFFIXES, Filter, LeftOut, find_drafts, read_sources
from postlint.errors import Notice, Problem
from postlint.files import exists, is_folder

if TYPE_CHECKING:
    from postlint.archives import Item
    from postlint.drafts.source import Source

_MAGIC = frozenset("*?[")


def expand(paths: Iterable[str]) -> Iterator[Path | Problem]:
    """Yield the paths that arguments name, each once; those with `*` name all files that fit."""
    seen: set[str] = set()
    for path in paths:
        named = [path]
        if _MAGIC & set(path) and not exists(Path(path)):
            named = sorted(glob(path, recursive=True))  # noqa: PTH207 -- it may be absolute
            if not named:
                yield Problem(path, "no file fits this pattern")
        for one in named:
            if (real := os.path.realpath(one)) not in seen:
                seen.add(real)
                yield Path(one)


def is_read_as_archive(path: Path, columns: Columns) -> bool:
    """Say whether a file that is named is read as an archive, and not as a draft."""
    return not path.name.lower().endswith(SUFFIXES) or is_archive(path, columns)


def inside(
    folder: Path,
    columns: Columns,
    wanted: Filter | None = None,
    left_out: LeftOut | None = None,
) -> tuple[list[Path | Problem], list[Path]]:
    """Return the drafts in a folder, found as by `postlint check`, and the archives.

    What was left out is noted in `left_out`.
    """
    archives = [
        archive
        for archive in find_archives(folder, columns)
        if not (wanted and wanted.excludes(str(archive)))
    ]
    known = set(archives)
    drafts = find_drafts([folder], wanted, left_out=left_out)
    return [draft for draft in drafts if draft not in known], archives


def unread(
    folder: Path, columns: Columns, wanted: Filter | None, known: Iterable[Path] = ()
) -> Iterator[Notice]:
    """Yield a notice for each table of posts in a folder that isn't read."""
    if columns.text is not None:
        return
    for path in find_tables(folder):
        if path not in known and not (wanted and wanted.excludes(str(path))):
            yield Notice(
                str(path),
                "not read, since tables in folders are read only if you name them or their column "
                "of text (--column text=NAME)",
            )


def read(
    paths: Iterable[Path | Problem],
    columns: Columns,
    wanted: Filter | None = None,
    *,
    archives: bool = True,
) -> Iterator[Source | Item]:
    """Yield the drafts and the records of the archives that paths name.

    Args:
        paths: what to read.
        columns: the user's names for the columns of tables.
        wanted: what the configuration says of files in folders.
        archives: whether archives in folders are read, too.
    """
    for path in paths:
        if isinstance(path, Problem):
            yield path
        elif is_folder(path):
            left_out = LeftOut()
            drafts, found = inside(path, columns, wanted, left_out)
            for name in left_out.special:
                yield Notice(name, "left out: it isn't a regular file; to read it anyway, name it")
            if not drafts and not found and (reasons := str(left_out)):
                yield Notice(str(path), f"left out: {reasons}")
            yield from read_sources(drafts)
            for archive in found if archives else ():
                yield from read_archive(archive, columns, is_named=False)
            if archives:
                yield from unread(path, columns, wanted, found)
        elif exists(path) and is_read_as_archive(path, columns):
            yield from read_archive(path, columns)
        else:
            yield from read_sources(find_drafts([path]))
