"""Files, and members of .zip and .tar.gz files, which can be opened several times."""

from __future__ import annotations

import gzip
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath, PurePosixPath
from typing import IO, cast

from postlint.core.files import is_file, open_regular
from postlint.core.terminal_text import display_path

HEAD_BYTES = 262_144
"""How much of a document to look at to recognize it."""

_READ_SIZE = 8_192

MAX_MEMBER_BYTES = 2_000_000_000
"""The largest member of a .zip or .tar.gz to unpack."""

MAX_TAR_BYTES = 50_000_000_000
"""How much of a .tar.gz to unpack."""

UNPACK_ERRORS = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error, EOFError,
    RuntimeError, ValueError, LookupError, OverflowError,
)  # fmt: skip
"""What reading a damaged .zip or .tar.gz raises, or one with an unknown compression."""


_Open = Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file, or a member of a .zip or .tar.gz.

    Attributes:
        path: its path for the user; for a member, that's not a path in the file system.
        open: opens it from the start, in binary mode.
        siblings: returns the files in its folder, including itself.
        is_encrypted: whether it needs a password.
        is_too_large: whether it unpacks to more than `MAX_MEMBER_BYTES`.
    """

    path: str
    open: _Open
    siblings: Callable[[], Iterable[InputFile]] = tuple
    is_encrypted: bool = False
    is_too_large: bool = False

    def head(self, size: int = HEAD_BYTES) -> bytes:
        """Return its first bytes; of a damaged file, those that can be read."""
        found = b""
        with self.open() as file:
            try:
                while len(found) < size and (more := file.read(min(size - len(found), _READ_SIZE))):
                    found += more
            except UNPACK_ERRORS:
                if not found:
                    raise
        return found


def input_file(path: Path) -> InputFile:
    """Return the input file at a path."""
    return InputFile(str(path), partial(open_regular, path), partial(_siblings, path))


def _siblings(path: Path) -> Iterator[InputFile]:
    try:
        others = sorted(path.parent.iterdir())
    except OSError:
        return
    yield from map(input_file, filter(is_file, others))


def is_container(head: bytes) -> bool:
    """Return whether a file that begins like this is a .zip, a .tar.gz, or another .gz."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b"))


@contextmanager
def open_container(path: Path) -> Iterator[Iterable[InputFile]]:
    """Yield the members of a .zip or a .tar.gz; each must be read before the next.

    Another .gz file is its own only member.

    Raises:
        OSError: the file can't be read.
        Exception: one of `UNPACK_ERRORS`, also while members are read.
    """
    with open_regular(path) as file:
        if file.read(2) == b"\x1f\x8b":
            file.seek(0)
            try:
                tar = tarfile.open(fileobj=file, mode="r:gz")  # noqa: SIM115 -- closed below
            except tarfile.ReadError:
                yield [InputFile(str(path), cast(_Open, partial(gzip.open, path)))]
                return
            with tar:
                yield _tar_members(path, tar)
        else:
            file.seek(0)
            with zipfile.ZipFile(file) as packed:
                yield _zip_members(path, packed)


def _zip_members(path: Path, packed: zipfile.ZipFile) -> list[InputFile]:
    folders: dict[PurePath, list[InputFile]] = {}
    for info in packed.infolist():
        if info.filename.endswith("/"):
            continue
        near = folders.setdefault(PurePosixPath(info.filename).parent, [])
        near.append(
            InputFile(
                path=f"{path}/{display_path(info.filename)}",
                open=partial(packed.open, info),
                siblings=near.copy,  # when it is called, the list is complete
                is_encrypted=bool(info.flag_bits & 1),
                is_too_large=info.file_size > MAX_MEMBER_BYTES,
            )
        )
    return [document for near in folders.values() for document in near]


def _tar_members(path: Path, tar: tarfile.TarFile) -> Iterator[InputFile]:
    for info in tar:
        if info.offset_data + info.size > MAX_TAR_BYTES:
            raise tarfile.ReadError(f"it unpacks to more than {MAX_TAR_BYTES / 1e9:.0f} GB")
        if info.isreg():
            yield InputFile(
                path=f"{path}/{display_path(info.name)}",
                open=cast(_Open, partial(tar.extractfile, info)),
                is_too_large=info.size > MAX_MEMBER_BYTES,
            )
