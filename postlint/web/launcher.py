"""The launcher of `postlint write` among the desktop's programs.

It runs the Python that installed it, in the home folder, without a terminal.
"""

from __future__ import annotations

import os
import plistlib
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from postlint.core import resources
from postlint.core.atomic_write import replace_file
from postlint.core.errors import PostlintError
from postlint.core.interpreter import SAFE_PATH

_ARGUMENTS = (SAFE_PATH, "-m", "postlint", "write")
_COMMENT = "Write a post, and see what a prospective client would think of it"

_SHORTCUT_SCRIPT = (
    "$shortcut = (New-Object -ComObject WScript.Shell).CreateShortcut($env:POSTLINT_SHORTCUT); "
    "$shortcut.TargetPath = $env:POSTLINT_PYTHON; "
    "$shortcut.Arguments = $env:POSTLINT_ARGUMENTS; "
    "$shortcut.WorkingDirectory = $env:POSTLINT_HOME; "
    "$shortcut.Description = $env:POSTLINT_COMMENT; "
    "$shortcut.Save()"
)
"""Writes a shortcut. The values are in the environment, so none of them can be run as a script."""


@dataclass(frozen=True)
class LauncherFile:
    """A file of a launcher.

    Attributes:
        path: its path.
        content: its contents.
        is_executable: whether it's a program.
    """

    path: Path
    content: bytes
    is_executable: bool = False


def freedesktop_files(python: str, home: Path, data_home: Path) -> Sequence[LauncherFile]:
    """Return a desktop entry and its icon, for Linux and the like.

    See https://specifications.freedesktop.org/desktop-entry-spec and `icon-theme-spec`.
    """
    entry = (
        "[Desktop Entry]\n"
        "Type=Application\n"
        "Name=postlint\n"
        "GenericName=Post Editor\n"
        f"Comment={_COMMENT}\n"
        f"Exec={' '.join(map(_quote_in_exec, (python, *_ARGUMENTS)))}\n"
        f"Path={_escape_in_entry(str(home))}\n"
        "Icon=postlint\n"
        "Terminal=false\n"
        "Categories=Office;\n"
        "Keywords=post;draft;LinkedIn;newsletter;blog;\n"
    )
    icon = (resources.folder("web") / "icon.svg").read_bytes()
    return [
        LauncherFile(data_home / "applications" / "postlint.desktop", entry.encode()),
        LauncherFile(data_home / "icons/hicolor/scalable/apps/postlint.svg", icon),
    ]


def macos_files(python: str, home: Path) -> Sequence[LauncherFile]:
    """Return the files of an application bundle, for macOS. It has no icon of its own."""
    contents = home / "Applications" / "postlint.app" / "Contents"
    properties = {
        "CFBundleExecutable": "postlint",
        "CFBundleIdentifier": "postlint.write",
        "CFBundleName": "postlint",
        "CFBundlePackageType": "APPL",
        "LSUIElement": True,  # it has no windows, so no icon in the Dock
    }
    program = f"#!/bin/sh\ncd && exec {shlex.join((python, *_ARGUMENTS))}\n"
    return [
        LauncherFile(contents / "MacOS" / "postlint", program.encode(), is_executable=True),
        LauncherFile(contents / "Info.plist", plistlib.dumps(properties)),
    ]


def windows_shortcut(
    python: str, home: Path, programs: Path
) -> tuple[Path, Sequence[str], dict[str, str]]:
    """Return a shortcut's path, the command that writes it, and its environment, for Windows.

    The command is PowerShell's; `programs` is the folder of the Start menu.
    """
    path = programs / "postlint.lnk"
    windowless = Path(python).with_name("pythonw.exe")
    environment = {
        "POSTLINT_SHORTCUT": str(path),
        "POSTLINT_PYTHON": str(windowless) if windowless.exists() else python,
        "POSTLINT_ARGUMENTS": " ".join(_ARGUMENTS),
        "POSTLINT_HOME": str(home),
        "POSTLINT_COMMENT": _COMMENT,
    }
    command = ["powershell", "-NoProfile", "-NonInteractive", "-Command", _SHORTCUT_SCRIPT]
    return path, command, environment


def install() -> Path:
    """Add a launcher, or replace it, and return its path.

    Raises:
        PostlintError: it can't be written.
        OSError: its folder can't be made.
    """
    if not sys.executable:
        raise PostlintError("postlint doesn't know which Python runs it, so it can't be launched")
    if sys.platform == "win32":
        return _install_shortcut()
    files = _files()
    for file in files:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        with replace_file(file.path, binary=True) as written:
            written.write(file.content)
        if file.is_executable:
            file.path.chmod(0o755)
    return files[0].path


def uninstall() -> Path | None:
    """Delete the launcher, and return its path; None if there is none.

    Raises:
        OSError: it can't be deleted.
    """
    if sys.platform == "win32":
        paths = [_shortcut()[0]]
    else:
        paths = [file.path for file in _files()]
    found = [path for path in paths if os.path.lexists(path)]
    for path in found:
        path.unlink()
    for folder in [parent for path in paths for parent in path.parents]:
        if "postlint.app" in folder.parts:  # a bundle, and its folders, if they're empty now
            with suppress(OSError):
                folder.rmdir()
    return found[0] if found else None


def _files() -> Sequence[LauncherFile]:
    home = Path.home()
    if sys.platform == "darwin":
        return macos_files(sys.executable, home)
    data_home = os.environ.get("XDG_DATA_HOME") or home / ".local" / "share"
    return freedesktop_files(sys.executable, home, Path(data_home))


def _shortcut() -> tuple[Path, Sequence[str], dict[str, str]]:
    home = Path.home()
    data = Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming")
    programs = data / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    return windows_shortcut(sys.executable, home, programs)


def _install_shortcut() -> Path:
    path, command, environment = _shortcut()
    try:
        subprocess.run(  # noqa: S603 -- a constant script
            command, env={**os.environ, **environment}, check=True, capture_output=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError) as error:
        reason = type(error).__name__
        raise PostlintError(f"{path}: PowerShell can't write the shortcut ({reason})") from None
    return path


def _quote_in_exec(argument: str) -> str:
    """Return an argument as the key `Exec` needs it: quoted, escaped, and escaped again."""
    if re.fullmatch(r"[\w./-]+", argument):
        return argument
    quoted = re.sub(r'(["`$\\])', r"\\\1", argument)
    return _escape_in_entry(f'"{quoted}"').replace("%", "%%")


def _escape_in_entry(value: str) -> str:
    if "\n" in value or "\r" in value:
        raise PostlintError("a launcher can't start a program whose path has a line break")
    return value.replace("\\", "\\\\")
