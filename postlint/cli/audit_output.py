"""Where audits go: standard output and files; and how far one is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.cli.output import erase_bar, open_report, read_formats
from postlint.drafts.discovery import SUFFIXES
from postlint.errors import PostlintError, Problem, did_you_mean
from postlint.files import exists
from postlint.interrupts import cleaned_up
from postlint.lines import shorten

if TYPE_CHECKING:
    from postlint.archives import Columns
    from postlint.reports.audit import AuditReport


def _would_be_read(place: Path, columns: Columns) -> bool:
    from postlint.archives import is_archive

    return place.name.lower().endswith(SUFFIXES) or is_archive(place, columns)


class Outputs:
    """The formats that an audit is to be reported in, each with the file it goes to."""

    def __init__(self, wanted: Sequence[str]) -> None:
        """Take `FORMAT` and `FORMAT:FILE`.

        Raises:
            click.UsageError: two would go to one place.
        """
        self._wanted = read_formats(wanted, None, "html:feed.html")
        self._reports: list[tuple[Callable[..., AuditReport], str | None]] = []

    def spare(self, files: Sequence[Path | Problem], columns: Columns) -> None:
        """Refuse to write over what is read, and where it would be read the next time.

        Raises:
            PostlintError: one of the reports would go there.
        """
        places = [Path(place) for _, place in self._wanted if place]
        named = [file for file in files if isinstance(file, Path)]
        for place in places:
            if any(exists(place) and exists(file) and place.samefile(file) for file in named):
                raise PostlintError(f"{place} is what is audited; write the report elsewhere")
            within = any(place.resolve().is_relative_to(one.resolve()) for one in named)
            if within and _would_be_read(place, columns):
                raise PostlintError(
                    f"{place} is in a folder that is audited, and would be read with it; "
                    "write the report elsewhere"
                )

    def load(self) -> None:
        """Get the reports ready, so that a fault stops the run before it begins.

        Raises:
            PostlintError: there is no such format, or what it needs is not installed.
        """
        from postlint.reports import report_class
        from postlint.reports.audit import FORMATS, OF_POSTS, audit_report
        from postlint.reports.audit.report import OfPosts

        for name, place in self._wanted:
            if name in FORMATS:
                report: Callable[..., AuditReport] = audit_report(name)
                getattr(report, "get_ready", lambda: None)()
                if getattr(report, "binary", False) and not place:
                    raise PostlintError(f"--output-format {name} wants a file: {name}:posts.{name}")
            elif name in OF_POSTS:
                kind = report_class(name)
                report = lambda out, quiet=False, kind=kind: OfPosts(kind(out, quiet=quiet))  # noqa: E731
            else:
                known = (*FORMATS, *OF_POSTS)
                raise PostlintError(
                    f"--output-format: there is no format `{shorten(name)}`"
                    f"{did_you_mean(name, known)}; there are {', '.join(known)}"
                )
            self._reports.append((report, place))

    @contextmanager
    def open(self, *, quiet: bool) -> Iterator[list[AuditReport]]:
        """Yield the reports, ready to be written.

        Raises:
            PostlintError: a file cannot be written.
        """
        with ExitStack() as stack:
            yield [
                report(
                    open_report(stack, place, binary=getattr(report, "binary", False))
                    if place
                    else sys.stdout,
                    quiet=quiet,
                )
                for report, place in self._reports
            ]


@contextmanager
def progress() -> Iterator[Callable[[], None]]:
    """Yield what to call with each record; how many were read is shown if stderr is a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    # Started with the first record: other processes are there by then, and a fork beside the
    # thread of a progress bar is not safe.
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from postlint.reports.paper import make_console

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

    with cleaned_up(erase_bar):
        try:
            yield advance
        finally:
            bar.stop()
