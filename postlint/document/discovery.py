"""Discovery of drafts in folders, and reading their files."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from postlint.core.errors import DraftError, LintFailure
from postlint.core.files import (
    TooLargeError,
    exists,
    is_folder,
    is_searched,
    read_bytes,
    read_text,
    walk,
)
from postlint.core.gitignore import GitignorePatterns, PatternError
from postlint.document.source import MAX_BYTES, Source, decode_source, describe_too_large

DRAFT_SUFFIXES = (".md", ".markdown", ".mdx", ".txt")
_TEMPLATE_FOLDERS = frozenset({"ISSUE_TEMPLATE", "PULL_REQUEST_TEMPLATE"})

_EXTENSION = r"(?:[._-]\w{1,6})?\.\w+"
"""A file extension, optionally after a language or the like: `README.de.md`."""

_ANY_CASE_NAMES = rf"""(?xi:
    # Documents of a repository.
    (?: readme | licen[cs]es? | changelog | contributing | contributors | copying | codeowners
      | maintainers | code[ _-]?of[ _-]?conduct | (?:pull|merge)[_-]request[_-]template
      | issue[_-]template | third[_-]party[_-](?:licen[cs]es|notices) ){_EXTENSION}
    | todo\.\w+
    # Instructions for AI assistants.
    | (?: copilot-instructions | .+\.(?:instructions|prompt|chatmode) )\.md
    | llms(?:-(?:full|small|medium|ctx|ctx-full))?\.(?:txt|md)
    # Files of a website for programs.
    | (?: robots | humans | security | (?:app-)?ads | sellers | ai | trust | carbon | keybase
      | tdmrep )\.txt
    # Licenses of fonts and of other people's work.
    | (?:.*[ ._-])? (?:ofl|ufl) (?:[ ._-].*)? \.txt | fontlog\.txt
    | (?:[^\W_]+[ ._-]){{1,2}} licen[cs]e\.txt
    # Lists that programs read.
    | (?:.*[._-])? (?:requirements|constraints) .* \.txt
    | cmakelists\.txt | (?:packages|runtime|apt|version)\.txt
    )"""

_UPPERCASE_NAMES = rf"""(?x:
    (?: TODO | AGENTS? | CLAUDE | GEMINI | QWEN | CRUSH | WARP | CONVENTIONS | SKILL | SECURITY
      | SUPPORT | GOVERNANCE | AUTHORS | NOTICES? | HISTORY | NEWS | CHANGES | RELEASES? | RELEASING
      | ROADMAP | INSTALL | UPGRADING | MIGRATION | CREDITS | THANKS | ACKNOWLEDGE?MENTS | PATENTS
      | CITATION | VERSION | DCO | CLA | ARCHITECTURE | DEVELOPMENT | TESTING | STYLEGUIDE
      | TRADEMARKS? | BACKERS | SPONSORS | ADOPTERS | DISCLAIMER | HACKING | BUILDING ){_EXTENSION}
    )"""
"""Names of project files only in capitals: `news.md` may be a post."""


class FileFilter(Protocol):
    """The files that a user's configuration includes and excludes."""

    def excludes(self, path: str, *, folder: bool = False) -> bool:
        """Return whether a file, or a folder with everything in it, is excluded."""

    def includes(self, path: str) -> bool | None:
        """Return whether a file in a folder is a draft; None if its name decides."""


class SkippedFiles:
    """The files and folders that a run skipped, with the reasons.

    Attributes:
        special: pipes, sockets, and devices that are named like drafts.
    """

    def __init__(self) -> None:
        self.special: list[str] = []
        self._names: dict[str, list[str]] = {}

    def add(self, reason: str, name: str) -> None:
        """Add a file, or a folder (`drafts/`)."""
        self._names.setdefault(reason, []).append(name)

    def __str__(self) -> str:
        """Return a description of the skipped files and folders; "" if there are none."""
        return ", ".join(
            f"{len(names):,} {reason} ({', '.join(names[:_MAX_SHOWN_NAMES])}"
            f"{', …' * (len(names) > _MAX_SHOWN_NAMES)})"
            for reason, names in self._names.items()
        )


