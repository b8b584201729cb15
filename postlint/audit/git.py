"""Running git on a repository that might be hostile.

The author of a pull request decides what is in the folders, and an unpacked archive can even have
its own `.git`. So git only reads objects. It doesn't run other programs, use the network, or use
any repository except the one whose work tree contains the folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from postlint.core.errors import PostlintError
from postlint.core.files import exists, is_file

OPTIONS = (
    "--no-pager",
    "--no-replace-objects",
    "--literal-pathspecs",
    # Don't treat a folder as a bare repository just because it looks like one.
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "protocol.allow=never"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor=false"),
)
"""Options for every call. No textconv, filter, or external diff needs to be turned off: the
commands below don't use them."""

VARIABLES = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # In a partial clone, don't fetch what is missing. Versions before 2.45 ignore this, so no
    # transport is allowed either, whatever the repository's configuration says.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
"""Environment variables for every call."""

INHERITED_VARIABLES = (
    # git reads the user's configuration, which lists trusted repositories of other users.
    *("HOME", "XDG_CONFIG_HOME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "PROGRAMDATA"),
    *("SUDO_UID", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP"),
)
"""Environment variables that git inherits; it gets no others, and only absolute folders of PATH."""


def run_git(top: Path, *args: str) -> subprocess.CompletedProcess[bytes]:
    """Run a git command in the work tree of a repository, and return its result."""
    return subprocess.run(  # noqa: S603 -- no shell
        _command(top, args),
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def start_git(top: Path, *args: str, stdin: IO[Any]) -> subprocess.Popen[bytes]:
    """Start a git command and return its process; its standard output is a pipe."""
    return subprocess.Popen(  # noqa: S603 -- no shell
        _command(top, args),
        env=_environment(),
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _command(top: Path, args: Sequence[str]) -> list[str]:
    return [_git(), "-C", str(top), *OPTIONS, *args]


def find_work_tree(folder: Path) -> Path:
    """Return the top folder of the work tree that contains a folder, without symbolic links.

    Raises:
        PostlintError: there is none, git can't use it, or git isn't installed.
    """
    try:
        real_folder = folder.resolve()
    except (OSError, RuntimeError) as error:
        raise PostlintError(f"--compare: {folder} can't be read ({error})") from None
    # git would look for a bare repository in each parent folder. This looks only for `.git`, and
    # git starts there.
    top = next(
        (
            parent
            for parent in (real_folder, *real_folder.parents)
            if os.path.lexists(parent / ".git")
        ),
        None,
    )
    if top is None or real_folder.relative_to(top).parts[:1] == (".git",):
        raise PostlintError(f"--compare: {folder} isn't in a git repository")
    top_level = run_git(top, "rev-parse", "--show-toplevel")
    if top_level.returncode:
        reason = error_reason(top_level)
        if "dubious ownership" in reason:
            raise PostlintError(
                f"--compare: git doesn't trust {top} because another user owns it; if you trust "
                f"it, run `git config --global --add safe.directory {top}`"
            )
        raise PostlintError(f"--compare: git can't use the repository in {top} ({reason})")
    found = Path(os.fsdecode(top_level.stdout).removesuffix("\n"))
    if not exists(found) or not top.samefile(found):
        raise PostlintError(f"--compare: {top} isn't the work tree of its repository")
    return top


def error_reason(failed: subprocess.CompletedProcess[bytes]) -> str:
    """Return git's error message for a failed command."""
    lines = failed.stderr.decode("utf-8", "replace").splitlines()
    fatal = [line.removeprefix("fatal: ") for line in lines if line.startswith("fatal: ")]
    return (fatal or lines or [f"exit status {failed.returncode}"])[0]


def _git() -> str:
    """Return the absolute path of git, so an audited folder can't provide the program.

    Raises:
        PostlintError: it isn't installed.
    """
    name = "git.exe" if sys.platform == "win32" else "git"
    for folder in _search_path():
        path = Path(folder, name)
        if is_file(path) and os.access(path, os.X_OK):
            return str(path)
    raise PostlintError("--compare needs git; install it, or add it to your PATH")


def _search_path() -> list[str]:
    return [folder for folder in os.get_exec_path() if Path(folder).is_absolute()]


def _environment() -> dict[str, str]:
    inherited = {name: os.environ[name] for name in INHERITED_VARIABLES if name in os.environ}
    return {**inherited, **VARIABLES, "PATH": os.pathsep.join(_search_path())}
