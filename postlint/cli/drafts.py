"""The drafts that the arguments of a command name."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click

from postlint.core.errors import DraftError, LintFailure
from postlint.document.discovery import (
    DRAFT_SUFFIXES,
    FileFilter,
    SkippedFiles,
    exclusion_reason,
    find_drafts,
    read_sources,
)
from postlint.document.source import MAX_BYTES, Source, decode_source, describe_too_large

STDIN = "-"


class StandardInput:
    """The draft on standard input, which is read on first use.

    Attributes:
        path: its name.
    """

    def __init__(self, filename: str | None) -> None:
        self.path = filename or STDIN

    @cached_property
    def data(self) -> bytes | LintFailure:
        """Its bytes, if there aren't too many for a draft."""
        if sys.stdin is None:
            return LintFailure(self.path, "there is no standard input")
        try:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)  # it might be endless
        except OSError as error:
            return LintFailure(self.path, f"can't be read ({error.strerror or error})")
        return LintFailure(self.path, describe_too_large(None)) if len(data) > MAX_BYTES else data

    def read(self) -> Source | LintFailure:
        """Return its text."""
        if isinstance(self.data, LintFailure):
            return self.data
        try:
            return decode_source(self.data, self.path)
        except DraftError as error:
            return LintFailure(error.path, error.message)


@dataclass(frozen=True)
class NamedDrafts:
    """The drafts that the arguments of a command name.

    Attributes:
        items: the drafts, and the failures to find some.
        arguments: the arguments, for messages.
        skipped: the files that were skipped.
    """

    items: Sequence[Path | StandardInput | Source | LintFailure]
    arguments: Sequence[str]
    skipped: SkippedFiles

    @property
    def names(self) -> list[str]:
        """The names of the drafts."""
        return [
            str(item) if isinstance(item, Path) else item.path
            for item in self.items
            if not isinstance(item, LintFailure)
        ]

    @property
    def standard_input(self) -> StandardInput | None:
        """The draft on standard input, if the arguments name it."""
        return next((item for item in self.items if isinstance(item, StandardInput)), None)

    def read(self) -> Iterator[Source | LintFailure]:
        """Yield the text of each draft, or the reason why it can't be read."""
        for item in self.items:
            if isinstance(item, StandardInput):
                yield item.read()
            elif isinstance(item, Path):
                yield from read_sources([item])
            else:
                yield item

    def explain_none(self) -> str:
        """Return why there are no drafts, and what to do."""
        problem = f"{', '.join(self.arguments)}: no drafts found (.md, .markdown, .mdx, .txt)"
        advice = f"; skipped: {self.skipped}. To check a file anyway, name it"
        return problem + advice if str(self.skipped) else problem


def find_named_drafts(
    paths: Sequence[str],
    stdin_filename: str | None = None,
    file_filter: FileFilter | None = None,
    *,
    force_exclude: bool = False,
) -> NamedDrafts:
    """Return the drafts that the arguments name; without any, those in the current folder.

    Args:
        paths: the arguments.
        stdin_filename: the name of the draft on standard input.
        file_filter: the files that the configuration includes and excludes.
        force_exclude: whether to skip excluded files even if they are named.

    Raises:
        click.UsageError: standard input is named along with files.
    """
    if "" in paths:
        raise click.UsageError("a path is empty.")
    skipped = SkippedFiles()
    if STDIN in paths or (stdin_filename and not paths):
        if len(paths) > 1:
            raise click.UsageError("`-` (standard input) can't be combined with files.")
        if force_exclude and stdin_filename:
            reason = exclusion_reason(Path(stdin_filename), file_filter)
            if reason:
                skipped.add(reason, stdin_filename)
                return NamedDrafts((), [stdin_filename], skipped)
        return NamedDrafts([StandardInput(stdin_filename)], paths, skipped)
    if stdin_filename:
        raise click.UsageError("--stdin-filename is only for `-` (standard input).")
    paths = paths or ["."]
    drafts = find_drafts(
        map(Path, paths), file_filter, force_exclude=force_exclude, skipped=skipped
    )
    return NamedDrafts([*map(_reject_archive, drafts)], paths, skipped)


def _reject_archive(path: Path | LintFailure) -> Path | LintFailure:
    """Return a path, or a failure if it's an export or a table of posts."""
    if isinstance(path, LintFailure) or path.name.lower().endswith(DRAFT_SUFFIXES):
        return path
    from postlint.importers.reader import is_archive

    if not is_archive(path):
        return path
    return LintFailure(str(path), f"a table or an export, not a draft; {audit_hint(path)}")


def audit_hint(path: Path) -> str:
    """Return advice about a table or an export."""
    return f"to check it, run `postlint audit {path}`"