_MAX_SHOWN_NAMES = 3
PROJECT_FILE = "named like a project file"
NOT_INCLUDED = "not matched by `include`"
EXCLUDED = "excluded by the configuration"
GIT_IGNORED = "listed in .gitignore"
IN_SKIPPED_FOLDER = "in a folder that postlint skips"


def find_drafts(
    paths: Iterable[Path],
    file_filter: FileFilter | None = None,
    *,
    force_exclude: bool = False,
    skipped: SkippedFiles | None = None,
) -> Iterator[Path | LintFailure]:
    """Yield the given files and the drafts in the given folders, each once, in order.

    In folders, postlint skips hidden folders, `node_modules`, virtual environments, files that
    `.gitignore` lists, files such as README, and files that the filter excludes.

    With `force_exclude`, it also skips given files by their names and the filter. `skipped`
    collects the files and folders that are skipped.
    """
    seen: set[str] = set()
    skipped = skipped or SkippedFiles()
    for path in paths:
        if force_exclude and (reason := exclusion_reason(path, file_filter)):
            skipped.add(reason, str(path))
            continue
        for item in _expand_path(path, file_filter, skipped):
            if isinstance(item, LintFailure):
                yield item
            elif (real_path := os.path.realpath(item)) not in seen:
                seen.add(real_path)
                yield item


def _expand_path(
    path: Path, file_filter: FileFilter | None, skipped: SkippedFiles
) -> Iterator[Path | LintFailure]:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        yield LintFailure(str(path), "no such file or folder")
    except (OSError, ValueError) as error:
        yield _unreadable(path, error)
    else:
        yield from _DraftWalker(path, file_filter, skipped) if stat.S_ISDIR(mode) else [path]


def _unreadable(path: Path | str, error: OSError | ValueError) -> LintFailure:
    reason = getattr(error, "strerror", None) or error
    return LintFailure(str(path), f"can't be read ({reason})")


def has_drafts(folder: Path) -> bool:
    """Return whether a folder can have drafts: it isn't hidden, third-party, or generated."""
    return is_searched(folder) and folder.name not in _TEMPLATE_FOLDERS


def read_sources(files: Iterable[Path | LintFailure]) -> Iterator[Source | LintFailure]:
    """Yield the contents of files; a failure for each file that can't be read."""
    for file in files:
        yield file if isinstance(file, LintFailure) else _read(file)


def _read(path: Path) -> Source | LintFailure:
    try:
        return decode_source(read_bytes(path, MAX_BYTES, special=True), str(path))
    except DraftError as error:
        return LintFailure(error.path, error.message)
    except TooLargeError as error:
        return LintFailure(str(path), describe_too_large(error.size))
    except OSError as error:
        return _unreadable(path, error)


class _DraftWalker:
    def __init__(self, folder: Path, file_filter: FileFilter | None, skipped: SkippedFiles) -> None:
        self._folder = folder
        self._file_filter = file_filter
        self._skipped = skipped
        self._real = os.path.realpath(folder)
        self._problems: list[LintFailure] = []
        self._ignored = _GitIgnore(self._real, self._problems)

    def __iter__(self) -> Iterator[Path | LintFailure]:
        if self._ignored.ignores_start:
            self._skipped.add(GIT_IGNORED, f"{self._folder}/")
            return
        for folder, files in walk(self._folder, self._should_enter, self._add_read_problem):
            self._ignored.enter(self._real_path(folder), shown=folder)
            yield from self._drain_problems()
            yield from (folder / entry.name for entry in files if self._is_draft(folder, entry))
        yield from self._drain_problems()

    def _drain_problems(self) -> Iterator[LintFailure]:
        yield from self._problems
        self._problems.clear()

    def _add_read_problem(self, error: OSError) -> None:
        self._problems.append(_unreadable(str(error.filename), error))

    def _real_path(self, path: Path) -> str:
        # Links to folders aren't followed, so this is the same as `os.path.realpath`.
        relative = path.relative_to(self._folder).as_posix()
        return self._real if relative == "." else f"{self._real.rstrip('/')}/{relative}"

    def _should_enter(self, folder: Path) -> bool:
        if folder.name.startswith("."):
            return False
        if not has_drafts(folder):
            reason = IN_SKIPPED_FOLDER
        elif self._ignored(self._real_path(folder), folder=True):
            reason = GIT_IGNORED
        elif self._file_filter and self._file_filter.excludes(str(folder), folder=True):
            reason = EXCLUDED
        else:
            return True
        self._skipped.add(reason, f"{folder}/")
        return False

    def _is_draft(self, folder: Path, entry: os.DirEntry[str]) -> bool:
        path = folder / entry.name
        reason = _skip_reason(path, self._file_filter)
        if reason is None and self._ignored(self._real_path(path), folder=False):
            reason = GIT_IGNORED
        if reason is None and not entry.is_file(follow_symlinks=False) and _is_special(path):
            self._skipped.special.append(str(path))
            return False
        if reason:
            self._skipped.add(reason, str(path))
        return reason is None


