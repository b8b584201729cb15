"""Finding drafts: which files below a folder are posts, and reading their bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from postlint.core.errors import DraftError, LintFailure
from postlint.core.files import (
    SKIPPED_FOLDERS,
    TooLargeError,
    exists,
    is_folder,
    read_bytes,
    read_text,
    walk,
)
from postlint.core.gitignore import GitignorePatterns, PatternError
from postlint.document.project_files import is_project_file
from postlint.document.source import MAX_BYTES, Source, decode, describe_too_large

DRAFT_SUFFIXES = (".md", ".markdown", ".mdx", ".txt")
_TEMPLATE_FOLDERS = frozenset({"ISSUE_TEMPLATE", "PULL_REQUEST_TEMPLATE"})


class FileFilter(Protocol):
    """What a user's configuration says of files."""

    def excludes(self, path: str, *, folder: bool = False) -> bool:
        """Return whether a file, or a folder with all that is in it, is to be left out."""

    def includes(self, path: str) -> bool | None:
        """Return whether a file in a folder is a draft; None where only its name can tell."""


class SkippedFiles:
    """What was left out of a run over folders, and why.

    Attributes:
        special: pipes, sockets, and devices with names of drafts.
    """

    def __init__(self) -> None:
        self.special: list[str] = []
        self._names: dict[str, list[str]] = {}

    def add(self, reason: str, name: str) -> None:
        """Note a file, or a folder (`drafts/`)."""
        self._names.setdefault(reason, []).append(name)

    def __str__(self) -> str:
        """Return what was left out in words; "" if that's nothing."""
        return ", ".join(
            f"{len(names):,} {reason} ({', '.join(names[:_MAX_SHOWN_NAMES])}"
            f"{', …' * (len(names) > _MAX_SHOWN_NAMES)})"
            for reason, names in self._names.items()
        )


_MAX_SHOWN_NAMES = 3
"""Names that are given for each reason."""

PROJECT_FILE = "named like a project file"
NOT_INCLUDED = "not matched by `include`"
EXCLUDED = "excluded by the configuration"
GIT_IGNORED = "listed in .gitignore"
IN_SKIPPED_FOLDER = "in a folder that postlint skips"


def find_drafts(
    paths: Iterable[Path],
    wanted: FileFilter | None = None,
    *,
    force_exclude: bool = False,
    skipped: SkippedFiles | None = None,
) -> Iterator[Path | LintFailure]:
    """Yield the files named and the drafts in the folders named, each once, in order.

    In folders, hidden folders, `node_modules`, virtual environments, what `.gitignore` lists,
    files such as README and what the filter leaves out are left out; a file that is named is
    read all the same, unless `force_exclude` holds its name and the filter against it, too.
    `skipped` takes note of what is left out.
    """
    seen: set[str] = set()
    skipped = skipped or SkippedFiles()
    for path in paths:
        if force_exclude and (reason := exclusion_reason(path, wanted)):
            skipped.add(reason, str(path))
            continue
        for item in _expand_path(path, wanted, skipped):
            if isinstance(item, LintFailure):
                yield item
            elif item.real not in seen:
                seen.add(item.real)
                yield item.path


class _FoundFile(NamedTuple):
    """A file, and its path without links."""

    path: Path
    real: str


def _expand_path(
    path: Path, wanted: FileFilter | None, skipped: SkippedFiles
) -> Iterator[_FoundFile | LintFailure]:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        yield LintFailure(str(path), "no such file or folder")
    except (OSError, ValueError) as error:
        yield LintFailure(str(path), f"can't be read ({getattr(error, 'strerror', error)})")
    else:
        if stat.S_ISDIR(mode):
            yield from _DraftWalker(path, wanted, skipped)
        else:
            yield _FoundFile(path, os.path.realpath(path))


def read_sources(files: Iterable[Path | LintFailure]) -> Iterator[Source | LintFailure]:
    """Read the files; what cannot be read becomes a problem."""
    for file in files:
        yield file if isinstance(file, LintFailure) else _read(file)


def _read(path: Path) -> Source | LintFailure:
    try:
        return decode(read_bytes(path, MAX_BYTES, special=True), str(path))
    except DraftError as error:
        return LintFailure(error.path, error.message)
    except TooLargeError as error:
        return LintFailure(str(path), describe_too_large(error.size))
    except OSError as error:
        return LintFailure(str(path), f"can't be read ({error.strerror or error})")


