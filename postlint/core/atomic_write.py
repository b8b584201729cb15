"""Atomic writes: a file gets its new contents as a whole, or stays as it was."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EISDIR
from functools import partial
from pathlib import Path
from typing import IO, Any

from postlint.core.errors import PostlintError
from postlint.core.interrupts import cleanup_on_signal


@contextmanager
def replace_file(
    path: str | Path, *, binary: bool = False, durable: bool = False, private: bool = False
) -> Iterator[Any]:
    """Yield a temporary file to write to, which replaces the file at a path at the end.

    If writing fails or is interrupted, the file at the path doesn't change. Devices and pipes,
    such as `/dev/stdout`, are written to directly.

    Args:
        path: the file to replace.
        binary: whether to yield a binary file.
        durable: whether to wait until the file is on the disk, so a power cut doesn't undo it.
        private: whether only the user may read a new file.

    Raises:
        PostlintError: the file can't be written, or the path is a symbolic link.
    """
    # Imported late: most runs write no file.
    from secrets import token_hex

    target = Path(path)
    with _name_path_in_errors(path):
        before = _status(target)
    in_place = before is not None and (_is_stream(target) or not stat.S_ISREG(before.st_mode))
    # In the same folder, and so on the same disk. The name is short enough for any file system.
    written = target if in_place else target.parent / f".postlint-{token_hex(8)}.tmp"

    def clean_up() -> None:
        if not in_place:
            written.unlink(missing_ok=True)

    with cleanup_on_signal(clean_up):
        with _name_path_in_errors(path):
            mode = "a" if in_place else "x"  # "a", as `>> log` does
            file = _open(written, mode, binary, 0o600 if private else 0o666)
        try:
            yield file
            with _name_path_in_errors(path):
                if durable and not in_place:
                    file.flush()
                    os.fsync(file.fileno())
                file.close()
                if not in_place:
                    if before is not None:
                        _copy_permissions(before, written)
                    written.replace(target)
                    if durable:
                        _flush_folder(target.parent)
        finally:
            with suppress(OSError):
                file.close()
            with suppress(OSError):
                clean_up()


def _open(path: Path, mode: str, binary: bool, permissions: int) -> IO[Any]:
    opener = partial(os.open, mode=permissions)
    if binary:
        return open(path, f"{mode}b", opener=opener)
    # The same newline on every system: other programs read these files.
    return open(
        path, mode, encoding="utf-8", errors="backslashreplace", newline="\n", opener=opener
    )


def _flush_folder(folder: Path) -> None:
    """Wait until a folder's names are on the disk, where the system can do that."""
    with suppress(OSError):  # Windows doesn't open folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _status(path: Path) -> os.stat_result | None:
    """Return the status of the file at a path; None if there is no file.

    Raises:
        OSError: the file can't be replaced.
        PostlintError: the path is a symbolic link.
    """
    if path.is_symlink() and not _is_stream(path):
        raise PostlintError(
            f"{path} is a symbolic link, and postlint doesn't write through links; use the file "
            "it points to, or delete the link"
        )
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise OSError(EISDIR, os.strerror(EISDIR))
    if not os.access(path, os.W_OK):
        raise OSError(EACCES, os.strerror(EACCES))
    return status


def _is_stream(path: Path) -> bool:
    """Return whether a path is that of an open file, such as `/dev/stdout` or `>(command)`."""
    return os.path.abspath(path).startswith(("/dev/fd/", "/dev/std", "/proc/"))  # noqa: PTH100


def _copy_permissions(before: os.stat_result, path: Path) -> None:
    if hasattr(os, "chown"):
        with suppress(OSError):  # only root can change the owner
            os.chown(path, before.st_uid, before.st_gid)
    path.chmod(stat.S_IMODE(before.st_mode))


@contextmanager
def _name_path_in_errors(path: str | Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PostlintError(f"{path}: can't be written ({reason})") from None