def exclusion_reason(path: Path, file_filter: FileFilter | None) -> str | None:
    """Return why a given path is excluded, for hooks that pass all files; None if it isn't."""
    folder = is_folder(path)
    if file_filter and file_filter.excludes(str(path), folder=folder):
        return EXCLUDED
    name_decides = not folder and (file_filter is None or file_filter.includes(str(path)) is None)
    return PROJECT_FILE if name_decides and _is_project_file(path.name) else None


def _is_project_file(name: str) -> bool:
    """Return whether a file name is that of a file of a repository, website, or font."""
    # `re` compiles the patterns on first use: a draft that is named needs no filter.
    return any(re.fullmatch(pattern, name) for pattern in (_ANY_CASE_NAMES, _UPPERCASE_NAMES))


def is_draft_file(path: Path, file_filter: FileFilter | None) -> bool:
    """Return whether a run over a file's folder would lint it, ignoring `.gitignore`."""
    return _skip_reason(path, file_filter) is None


def _skip_reason(path: Path, file_filter: FileFilter | None) -> str | None:
    """Return why a file isn't a draft; "" if it isn't named like one; None if it's a draft."""
    included = file_filter.includes(str(path)) if file_filter else None
    is_draft_name = path.name.lower().endswith(DRAFT_SUFFIXES) and not path.name.startswith(".")
    if included is False:
        return NOT_INCLUDED if is_draft_name else ""
    if included is None and not is_draft_name:
        return ""
    if included is None and _is_project_file(path.name):
        return PROJECT_FILE
    return EXCLUDED if file_filter and file_filter.excludes(str(path)) else None


def _is_special(path: Path) -> bool:
    """Return whether a path is a pipe, socket, or device, which a walk must not wait for."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False  # reading it reports the error
    return not stat.S_ISREG(mode)


class _GitIgnore:
    """The `.gitignore` files from a repository's root down to the walked folders.

    Attributes:
        ignores_start: whether the folder where the walk begins is ignored.
    """

    def __init__(self, start: str, problems: list[LintFailure]) -> None:
        self._problems = problems
        # For each folder, the patterns that apply in it, and the length of their folder's path.
        self._rules: dict[str, tuple[tuple[int, GitignorePatterns], ...]] = {}
        folders = [Path(start), *Path(start).parents]
        root = next((i for i, folder in enumerate(folders) if exists(folder / ".git")), 0)
        for folder in reversed(folders[1 : root + 1]):
            self.enter(str(folder), shown=folder)
        self.ignores_start = any(self(str(folder), folder=True) for folder in folders[:root])

    def enter(self, folder: str, *, shown: Path) -> None:
        """Read a folder's `.gitignore`, if it has one."""
        rules = self._rules.get(os.path.dirname(folder), ())  # noqa: PTH120 -- faster
        if patterns := self._read(shown / ".gitignore"):
            rules = (*rules, (len(folder.rstrip("/")) + 1, patterns))
        self._rules[folder] = rules

    def _read(self, path: Path) -> GitignorePatterns | None:
        if not os.path.lexists(path) or is_folder(path):
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
        """Return whether a path is ignored; the nearest file with a matching pattern decides."""
        rules = self._rules.get(os.path.dirname(path), ())  # noqa: PTH120 -- faster
        verdicts = (
            patterns.verdict(path[length:], folder=folder) for length, patterns in reversed(rules)
        )
        return next((verdict for verdict in verdicts if verdict is not None), False)