class _DraftWalker:
    """The drafts below a folder."""

    def __init__(self, folder: Path, wanted: FileFilter | None, skipped: SkippedFiles) -> None:
        self._folder = folder
        self._wanted = wanted
        self._skipped = skipped
        self._real = os.path.realpath(folder)
        self._problems: list[LintFailure] = []
        self._ignored = _GitIgnore(self._real, self._problems)

    def __iter__(self) -> Iterator[_FoundFile | LintFailure]:
        if self._ignored.all:
            self._skipped.add(GIT_IGNORED, f"{self._folder}/")
            return
        for here, files in walk(self._folder, self._should_enter, self._add_read_problem):
            real = self._real_path(here)
            self._ignored.enter(real, shown=here, has_file=any(_is_gitignore(one) for one in files))
            yield from self._drain_problems()
            for entry in files:
                if self._is_draft(here / entry.name, f"{real}/{entry.name}", entry):
                    path = here / entry.name
                    linked = entry.is_symlink()
                    yield _FoundFile(
                        path, os.path.realpath(path) if linked else f"{real}/{entry.name}"
                    )
        yield from self._drain_problems()

    def _drain_problems(self) -> Iterator[LintFailure]:
        yield from self._problems
        self._problems.clear()

    def _add_read_problem(self, error: OSError) -> None:
        reason = f"can't be read ({error.strerror or error})"
        self._problems.append(LintFailure(str(error.filename), reason))

    def _real_path(self, path: Path) -> str:
        # Links to folders aren't followed, so this is as good as asking the system.
        within = path.relative_to(self._folder).as_posix()
        return self._real if within == "." else f"{self._real.rstrip('/')}/{within}"

    def _should_enter(self, folder: Path) -> bool:
        name = folder.name
        if name.startswith("."):
            return False
        if name in SKIPPED_FOLDERS or name in _TEMPLATE_FOLDERS:
            reason = IN_SKIPPED_FOLDER
        elif self._ignored(self._real_path(folder), folder=True):
            reason = GIT_IGNORED
        elif self._wanted and self._wanted.excludes(str(folder), folder=True):
            reason = EXCLUDED
        else:
            return True
        self._skipped.add(reason, f"{folder}/")
        return False

    def _is_draft(self, path: Path, real: str, entry: os.DirEntry[str]) -> bool:
        reason = _skip_reason(path, self._wanted)
        if reason is None and self._ignored(real, folder=False):
            reason = GIT_IGNORED
        if reason is None and not entry.is_file(follow_symlinks=False) and _is_special(path):
            self._skipped.special.append(str(path))
            return False
        if reason:
            self._skipped.add(reason, str(path))
        return reason is None


def exclusion_reason(path: Path, wanted: FileFilter | None) -> str | None:
    """Return why a path is left out even where it is named, as hooks name all; None if it isn't."""
    folder = is_folder(path)
    if wanted and wanted.excludes(str(path), folder=folder):
        return EXCLUDED
    by_name = not folder and (wanted is None or wanted.includes(str(path)) is None)
    return PROJECT_FILE if by_name and is_project_file(path.name) else None


def is_draft_file(path: Path, wanted: FileFilter | None) -> bool:
    """Return whether a file is one that a run over its folder would take for a draft.

    What `.gitignore` says of it is not looked at.
    """
    return _skip_reason(path, wanted) is None


def _skip_reason(path: Path, wanted: FileFilter | None) -> str | None:
    """Return why a file is no draft: "" if no one would take it for one; None if it is one."""
    included = wanted.includes(str(path)) if wanted else None
    looks_so = path.name.lower().endswith(DRAFT_SUFFIXES) and not path.name.startswith(".")
    if included is False:
        return NOT_INCLUDED if looks_so else ""
    if included is None and not looks_so:
        return ""
    if included is None and is_project_file(path.name):
        return PROJECT_FILE
    return EXCLUDED if wanted and wanted.excludes(str(path)) else None


def _is_special(path: Path) -> bool:
    """Return whether a path is a pipe, socket or device, which a walk must not wait for."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False  # what cannot be read is said when it is read
    return not stat.S_ISREG(mode)


_IGNORE_FILE = ".gitignore"


def _is_gitignore(entry: os.DirEntry[str]) -> bool:
    return entry.name == _IGNORE_FILE


class _IgnoreRules(NamedTuple):
    """The patterns of a `.gitignore`, and those of the folders above."""

    patterns: GitignorePatterns
    home: int
    """Characters before what the patterns match."""

    above: _IgnoreRules | None


class _GitIgnore:
    """The `.gitignore` files from a repository's root down to the folders walked.

    Attributes:
        all: the folder where the walk begins is ignored.
    """

    def __init__(self, start: str, problems: list[LintFailure]) -> None:
        self._problems = problems
        self._by_folder: dict[str, _IgnoreRules | None] = {}
        self.all = False
        folders = [Path(start), *Path(start).parents]
        root = next((at for at, one in enumerate(folders) if exists(one / ".git")), 0)
        for folder in reversed(folders[1 : root + 1]):
            self.enter(str(folder), shown=folder, has_file=exists(folder / _IGNORE_FILE))
        for folder in reversed(folders[:root]):
            self.all = self.all or self(str(folder), folder=True)

    def enter(self, folder: str, *, shown: Path, has_file: bool) -> None:
        """Read the folder's own `.gitignore`, if it has one."""
        above = self._by_folder.get(os.path.dirname(folder))  # noqa: PTH120 -- it is quicker
        patterns = self._read(shown / _IGNORE_FILE) if has_file else None
        own = _IgnoreRules(patterns, len(folder.rstrip("/")) + 1, above) if patterns else above
        self._by_folder[folder] = own

    def _read(self, path: Path) -> GitignorePatterns | None:
        if is_folder(path):
            return None
        try:
            return GitignorePatterns(read_text(path, errors="replace").split("\n"), strict=False)
        except OSError as error:
            reason = f"can't be read ({error.strerror or error})"
        except PatternError as error:
            reason = f"can't be used: {error}"
        self._problems.append(
            LintFailure(str(path), f"{reason}; postlint doesn't skip the files it lists")
        )
        return None

    def __call__(self, path: str, *, folder: bool) -> bool:
        """Return whether a path is ignored; the file nearest to it that speaks of it decides."""
        ignores = self._by_folder.get(os.path.dirname(path))  # noqa: PTH120 -- it is quicker
        while ignores:
            verdict = ignores.patterns.verdict(path[ignores.home :], folder=folder)
            if verdict is not None:
                return verdict
            ignores = ignores.above
        return False
