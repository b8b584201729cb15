"""Reading drafts from a revision of their git repository."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import IO

from postlint.audit.git import error_reason, find_work_tree, run_git, start_git
from postlint.core.errors import DraftError, LintFailure, PostlintError
from postlint.core.files import is_folder
from postlint.document.discovery import FileFilter, has_drafts, is_draft_file
from postlint.document.source import MAX_BYTES, Source, decode_source, describe_too_large


def read_revision(
    revision: str, paths: Sequence[Path], file_filter: FileFilter | None = None
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
        top = find_work_tree(folder)
        commit = _commit(top, revision)
        blobs: list[tuple[str, Path]] = []
        for mode, blob, name in _files(top, commit, folder):
            if not mode.startswith(_REGULAR_FILE_MODE):
                continue  # a symbolic link or a submodule
            draft_path = folder / PurePosixPath(name)
            is_named = folder != path
            is_draft = draft_path == path if is_named else is_draft_file(draft_path, file_filter)
            if is_draft and not _is_excluded(folder, draft_path, file_filter):
                blobs.append((blob, draft_path))
        yield from _read_drafts(top, blobs, revision)


_REGULAR_FILE_MODE = "100"
"""The start of a regular file's mode."""


def _is_excluded(folder: Path, path: Path, file_filter: FileFilter | None) -> bool:
    """Return whether a draft is in a folder that is skipped or excluded."""
    return any(
        not has_drafts(parent) or (file_filter and file_filter.excludes(str(parent), folder=True))
        for parent in path.parents
        if folder in parent.parents
    )


def _commit(top: Path, revision: str) -> str:
    name = f"{revision}^{{commit}}"
    resolved = run_git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    if resolved.returncode:
        raise PostlintError(
            f"--compare: git doesn't know the revision `{revision}`; use a commit, branch, or tag "
            "(a shallow clone has only the newest commits)"
        )
    return resolved.stdout.decode().strip()


def _files(top: Path, commit: str, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the mode, object, and relative path of each file in a folder."""
    relative_folder = folder.resolve().relative_to(top).as_posix()
    prefix = "" if relative_folder == "." else f"{relative_folder}/"
    folders = [prefix] if prefix else []
    listed = run_git(top, "ls-tree", "-r", "-z", "--full-tree", commit, *folders)
    if listed.returncode:
        raise PostlintError(f"--compare: git can't list {folder}: {error_reason(listed)}{_ADVICE}")
    for line in os.fsdecode(listed.stdout).split("\0")[:-1]:
        entry, _, name = line.partition("\t")
        mode, _, blob = entry.split(" ")
        yield mode, blob, name.removeprefix(prefix)


def _read_drafts(
    top: Path, blobs: Sequence[tuple[str, Path]], revision: str
) -> Iterator[Source | LintFailure]:
    """Yield the drafts in files, read by one git process."""
    with TemporaryFile() as names:
        names.write("".join(f"{blob}\n" for blob, _ in blobs).encode())
        names.seek(0)
        with start_git(top, "cat-file", "--batch", stdin=names) as process:
            assert process.stdout  # noqa: S101 -- it's a pipe
            for blob, path in blobs:
                header = process.stdout.readline().decode().split()
                if len(header) != 3 or header[0] != blob:
                    raise PostlintError(f"--compare: {path} at {revision} is missing{_ADVICE}")
                size = int(header[2])
                if size > MAX_BYTES:
                    _skip(process.stdout, size)
                    yield LintFailure(f"{path} at {revision}", describe_too_large(size))
                else:
                    try:
                        yield decode_source(process.stdout.read(size), str(path))
                    except DraftError as error:
                        yield LintFailure(f"{path} at {revision}", error.message)
                process.stdout.read(1)  # the newline after it


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0:
        size -= len(stream.read(min(size, MAX_BYTES))) or size


_ADVICE = (
    ". A partial clone lacks old files, and postlint never downloads them; run "
    "`git fetch --refetch --no-filter` first"
)
