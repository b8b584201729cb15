"""The launcher: run on Linux; on macOS and Windows, only what would be written is checked."""

from __future__ import annotations

import os
import plistlib
import re
import shlex
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path

import pytest

from postlint.core.interpreter import SAFE_PATH
from postlint.web.launcher import macos_files, windows_shortcut
from tests.command import Postlint, environment
from tests.requirements import require_program

linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux only")


@pytest.fixture
def data_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of launchers and icons, and a home folder."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


def entry(data_home: Path) -> dict[str, str]:
    """Return the keys of the desktop entry."""
    parser = RawConfigParser(delimiters="=", comment_prefixes="#")
    parser.read(data_home / "applications" / "postlint.desktop", encoding="utf-8")
    return dict(parser["Desktop Entry"])


@linux
def test_launcher_is_valid_and_is_removed_again(postlint: Postlint, data_home: Path) -> None:
    launcher = data_home / "applications" / "postlint.desktop"
    assert (
        postlint("write", "--install").stdout == f"Added postlint to your programs ({launcher}).\n"
    )
    checked = subprocess.run(
        [require_program("desktop-file-validate"), launcher], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (checked.returncode, checked.stdout) == (0, "")
    icon = data_home / "icons/hicolor/scalable/apps" / f"{entry(data_home)['icon']}.svg"
    assert icon.read_text().startswith("<svg")
    assert postlint("write", "--install").exit_code == 0
    assert "Removed" in postlint("write", "--uninstall").stdout
    assert [path for path in data_home.rglob("*") if path.is_file()] == []
    assert postlint("write", "--uninstall").stdout == "postlint isn't among your programs.\n"


@linux
@pytest.mark.parametrize("name", ["python", 'a "$(touch x)" `b` %f \\ é;c'])
def test_launcher_starts_the_same_python_at_home(
    name: str, postlint: Postlint, data_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / name
    python.write_text(f'#!/bin/sh\npwd\nexec {shlex.quote(sys.executable)} "$@"\n')
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    postlint("write", "--install")
    # As in the specification: first the escapes of values, then those of arguments.
    value = re.sub(r"\\(.)", r"\1", entry(data_home)["exec"]).replace("%%", "%")
    arguments = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', value)
    command = [re.sub(r"\\(.)", r"\1", quoted) or plain for quoted, plain in arguments]
    with subprocess.Popen(
        [*command, "--no-browser", "--port", "0"], cwd=entry(data_home)["path"],
        env=environment(PYTHONUNBUFFERED="1"), stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == f"{tmp_path / 'home'}\n"
            assert process.stdout.readline().startswith("Write at http://127.0.0.1:")
        finally:
            process.kill()


@linux
def test_folder_that_cannot_be_made_is_an_error(postlint: Postlint, data_home: Path) -> None:
    data_home.write_text("in the way")
    result = postlint("write", "--install")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"postlint: {data_home}")
    assert result.stderr.count("\n") == 1


def test_installing_takes_no_file(postlint: Postlint) -> None:
    result = postlint("write", "--install", "post.md")
    assert result.exit_code == 2
    assert "--install takes no file" in result.stderr


def test_macos_application_runs_the_same_python(tmp_path: Path) -> None:
    home = Path("/Users/rosa")
    program, properties = macos_files("/opt/it's $HOME/python", home)
    bundle = home / "Applications" / "postlint.app" / "Contents"
    assert program.path == bundle / "MacOS" / "postlint"
    assert program.is_executable
    (tmp_path / "program").write_bytes(program.content)
    subprocess.run(["sh", "-n", tmp_path / "program"], check=True)
    command = program.content.decode().splitlines()[1].removeprefix("cd && exec ")
    assert shlex.split(command) == ["/opt/it's $HOME/python", SAFE_PATH, "-m", "postlint", "write"]
    assert properties.path == bundle / "Info.plist"
    assert plistlib.loads(properties.content)["CFBundleExecutable"] == program.path.name


def test_windows_shortcut_gets_its_values_from_the_environment(tmp_path: Path) -> None:
    python = str(tmp_path / "a'; Remove-Item x; '" / "python.exe")
    path, command, variables = windows_shortcut(python, tmp_path, tmp_path / "Programs")
    assert path == tmp_path / "Programs" / "postlint.lnk"
    assert command[0] == "powershell"
    assert not any("Remove-Item" in argument for argument in command)
    assert variables["POSTLINT_PYTHON"] == python
    assert variables["POSTLINT_ARGUMENTS"] == f"{SAFE_PATH} -m postlint write"
    assert variables["POSTLINT_HOME"] == str(tmp_path)
    assert set(re.findall(r"\$env:(\w+)", command[-1])) == set(variables)


def test_windows_shortcut_opens_no_console(tmp_path: Path) -> None:
    (tmp_path / "pythonw.exe").touch()
    _, _, variables = windows_shortcut(str(tmp_path / "python.exe"), tmp_path, tmp_path)
    assert variables["POSTLINT_PYTHON"] == os.fspath(tmp_path / "pythonw.exe")
