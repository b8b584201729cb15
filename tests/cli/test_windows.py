"""Windows, as far as other systems can test it: paths, line endings, and consoles."""

from __future__ import annotations

import io
import json
from pathlib import Path, PureWindowsPath

import pytest

from postlint.__main__ import configure_encoding
from postlint.formatters import locations as places
from tests.command import SELF_FOCUSED, Postlint


class Console(io.TextIOWrapper):
    """A terminal with its own encoding."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "latin-1", "ascii", "cp932"])
def test_legacy_console_output_is_escaped(encoding: str) -> None:
    raw = io.BytesIO()
    console = Console(raw, encoding=encoding, newline="")
    configure_encoding(console)
    console.write("You say “it’s new…” – 🥚")
    console.flush()
    shown = raw.getvalue().decode(encoding)
    assert shown.startswith("You say ")
    assert shown.endswith(" \\U0001f95a")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "ascii"])
def test_pipe_gets_utf8(encoding: str) -> None:
    raw = io.BytesIO()
    pipe = io.TextIOWrapper(raw, encoding=encoding, newline="")
    configure_encoding(pipe)
    pipe.write("“🥚”")
    pipe.flush()
    assert raw.getvalue() == "“🥚”".encode()


@pytest.mark.parametrize(
    ("path", "name", "uri"),
    [
        ("drafts\\my post.md", "drafts/my post.md", "drafts/my%20post.md"),
        ("C:\\Users\\Rosa\\a#1.md", "C:/Users/Rosa/a#1.md", "file:///C:/Users/Rosa/a%231.md"),
        ("drafts/ü.md", "drafts/ü.md", "drafts/%C3%BC.md"),
    ],
)
def test_reports_use_slashes_in_paths(
    path: str, name: str, uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "PurePath", PureWindowsPath)
    assert places.posix_path(path) == name
    assert places.uri_reference(path) == uri


def test_written_files_have_the_same_line_endings_everywhere(
    postlint: Postlint, tmp_path: Path
) -> None:
    (tmp_path / "post.md").write_bytes(SELF_FOCUSED.replace("\n", "\r\n").encode())
    postlint("check", "post.md", "--output-format", "json", "--output-file", "report.json")
    postlint("baseline", "post.md")
    for name in ("report.json", "postlint-baseline.json"):
        assert b"\r" not in (tmp_path / name).read_bytes()
    (finding,) = json.loads((tmp_path / "report.json").read_text())["posts"][0]["findings"]
    assert (finding["line"], finding["column"]) == (1, 1)
