"""Options and arguments that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postlint.core.errors import RULES_HELP, DraftError, LintFailure
from postlint.core.platforms import PLATFORMS, describe_unknown_platform, normalize_platform
from postlint.document.discovery import (
    DRAFT_SUFFIXES,
    FileFilter,
    SkippedFiles,
    exclusion_reason,
    find_drafts,
    read_sources,
)  # fmt: skip
from postlint.document.source import MAX_BYTES, Source, decode_source, describe_too_large

if TYPE_CHECKING:
    from postlint.linter.cache import Cache

STDIN = "-"


class PlatformType(click.ParamType[str]):
    """The name or an alias of a platform."""

    name = "platform"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return postlint's name for the platform."""
        platform = normalize_platform(value)
        if platform is None:
            self.fail(describe_unknown_platform(value), param, ctx)
        return platform


platform_option: Callable[..., Any] = click.option(
    "--platform",
    type=PlatformType(),
    metavar="NAME",
    help=f"The platform of drafts that don't name one: {', '.join(PLATFORMS)}.",
)

stdin_filename_option: Callable[..., Any] = click.option(
    "--stdin-filename",
    metavar="PATH",
    help="The path of the draft on standard input. Its extension says whether it's Markdown or "
    "plain text.",
)


config_option: Callable[..., Any] = click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Use this configuration file for all drafts, instead of the one nearest to each draft.",
)


SEVERITIES = ("error", "warning", "info")
"""The values of `--fail-on`, the most serious first."""

select_option: Callable[..., Any] = click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    help="Run only these rules: ids or categories, separated by commas, or ALL.",
)

extend_select_option: Callable[..., Any] = click.option(
    "--extend-select",
    multiple=True,
    metavar="RULES",
    help="Run these rules in addition to the ones that are on.",
)

ignore_option: Callable[..., Any] = click.option(
    "--ignore",
    multiple=True,
    metavar="RULES",
    help="Don't run these rules, even if another option selects them.",
)

jobs_option: Callable[..., Any] = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Use at most this many processes.  [default: one per processor, if there are many drafts]",
)

no_cache_option: Callable[..., Any] = click.option(
    "--no-cache",
    is_flag=True,
    help="Don't use cached results, and don't cache new ones.",
)


@contextmanager
def open_cache(*, use: bool, feeds: bool = False) -> Iterator[Cache | None]:
    """Yield the cache, or the cache for feeds, and close it; None if `use` is false."""
    if not use:
        yield None
        return
    from postlint.linter.cache import DRAFT_STORE, FEED_STORE, Cache

    with Cache(store=FEED_STORE if feeds else DRAFT_STORE) as cache:
        if cache.disabled_reason:
            # Not with `echo_stderr`, because its module imports formatters.
            click.echo(f"postlint: running without a cache ({cache.disabled_reason})", err=True)
        yield cache


def read_stdin(filename: str | None) -> Source | LintFailure:
    """Read the draft on standard input."""
    return decode_stdin(read_stdin_bytes(filename), filename)


def read_stdin_bytes(filename: str | None) -> bytes | LintFailure:
    """Read standard input, up to the limit for drafts."""
    name = filename or STDIN
    if sys.stdin is None:
        return LintFailure(name, "there is no standard input")
    try:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)  # it might be endless
    except OSError as error:
        return LintFailure(name, f"can't be read ({error.strerror or error})")
    return LintFailure(name, describe_too_large(None)) if len(data) > MAX_BYTES else data


def decode_stdin(data: bytes | LintFailure, filename: str | None) -> Source | LintFailure:
    """Return the draft that was read from standard input."""
    if isinstance(data, LintFailure):
        return data
    try:
        return decode_source(data, filename or STDIN)
    except DraftError as error:
        return LintFailure(error.path, error.message)


def find_named_drafts(
    paths: tuple[str, ...],
    stdin_filename: str | None,
    file_filter: FileFilter | None = None,
    *,
    force_exclude: bool = False,
    skipped: SkippedFiles | None = None,
) -> list[Path | LintFailure] | None:
    """Return the drafts that the arguments name; None if they name standard input.

    Args:
        paths: the arguments.
        stdin_filename: the name of the draft on standard input.
        file_filter: the files that the configuration includes and excludes.
        force_exclude: skip excluded files even if they are named.
        skipped: collects the skipped files.

    Raises:
        click.UsageError: standard input is named along with files.
    """
    if "" in paths:
        raise click.UsageError("a path is empty.")
    if STDIN in paths or (stdin_filename and not paths):
        if len(paths) > 1:
            raise click.UsageError("`-` (standard input) can't be combined with files.")
        reason = (
            force_exclude and stdin_filename and exclusion_reason(Path(stdin_filename), file_filter)
        )
        if reason and skipped:
            skipped.add(reason, str(stdin_filename))
        return [] if reason else None
    if stdin_filename:
        raise click.UsageError("--stdin-filename is only for `-` (standard input).")
    drafts = find_drafts(
        map(Path, paths or ["."]), file_filter, force_exclude=force_exclude, skipped=skipped
    )
    return [_reject_archive(path) if isinstance(path, Path) else path for path in drafts]


def _reject_archive(path: Path) -> Path | LintFailure:
    """Return a path, or a failure if it's an export or a table of posts."""
    if path.name.lower().endswith(DRAFT_SUFFIXES):
        return path
    from postlint.importers import is_archive

    if not is_archive(path):
        return path
    return LintFailure(str(path), f"a table or an export, not a draft; {audit_hint(path)}")


def audit_hint(path: Path) -> str:
    """Return advice about a table or an export."""
    return f"to check it, run `postlint audit {path}`"


def read_drafts(
    files: list[Path | LintFailure] | None, stdin_filename: str | None
) -> Iterator[Source | LintFailure]:
    """Yield the sources of the drafts from `find_named_drafts`."""
    if files is None:
        yield read_stdin(stdin_filename)
    else:
        yield from read_sources(files)


def explain_no_drafts(paths: tuple[str, ...], skipped: SkippedFiles) -> str:
    """Return why paths have no drafts, and what to do."""
    problem = f"{', '.join(paths) or '.'}: no drafts found (.md, .markdown, .mdx, .txt)"
    advice = f"; skipped: {skipped}. To check a file anyway, name it"
    return problem + advice if str(skipped) else problem


def draft_names(files: list[Path | LintFailure] | None, stdin_filename: str | None) -> list[str]:
    """Return the names of the drafts from `find_named_drafts`."""
    if files is None:
        return [stdin_filename or STDIN]
    return [str(file) for file in files if isinstance(file, Path)]


def split_names(values: tuple[str, ...]) -> list[str]:
    """Return the names in a repeatable option whose values can be separated by commas."""
    names = [name.strip() for value in values for name in value.split(",") if name.strip()]
    if values and not names:
        raise click.UsageError(f"name at least one rule or category; {RULES_HELP}.")
    return names
