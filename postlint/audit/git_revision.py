"""Reading drafts from a revision of their git repository."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import IO

from postlint.audit.git import Repository, error_reason, find_repository
from postlint.core.errors import DraftError, LintFailure, PostlintError
from postlint.core.files import is_folder
from postlint.document.discovery import FileFilter, is_draft_file
from postlint.document.source import MAX_BYTES, Source, decode_source


def read_revision(
    revision: str, paths: Sequence[Path], wanted: FileFilter | None = None
) -> Iterator[Source | LintFailure]:
    """Yield the drafts in paths from a revision; the work tree isn't touched.

    They keep their current paths, so the same settings apply to them.

    Raises:
        PostlintError: git isn't installed, or doesn't know the revision or repository.
    """
    for path in paths:
        folder = path if is_folder(path) else path.parent
        if not is_folder(folder):
            raise PostlintError(f"--compare: the folder {folder} doesn't exist")
        repository = find_repository(folder)
        commit = _commit(repository, revision)
        blobs: list[tuple[str, Path]] = []
        for mode, blob, name in _files(repository, commit, folder):
            if not mode.startswith(_REGULAR_FILE_MODE):
                continue  # a symbolic link or a submodule
            draft_path = folder / PurePosixPath(name)
            is_draft = draft_path == path if folder != path else is_draft_file(draft_path, wanted)
            if not is_draft or _is_excluded(folder, draft_path, wanted):
                continue
            blobs.append((blob, draft_path))
        for draft_path, data in _blobs(repository, blobs, revision):
            if data is None:
                yield LintFailure(f"{draft_path} at {revision}", "too large for a post")
                continue
            try:
                yield decode_source(data, str(draft_path))
            except DraftError as error:
                yield LintFailure(f"{draft_path} at {revision}", error.message)


_REGULAR_FILE_MODE = "100"
"""The start of a regular file's mode."""


def _is_excluded(folder: Path, path: Path, wanted: FileFilter | None) -> bool:
    """Return whether a draft is in a hidden or excluded folder."""
    parents = [parent for parent in path.parents if parent != folder and folder in parent.parents]
    return any(parent.name.startswith(".") for parent in parents) or bool(
        wanted and any(wanted.excludes(str(parent), folder=True) for parent in parents)
    )


def _commit(repository: Repository, revision: str) -> str:
    name = f"{revision}^{{commit}}"
    resolved = repository.run("rev-parse", "--verify", "--quiet", "--end-of-options", name)
    if resolved.returncode:
        raise PostlintError(
            f"--compare: git doesn't know the revision `{revision}`; use a commit, branch, or tag "
            "(a shallow clone has only the newest commits)"
        )
    return resolved.stdout.decode().strip()


def _files(repository: Repository, commit: str, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the mode, object, and relative path of each file in a folder."""
    relative_folder = folder.resolve().relative_to(repository.top).as_posix()
    prefix = "" if relative_folder == "." else f"{relative_folder}/"
    listed = repository.run(
        "ls-tree", "-r", "-z", "--full-tree", commit, *([prefix] * bool(prefix))
    )
    if listed.returncode:
        raise PostlintError(f"--compare: git can't list {folder}: {error_reason(listed)}{_ADVICE}")
    for line in os.fsdecode(listed.stdout).split("\0")[:-1]:
        entry, _, name = line.partition("\t")
        mode, _, blob = entry.split(" ")
        yield mode, blob, name.removeprefix(prefix)


def _blobs(
    repository: Repository, blobs: Sequence[tuple[str, Path]], revision: str
) -> Iterator[tuple[Path, bytes | None]]:
    """Yield the content of files, read by one git process; None for files that are too large."""
    with TemporaryFile() as names:
        names.write("".join(f"{blob}\n" for blob, _ in blobs).encode())
        names.seek(0)
        with repository.start("cat-file", "--batch", stdin=names) as process:
            assert process.stdout  # noqa: S101 -- it's a pipe
            for blob, path in blobs:
                header = process.stdout.readline().decode().split()
                if len(header) != 3 or header[0] != blob:
                    raise PostlintError(f"--compare: {path} at {revision} is missing{_ADVICE}")
                size = int(header[2])
                if size > MAX_BYTES:
                    _skip(process.stdout, size)
                    yield path, None
                else:
                    yield path, process.stdout.read(size)
                process.stdout.read(1)  # the newline after it


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0:
        size -= len(stream.read(min(size, MAX_BYTES))) or size


_ADVICE = (
    ". A partial clone lacks old files, and postlint never downloads them; run "
    "`git fetch --refetch --no-filter` first"
)
