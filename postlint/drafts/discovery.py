"""Finding drafts: which files below a folder are posts, and reading their bytes."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from pathspec import GitIgnoreSpec

from postlint.drafts.source import Source, decode
from postlint.errors import DraftError, Problem
from postlint.files import exists, is_folder

SUFFIXES = (".md", ".markdown", ".mdx", ".txt")
SKIPPED_FOLDERS = frozenset({"node_modules", "venv", "__pycache__"})
_SKIPPED_FILES = re.compile(
    r"(?:readme|licen[cs]e|changelog|contributing)(?:[._-]\w{1,6})?\.\w+$|requirements.*\.txt$",
    re.IGNORECASE,
)


class Filter(Protocol):
    """What a user's configuration says of files."""

    def excludes(self, path: str, *, folder: bool = False) -> bool:
        """Say whether a file, or a folder with all that is in it, is to be left out."""

    def includes(self, path: str) -> bool | None:
        """Say whether a file in a folder is a draft; None where only its name can tell."""


def find_drafts(
    paths: Iterable[Path], wanted: Filter | None = None, *, force_exclude: bool = False
) -> Iterator[Path | Problem]:
    """Yield the files named and the drafts in the folders named, each once, in order.

    In folders, hidden folders, `node_modules`, virtual environments, what `.gitignore` lists,
    files such as README and what the filter leaves out are left out; a file that is named is
    read all the same, unless `force_exclude` holds the filter against it, too.
    """
    seen: set[str] = set()
    for path in paths:
        if force_exclude and wanted and wanted.excludes(str(path), folder=is_folder(path)):
            continue
        for item in _named(path, wanted):
            if isinstance(item, Problem):
                yield item
            elif (real := os.path.realpath(item)) not in seen:
                seen.add(real)
                yield item


def _named(path: Path, wanted: Filter | None) -> Iterator[Path | Problem]:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        yield Problem(str(path), "no such file or folder")
    except OSError as error:
        yield Problem(str(path), f"cannot be read ({error.strerror})")
    else:
        if stat.S_ISDIR(mode):
            yield from _walk(path, wanted)
        else:
            yield path


def read_sources(files: Iterable[Path | Problem]) -> Iterator[Source | Problem]:
    """Read the files; what cannot be read becomes a problem."""
    for file in files:
        yield file if isinstance(file, Problem) else _read(file)


def _read(path: Path) -> Source | Problem:
    try:
        return decode(path.read_bytes(), str(path))
    except DraftError as error:
        return Problem(error.path, error.message)
    except OSError as error:
        return Problem(str(path), f"cannot be read ({error.strerror or error})")


def _walk(folder: Path, wanted: Filter | None) -> Iterator[Path | Problem]:
    ignored = _GitIgnore(folder)
    problems: list[OSError] = []
    for base, folders, files in os.walk(folder, onerror=problems.append):
        here = Path(base)
        ignored.enter(here)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in SKIPPED_FOLDERS
            and not ignored(here / name, folder=True)
            and not (wanted and wanted.excludes(str(here / name), folder=True))
        )
        for name in sorted(files):
            if (
                is_wanted(here / name, wanted)
                and not ignored(here / name, folder=False)
                and not _is_special(here / name)
            ):
                yield here / name
    for error in problems:
        yield Problem(str(error.filename), f"cannot be read ({error.strerror})")


def is_wanted(path: Path, wanted: Filter | None) -> bool:
    """Say whether a file is one that a run over its folder would take for a draft.

    What `.gitignore` says of it is not looked at.
    """
    if wanted is None:
        return _is_draft(path.name)
    included = wanted.includes(str(path))
    return (_is_draft(path.name) if included is None else included) and not wanted.excludes(
        str(path)
    )


def _is_draft(name: str) -> bool:
    return (
        name.lower().endswith(SUFFIXES)
        and not name.startswith(".")
        and not _SKIPPED_FILES.match(name)
    )


def _is_special(path: Path) -> bool:
    """Say whether a path is a pipe, socket or device, which a walk must not wait for."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False  # what cannot be read is said when it is read
    return not stat.S_ISREG(mode)


def _is_pattern(line: str) -> bool:
    """Say whether a line of `.gitignore` can be used; git passes over the others too."""
    try:
        GitIgnoreSpec.from_lines([line])
    except Exception:
        return False
    return True


class _GitIgnore:
    """The `.gitignore` files from a repository's root down to the folders walked."""

    def __init__(self, folder: Path) -> None:
        self._specs: dict[Path, GitIgnoreSpec] = {}
        start = folder.resolve()
        above = [start, *start.parents]
        roots = [index for index, parent in enumerate(above) if exists(parent / ".git")]
        for parent in above[1 : roots[0] + 1] if roots else []:
            self.enter(parent)

    def enter(self, folder: Path) -> None:
        """Read the folder's own `.gitignore`."""
        folder = folder.resolve()
        try:
            text = (folder / ".gitignore").read_text(encoding="utf-8-sig", errors="replace")
        except OSError:
            return
        self._specs[folder] = GitIgnoreSpec.from_lines(filter(_is_pattern, text.splitlines()))

    def __call__(self, path: Path, *, folder: bool) -> bool:
        """Say whether a path is ignored; the file nearest to it that speaks of it decides."""
        path = Path(os.path.realpath(path.parent), path.name)
        for parent in path.parents:
            spec = self._specs.get(parent)
            if spec is None:
                continue
            verdict = spec.check_file(path.relative_to(parent).as_posix() + "/" * folder).include
            if verdict is not None:
                return verdict
        return False
