"""Drafts as they were at a revision of their git repository."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import IO

from postlint.audit.git import Repository, reason_of, repository_of
from postlint.drafts.discovery import Filter, is_wanted
from postlint.drafts.source import MAX_BYTES, Source, decode
from postlint.errors import DraftError, PostlintError, Problem
from postlint.files import is_folder


def read_at(
    revision: str, paths: Sequence[Path], wanted: Filter | None = None
) -> Iterator[Source | Problem]:
    """Yield the drafts below paths as they were; nothing in the work tree is touched.

    They have the names that they have now, so that the same settings hold for them.

    Raises:
        PostlintError: git is not installed, or knows no such revision or repository.
    """
    for path in paths:
        folder = path if is_folder(path) else path.parent
        if not is_folder(folder):
            raise PostlintError(f"{path}: there is no such folder to compare")
        repository = repository_of(folder)
        commit = _commit(repository, revision)
        found: list[tuple[str, Path]] = []
        for mode, blob, name in _files(repository, commit, folder):
            if not mode.startswith(_FILE):
                continue  # a link, or a repository within this one
            shown = folder / PurePosixPath(name)
            inside = shown == path if folder != path else is_wanted(shown, wanted)
            if not inside or _is_left_out(folder, shown, wanted):
                continue
            found.append((blob, shown))
        for shown, data in _blobs(repository, found, revision):
            if data is None:
                yield Problem(f"{shown} at {revision}", "too large for a post")
                continue
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


def _commit(repository: Repository, revision: str) -> str:
    name = f"{revision}^{{commit}}"
    found = repository.run("rev-parse", "--verify", "--quiet", "--end-of-options", name)
    if found.returncode:
        raise PostlintError(
            f"--compare: git knows no revision `{revision}` here; name a commit, branch or tag "
            "(a shallow clone knows only its newest commits)"
        )
    return found.stdout.decode().strip()


def _files(repository: Repository, commit: str, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield mode, object, and name (relative to the folder) of each file below a folder."""
    below = folder.resolve().relative_to(repository.top).as_posix()
    prefix = "" if below == "." else f"{below}/"
    listed = repository.run(
        "ls-tree", "-r", "-z", "--full-tree", commit, *([prefix] * bool(prefix))
    )
    if listed.returncode:
        raise PostlintError(f"--compare: git can't list {folder}: {reason_of(listed)}{_ADVICE}")
    for line in os.fsdecode(listed.stdout).split("\0")[:-1]:
        entry, _, name = line.partition("\t")
        mode, _, blob = entry.split(" ")
        yield mode, blob, name.removeprefix(prefix)


def _blobs(
    repository: Repository, wanted: Sequence[tuple[str, Path]], revision: str
) -> Iterator[tuple[Path, bytes | None]]:
    """Yield the content of files, None for one that is too large; one process for all."""
    with TemporaryFile() as names:
        names.write("".join(f"{blob}\n" for blob, _ in wanted).encode())
        names.seek(0)
        with repository.start("cat-file", "--batch", stdin=names) as process:
            assert process.stdout  # noqa: S101 -- it is a pipe
            for blob, path in wanted:
                header = process.stdout.readline().decode().split()
                if len(header) != 3 or header[0] != blob:
                    raise PostlintError(
                        f"--compare: {path} as of {revision} is missing here{_ADVICE}"
                    )
                size = int(header[2])
                if size > MAX_BYTES:
                    _skip(process.stdout, size)
                    yield path, None
                else:
                    yield path, process.stdout.read(size)
                process.stdout.read(1)  # the end of the line after it


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0:
        size -= len(stream.read(min(size, MAX_BYTES))) or size


_ADVICE = (
    "; a partial clone lacks old files and postlint never downloads them: run "
    "`git fetch --refetch --no-filter` first"
)
