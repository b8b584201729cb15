"""Safe access to files that may be devices, pipes, or very large.

Paths in a draft's folder or a configuration aren't trusted: postlint checks what a path is before
it opens it, and never reads more than a limit.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

MAX_TEXT_BYTES = 1_000_000
"""The largest configuration, rule, or ignore file that is read. People write these by hand."""

SKIPPED_FOLDERS = frozenset({"node_modules", "venv", "__pycache__"})
"""Folders of third-party or generated files."""

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
"""What a special file is called in messages."""

# Without these flags, opening a pipe waits for a writer, and a terminal may become the controlling
# terminal.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def is_searched(folder: Path) -> bool:
    """Return whether to look for files in a folder: it isn't hidden, third-party, or generated."""
    return not folder.name.startswith(".") and folder.name not in SKIPPED_FOLDERS


class UnreadableError(OSError):
    """A path that isn't a regular file, or is too large; `strerror` gives the reason."""

    def __init__(self, reason: str, path: Path) -> None:
        super().__init__(None, reason, str(path))

    def __str__(self) -> str:
        return str(self.strerror)


class TooLargeError(UnreadableError):
    """A file that is larger than the limit for its kind.

    Attributes:
        size: its size in bytes; None if it's unknown.
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
        OSError: it can't be opened; an `UnreadableError` if it's a device, a pipe, or the like.
    """
    _refuse_special(os.stat(path).st_mode, path)  # noqa: PTH116 -- opening some devices has effects
    descriptor = os.open(path, _FLAGS)
    try:
        _refuse_special(os.fstat(descriptor).st_mode, path)  # it may have been replaced
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def read_bytes(path: Path, limit: int = MAX_TEXT_BYTES, *, special: bool = False) -> bytes:
    """Return the contents of a file.

    Args:
        path: the file.
        limit: the most bytes that it may have.
        special: whether to also read a pipe or device, for a path that the user gives.

    Raises:
        OSError: it can't be read; an `UnreadableError` if it's too large or not a regular file.
    """
    if special and not is_file(path):
        file: IO[bytes] = path.open("rb")
    else:
        file = open_regular(path)
    with file:
        status = os.fstat(file.fileno())
        if stat.S_ISREG(status.st_mode) and status.st_size > limit:
            raise TooLargeError(path, limit, status.st_size)
        try:
            # The size may be unknown (`/proc`), or the file may be growing.
            data: bytes | None = file.read(limit + 1)
        except OSError as error:  # without the file's name
            raise UnreadableError(error.strerror or str(error), path) from None
    if data is None:  # a special file that has no data now
        raise UnreadableError("it has nothing to read", path)
    if len(data) > limit:
        raise TooLargeError(path, limit, None)
    return data


def refuse_special(path: Path) -> None:
    """Raise an error if a path exists and isn't a regular file.

    Raises:
        OSError: it's a device, a pipe, or the like, or its status can't be read.
    """
    if exists(path):
        _refuse_special(os.stat(path).st_mode, path)  # noqa: PTH116


def read_text(path: Path, limit: int = MAX_TEXT_BYTES, *, errors: str = "strict") -> str:
    r"""Return the text of a file, without a BOM, and with `\n` for every line break.

    Raises:
        OSError: see `read_bytes`.
        UnicodeDecodeError: the file isn't UTF-8.
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
    """Yield a folder and all folders below it, each with its files, in order.

    Links to folders aren't followed. Unlike `os.walk`, it takes time linear in the depth of the
    folders in all versions of Python.

    Args:
        folder: the folder to start from.
        enter: returns whether to enter a folder; called after its parent was yielded.
        on_error: called with the error when a folder can't be read.
    """
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            with os.scandir(current) as found:
                entries = sorted(found, key=lambda entry: entry.name)
                folders = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
        except (OSError, ValueError) as error:
            on_error(error if isinstance(error, OSError) else OSError(0, str(error), str(current)))
            continue
        yield current, [entry for entry in entries if not _is_folder(entry)]
        subfolders = [current / entry.name for entry in folders]
        pending += reversed([path for path in subfolders if enter(path)])


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # such as a link to itself: reading it reports the error


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder; False if its status can't be read."""
    return os.path.isdir(path)  # noqa: PTH112 -- Path.is_dir may raise an error


def exists(path: Path) -> bool:
    """Return whether a path exists; False if its status can't be read."""
    return os.path.exists(path)  # noqa: PTH110 -- Path.exists may raise an error


def is_file(path: Path) -> bool:
    """Return whether a path is a regular file; False if its status can't be read."""
    return os.path.isfile(path)  # noqa: PTH113 -- Path.is_file may raise an error
