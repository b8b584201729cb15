"""Drafts as they were at a revision of their git repository."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile

from postlint.drafts.discovery import Filter, is_wanted
from postlint.drafts.source import Source, decode
from postlint.errors import DraftError, PostlintError, Problem
from postlint.files import is_folder


def read_at(
    revision: str, paths: Sequence[Path], wanted: Filter | None = None
) -> Iterator[Source | Problem]:
    """Yield the drafts below paths as they were; nothing in the work tree is touched.

    They have the names that they have now, so that the same settings hold for them.

    Raises:
        PostlintError: git is not there, or knows no such revision or repository.
    """
    for path in paths:
        folder = path if is_folder(path) else path.parent
        if not is_folder(folder):
            raise PostlintError(f"{path}: there is no such folder to compare")
        commit = _commit(folder, revision)
        found: list[tuple[str, Path]] = []
        listed = _git(folder, "ls-tree", "-r", "-z", commit)
        for line in os.fsdecode(listed).split("\0"):
            kind, _, name = line.partition("\t")  # its mode, type and number; and its name
            if not kind.startswith(_FILE):
                continue  # a link, or a repository within this one
            blob = kind.split(" ")[-1]
            shown = folder / PurePosixPath(name)
            inside = shown == path if folder != path else is_wanted(shown, wanted)
            if not inside or _is_left_out(folder, shown, wanted):
                continue
            found.append((blob, shown))
        for shown, data in _blobs(folder, found):
            try:
                yield decode(data, str(shown))
            except DraftError as error:
                yield Problem(f"{shown} at {revision}", error.message)


_FILE = "100"
"""How the mode of a plain file begins."""


def _is_left_out(folder: Path, path: Path, wanted: Filter | None) -> bool:
    """Say whether a draft lies in a hidden folder, or in one that is excluded."""
    above = [one for one in path.parents if one != folder and folder in one.parents]
    return any(one.name.startswith(".") for one in above) or bool(
        wanted and any(wanted.excludes(str(one), folder=True) for one in above)
    )


def _commit(folder: Path, revision: str) -> str:
    name = f"{revision}^{{commit}}"
    found = _run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    if found.returncode:
        if _run(folder, "rev-parse", "--git-dir").returncode:
            raise PostlintError(f"--compare: {folder} is in no git repository")
        raise PostlintError(
            f"--compare: git knows no revision `{revision}` here; name a commit, branch or tag "
            "(a shallow clone knows only its newest commits)"
        )
    return found.stdout.decode().strip()


def _blobs(folder: Path, wanted: Sequence[tuple[str, Path]]) -> Iterator[tuple[Path, bytes]]:
    """Yield what files hold, by the numbers that git knows them by; one process for all."""
    with TemporaryFile() as numbers:
        numbers.write("".join(f"{blob}\n" for blob, _ in wanted).encode())
        numbers.seek(0)
        with subprocess.Popen(  # noqa: S603 -- no shell
            [*_git_in(folder), "cat-file", "--batch"], stdin=numbers, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout  # noqa: S101 -- it is a pipe
            for blob, path in wanted:
                header = process.stdout.readline().decode().split()
                if len(header) != 3 or header[0] != blob:
                    raise PostlintError(f"git cannot read {path} as it was")
                data = process.stdout.read(int(header[2]))
                process.stdout.read(1)  # the end of the line behind it
                yield path, data


def _git_in(folder: Path) -> list[str]:
    return ["git", "-C", str(folder)]


def _git(folder: Path, *args: str) -> bytes:
    done = _run(folder, *args)
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise PostlintError(f"git {args[0]} failed in {folder}: {' '.join(reason)}")
    return done.stdout


def _run(folder: Path, *args: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 -- no shell, and a revision is never an option
            [*_git_in(folder), *args],
            capture_output=True,
            check=False,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        )
    except OSError as error:
        raise PostlintError(
            f"--compare needs git, which cannot be run ({error.strerror})"
        ) from None
