"""Where reports go: standard output, files, a terminal with a progress bar."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, TextIO, cast

import click

from postlint.core.atomic_write import replace_file
from postlint.core.errors import PostlintError, did_you_mean
from postlint.core.interrupts import cleanup_on_signal
from postlint.core.terminal_text import EscapingStream, display_path, shorten, trusted

if TYPE_CHECKING:
    from postlint.config import Settings
    from postlint.core.errors import LintFailure
    from postlint.diagnostics.result import PostResult
    from postlint.formatters import Formatter, Summary

_MIN_PROGRESS_DRAFTS = 20
"""From this many drafts on, a progress bar is shown on a terminal."""


def parse_output_formats(
    wanted: Sequence[str], file: str | None, example: str
) -> list[tuple[str, str | None]]:
    """Return formats given as `FORMAT` and `FORMAT:FILE`, each with the file it goes to.

    Args:
        wanted: what was given; `text` if that is nothing.
        file: where goes what has no file of its own; None for standard output.
        example: a format with a file, to tell how it is done.

    Raises:
        click.UsageError: two would go to one place.
    """
    parsed = [one.partition(":") for one in wanted or ["text"]]
    found = [(name, own or file) for name, _, own in parsed]
    places = [place and os.path.realpath(place) for _, place in found]
    if len(set(places)) < len(places):
        raise click.UsageError(
            "two formats go to the same place; give one a file: `--output-format text "
            f"--output-format {example}`."
        )
    return found


class ReportOutputs:
    """The formats that a run is to be reported in, each with the file it goes to."""

    def __init__(self, wanted: Sequence[str], file: str | None) -> None:
        """Take `FORMAT` and `FORMAT:FILE`; what has no file goes to `file`, or standard output.

        Raises:
            click.UsageError: two would go to one place.
        """
        if file is not None and not file.strip():
            raise click.UsageError("--output-file needs a file name.")
        self._wanted = parse_output_formats(wanted, file, "sarif:postlint.sarif")

    def reject_overwrite(self, drafts: Iterable[str]) -> None:
        """Refuse to write over a draft.

        Raises:
            PostlintError: one of them is where a report would go.
        """
        places = {os.path.realpath(place): place for _, place in self._wanted if place}
        for draft in drafts if places else ():
            if os.path.realpath(draft) in places:
                raise PostlintError(
                    f"{draft} is one of the drafts; write the report to another file"
                )

    def formats(self, settings: Sequence[Settings]) -> list[tuple[type[Formatter], str | None]]:
        """Return the report of each format that is wanted; plug-ins may bring some.

        Raises:
            PostlintError: there is no such format.
        """
        from postlint.formatters import FORMATS, get_formatter

        plugin_formatters: dict[str, type[Any]] = {}
        if not all(name in FORMATS for name, _ in self._wanted):
            for one in settings:
                plugin_formatters |= one.reports
        for name, _ in self._wanted:
            if name not in (*FORMATS, *plugin_formatters):
                near = did_you_mean(name, [*FORMATS, *plugin_formatters])
                raise PostlintError(
                    f"--output-format: unknown format `{shorten(name)}`{near}. "
                    f"Known formats: {', '.join((*FORMATS, *plugin_formatters))}"
                )
        return [
            (get_formatter(name) if name in FORMATS else plugin_formatters[name], place)
            for name, place in self._wanted
        ]

    @contextmanager
    def open(
        self, formats: Sequence[tuple[type[Formatter], str | None]], drafts: int, *, quiet: bool
    ) -> Iterator[tuple[Callable[[PostResult | LintFailure], None], Callable[[Summary], None]]]:
        """Yield what to call with each post, and at the end.

        For many drafts a progress bar is shown if stderr is a terminal. If findings go to the
        same terminal, they are shown when the bar is done.

        Raises:
            PostlintError: a file cannot be written.
        """
        with ExitStack() as stack:
            out, advance = stack.enter_context(_standard_output(drafts))
            streams = [open_output(stack, place) if place else out for _, place in formats]
            reports = [
                report(stream, quiet=quiet)
                for (report, _), stream in zip(formats, streams, strict=True)
            ]

            def add(item: PostResult | LintFailure) -> None:
                for report in reports:
                    report.add(item)
                advance()

            def finish(summary: Summary) -> None:
                for report in reports:
                    report.finish(summary)

            yield add, finish


def open_output(stack: ExitStack, place: str, *, binary: bool = False) -> Any:  # noqa: ANN401
    """Return a file to write a report to; the stack closes it, and only then it is in place.

    Raises:
        PostlintError: it can't be written.
    """
    file = stack.enter_context(replace_file(place, binary=binary))
    # Someone may look at a text on a terminal.
    return file if binary else EscapingStream(file)


def echo_stderr(line: str) -> None:
    """Write one line to stderr."""
    click.echo(f"postlint: {display_path(line)}", err=True)


class _BufferedTerminal(io.StringIO):
    """Output for a terminal, held back until the terminal is free."""

    def isatty(self) -> bool:
        return True


def erase_progress_bar() -> None:
    """Erase a progress bar and show the cursor again."""
    os.write(2, b"\r\x1b[2K\x1b[?25h")


@contextmanager
def _standard_output(drafts: int) -> Iterator[tuple[TextIO, Callable[[], None]]]:
    if drafts < _MIN_PROGRESS_DRAFTS or not sys.stderr.isatty():
        yield sys.stdout, lambda: None
        return
    from rich.progress import Progress

    from postlint.formatters.console import make_console

    held = _BufferedTerminal() if sys.stdout.isatty() else None
    out = cast(TextIO, EscapingStream(held)) if held else sys.stdout
    with (
        cleanup_on_signal(erase_progress_bar),
        Progress(console=make_console(sys.stderr), transient=True) as progress,
    ):
        task = progress.add_task("Checking drafts", total=drafts)
        yield out, lambda: progress.advance(task)
    if held:
        trusted(sys.stdout).write(held.getvalue())
        sys.stdout.flush()
