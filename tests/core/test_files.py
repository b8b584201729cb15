"""Tests of safe access to files of any kind and size."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from postlint.core import files
from postlint.core.files import TooLargeError, UnreadableError, read_bytes, read_text, walk

pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
devices = pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such devices here")


def test_read_text_normalizes_line_breaks_and_bom(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("\ufeffa\r\nb\rc\n".encode())
    assert read_text(file) == "a\nb\nc\n"


@pipes
def test_open_regular_refuses_a_pipe_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableError, match=r"^it is a pipe, not a file$"):
        read_bytes(tmp_path / "pipe")


@devices
def test_open_regular_refuses_a_linked_device(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/dev/zero")
    with pytest.raises(UnreadableError, match=r"^it is a device, not a file$"):
        read_bytes(tmp_path / "link")


@devices
def test_read_bytes_of_a_device_stops_at_the_limit() -> None:
    assert read_bytes(Path("/dev/null"), special=True) == b""
    with pytest.raises(TooLargeError, match=r"it has more, and the limit is 0\.1 MB"):
        read_bytes(Path("/dev/zero"), 100_000, special=True)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no such sockets here")
def test_open_regular_refuses_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # because names of sockets must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        with pytest.raises(UnreadableError, match=r"^it is a socket, not a file$"):
            read_bytes(Path("socket"))


def test_open_regular_refuses_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"^it is a folder, not a file$"):
        read_bytes(tmp_path)


def test_read_bytes_refuses_a_large_file_without_reading_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "big"
    with file.open("wb") as out:
        out.truncate(3_000_000_000)

    class Unread:
        def __init__(self, file: object) -> None:
            self._file = file

        def __enter__(self) -> Unread:
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()  # type: ignore[attr-defined]

        def fileno(self) -> int:
            return self._file.fileno()  # type: ignore[attr-defined, no-any-return]

        def read(self, size: int) -> bytes:
            raise AssertionError("it is read")

    opened = files.open_regular
    monkeypatch.setattr(files, "open_regular", lambda path: Unread(opened(path)))
    with pytest.raises(TooLargeError, match="too large: it has 3,000 MB, and the limit is 1 MB"):
        read_bytes(file)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no such files here")
def test_read_bytes_of_unknown_size_stops_at_the_limit() -> None:
    with pytest.raises(TooLargeError, match="it has more"):
        read_bytes(Path("/proc/self/maps"), 10)


def test_walk_yields_deep_folders_in_order(tmp_path: Path) -> None:
    here = tmp_path
    for _ in range(300):
        here = here / "d"
        here.mkdir()
    (here / "b").touch()
    (here / "a").touch()
    (here / "up").symlink_to(tmp_path)
    walked = list(walk(tmp_path))
    assert len(walked) == 301
    assert [entry.name for entry in walked[-1][1]] == ["a", "b"]


def test_walk_skips_folders_that_are_not_entered(tmp_path: Path) -> None:
    for name in ("a", "b", "b/c"):
        (tmp_path / name).mkdir()
    assert [path for path, _ in walk(tmp_path, lambda path: path.name != "b")] == [
        tmp_path,
        tmp_path / "a",
    ]


def test_walk_reports_unreadable_folders(tmp_path: Path) -> None:
    errors: list[OSError] = []
    assert list(walk(tmp_path / "none", on_error=errors.append)) == []
    assert [error.filename for error in errors] == [str(tmp_path / "none")]
