"""What an audit reads: folders of drafts, drafts, and archives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.archives import Columns, find_archives, is_archive, read_archive
from postlint.drafts.discovery import SUFFIXES, Filter, find_drafts, read_sources
from postlint.errors import Problem
from postlint.files import exists, is_folder

if TYPE_CHECKING:
    from postlint.archives import Item
    from postlint.drafts.source import Source

_MAGIC = frozenset("*?[")


def expand(paths: Iterable[str]) -> Iterator[Path | Problem]:
    """Yield the paths that arguments name; those with `*` name all files that fit."""
    for path in paths:
        if exists(Path(path)) or not _MAGIC & set(path):
            yield Path(path)
            continue
        found = sorted(glob(path, recursive=True))  # noqa: PTH207 -- it may be absolute
        yield from map(Path, found)
        if not found:
            yield Problem(path, "no file fits this pattern")


def read(
    paths: Iterable[Path | Problem], columns: Columns, wanted: Filter | None = None
) -> Iterator[Source | Item]:
    """Yield the drafts and the records of the archives that paths name.

    In folders, drafts are found as by `postlint check`, and archives by what is in them.
    """
    for path in paths:
        if isinstance(path, Problem):
            yield path
        elif is_folder(path):
            archives = dict.fromkeys(find_archives(path, columns))
            drafts = find_drafts([path], wanted)
            yield from read_sources(draft for draft in drafts if draft not in archives)
            for archive in archives:
                if not (wanted and wanted.excludes(str(archive))):
                    yield from read_archive(archive, columns)
        elif exists(path) and (
            is_archive(path, columns) or not path.name.lower().endswith(SUFFIXES)
        ):
            yield from read_archive(path, columns)
        else:
            yield from read_sources(find_drafts([path]))
