"""Where the reports of an audit go, and its progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from postlint.cli.report_outputs import erase_progress_bar, open_output, parse_output_formats
from postlint.core.errors import LintFailure, PostlintError, did_you_mean
from postlint.core.files import exists
from postlint.core.interrupts import cleanup_on_signal
from postlint.core.terminal_text import shorten
from postlint.document.discovery import DRAFT_SUFFIXES

if TYPE_CHECKING:
    from postlint.formatters import Formatter
    from postlint.formatters.audit import AuditFormatter
    from postlint.importers import Columns


def _would_be_read(place: Path, columns: Columns) -> bool:
    from postlint.importers import is_archive

    return place.name.lower().endswith(DRAFT_SUFFIXES) or is_archive(place, columns)


def _adapt(kind: type[Formatter], out: TextIO, *, quiet: bool = False) -> AuditFormatter:
    from postlint.formatters.audit.base import PostFormatterAdapter

    return PostFormatterAdapter(kind(out, quiet=quiet))


class AuditOutputs:
    """The formats of the reports of an audit, each with its file."""

    def __init__(self, wanted: Sequence[str]) -> None:
        """Parse `FORMAT` and `FORMAT:FILE`.

        Raises:
            click.UsageError: two formats go to the same place.
        """
        self._wanted = parse_output_formats(wanted, None, "html:feed.html")
        self._reports: list[tuple[Callable[..., AuditFormatter], str | None]] = []

    def reject_overwrite(self, files: Sequence[Path | LintFailure], columns: Columns) -> None:
        """Refuse to overwrite the input, and to write where the next audit would read the report.

        Raises:
            PostlintError: a report would go there.
        """
        places = [Path(place) for _, place in self._wanted if place]
        named = [file for file in files if isinstance(file, Path)]
        for place in places:
            if any(exists(place) and exists(file) and place.samefile(file) for file in named):
                raise PostlintError(
                    f"{place} is one of the audited files; write the report somewhere else"
                )
            within = any(place.resolve().is_relative_to(one.resolve()) for one in named)
            if within and _would_be_read(place, columns):
                raise PostlintError(
                    f"{place} is in an audited folder, so the next audit would read it as a draft; "
                    "write the report somewhere else"
                )

    def load(self) -> None:
        """Load the reports now, so the audit doesn't start if one can't be loaded.

        Raises:
            PostlintError: a format is unknown, or needs something that isn't installed.
        """
        from postlint.formatters import get_formatter
        from postlint.formatters.audit import FORMATS, POST_FORMATS, get_audit_formatter

        for name, place in self._wanted:
            if name in FORMATS:
                report: Callable[..., AuditFormatter] = get_audit_formatter(name)
                getattr(report, "require_dependencies", lambda: None)()
                if getattr(report, "binary", False) and not place:
                    raise PostlintError(f"--output-format {name} needs a file: {name}:posts.{name}")
            elif name in POST_FORMATS:
                kind = get_formatter(name)
                report = partial(_adapt, kind)
            else:
                known = (*FORMATS, *POST_FORMATS)
                raise PostlintError(
                    f"--output-format: unknown format `{shorten(name)}`"
                    f"{did_you_mean(name, known)}. Known formats: {', '.join(known)}"
                )
            self._reports.append((report, place))

    @contextmanager
    def open(self, *, quiet: bool) -> Iterator[list[AuditFormatter]]:
        """Yield the reports with their files open.

        Raises:
            PostlintError: a file can't be written.
        """
        with ExitStack() as stack:
            yield [
                report(
                    open_output(stack, place, binary=getattr(report, "binary", False))
                    if place
                    else sys.stdout,
                    quiet=quiet,
                )
                for report, place in self._reports
            ]


@contextmanager
def progress() -> Iterator[Callable[[], None]]:
    """Yield a function to call for each record; show the count if stderr is a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    # It starts with the first record, when all other processes are running: forking while the
    # progress bar's thread runs isn't safe.
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from postlint.formatters.console import make_console

    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.completed:,.0f} records read"),
        TimeElapsedColumn(),
        console=make_console(sys.stderr),
        transient=True,
    )
    task = bar.add_task("Reading")

    def advance() -> None:
        if not bar.live.is_started:
            bar.start()
        bar.advance(task)

    with cleanup_on_signal(erase_progress_bar):
        try:
            yield advance
        finally:
            bar.stop()
