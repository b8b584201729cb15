"""Asking the file system, and reading files that may be anything: devices, pipes, or huge.

What a draft's folder or a configuration points to is not trusted: it is looked at before it is
opened, and never read beyond a limit.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

MAX_TEXT_BYTES = 1_000_000
"""Largest configuration, rule, or ignore file that is read; people write these by hand."""

SKIPPED_FOLDERS = frozenset({"node_modules", "venv", "__pycache__"})
"""Folders that hold what others wrote."""

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}

# Without these, opening a pipe waits for someone to write to it, and a terminal may take over.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class UnreadableError(OSError):
    """A path that is not read, because of what it is; `strerror` says why."""

    def __init__(self, reason: str, path: Path) -> None:
        super().__init__(None, reason, str(path))

    def __str__(self) -> str:
        return str(self.strerror)


class TooLargeError(UnreadableError):
    """A file that is larger than what is read of its kind.

    Attributes:
        size: how many bytes it has; None if only reading it all could tell.
    """

    def __init__(self, path: Path, limit: int, size: int | None) -> None:
        has = f"it has {_megabytes(size)}" if size is not None else "it has more"
        super().__init__(f"too large: {has}, and the limit is {_megabytes(limit)}", path)
        self.size = size


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f}".removesuffix(".0") + " MB"


def open_regular(path: Path) -> IO[bytes]:
    """Open a regular file for reading.

    Raises:
        OSError: it can't be opened; an `UnreadableError` if it is a device, pipe, or the like.
    """
    _refuse_special(os.stat(path).st_mode, path)  # noqa: PTH116 -- even opening some devices acts
    descriptor = os.open(path, _FLAGS)
    try:
        _refuse_special(os.fstat(descriptor).st_mode, path)  # it may have been replaced
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def read_bytes(path: Path, limit: int = MAX_TEXT_BYTES, *, special: bool = False) -> bytes:
    """Return what a file holds.

    Args:
        path: the file.
        limit: the most bytes that it may have.
        special: read a pipe or device, too: the user names it.

    Raises:
        OSError: it can't be read; an `UnreadableError` if that is because of what it is.
    """
    if special and not is_file(path):
        file: IO[bytes] = path.open("rb")
    else:
        file = open_regular(path)
    with file:
        found = os.fstat(file.fileno())
        if stat.S_ISREG(found.st_mode) and found.st_size > limit:
            raise TooLargeError(path, limit, found.st_size)
        try:
            # Its size may not be known (`/proc`), or it may be growing.
            data: bytes | None = file.read(limit + 1)
        except OSError as error:  # it doesn't name the file
            raise UnreadableError(error.strerror or str(error), path) from None
    if data is None:  # a file of the system that has nothing to give now
        raise UnreadableError("it has nothing to read", path)
    if len(data) > limit:
        raise TooLargeError(path, limit, None)
    return data


def refuse_special(path: Path) -> None:
    """Refuse a path that is there and no regular file.

    Raises:
        OSError: it is a device, pipe, or the like, or can't be looked at.
    """
    if exists(path):
        _refuse_special(os.stat(path).st_mode, path)  # noqa: PTH116


def read_text(path: Path, limit: int = MAX_TEXT_BYTES, *, errors: str = "strict") -> str:
    """Return the text of a file, with line feeds for all ends of lines and without a BOM.

    Raises:
        OSError: as `read_bytes`.
        UnicodeDecodeError: it isn't UTF-8.
    """
    text = read_bytes(path, limit).decode("utf-8-sig", errors)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_special(mode: int, path: Path) -> None:
    if not stat.S_ISREG(mode):
        kind = _KINDS.get(stat.S_IFMT(mode), "something else")
        raise UnreadableError(f"it is {kind}, not a file", path)


def walk(
    folder: Path,
    enter: Callable[[Path], bool] = lambda _: True,
    on_error: Callable[[OSError], object] = lambda _: None,
) -> Iterator[tuple[Path, list[os.DirEntry[str]]]]:
    """Yield a folder and those below it, each with its files, in order; links aren't followed.

    Unlike `os.walk`, it takes time that is linear in the depth of the folders, in all versions of
    Python.

    Args:
        folder: where to begin.
        enter: whether to go into a folder; asked after the folder that it is in was yielded.
        on_error: called with what keeps a folder from being read.
    """
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        files: list[os.DirEntry[str]] = []
        folders: list[os.DirEntry[str]] = []
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    (folders if entry.is_dir(follow_symlinks=False) else files).append(entry)
        except (OSError, ValueError) as error:
            on_error(error if isinstance(error, OSError) else OSError(0, str(error), str(here)))
            continue
        yield here, sorted((one for one in files if not _is_folder(one)), key=_name)
        below = [here / entry.name for entry in sorted(folders, key=_name)]
        waiting += reversed([path for path in below if enter(path)])


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # such as a link to itself: reading it says why


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder; False where the system will not even look."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def exists(path: Path) -> bool:
    """Return whether there is anything at a path; False where the system will not even look."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Return whether a path is a regular file; False where the system will not even look."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
