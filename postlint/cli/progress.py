"""Progress bars on stderr."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO, cast

from postlint.core.interrupts import cleanup_on_signal
from postlint.core.terminal_text import EscapingStream, trusted

_MIN_DRAFTS = 20
"""The minimum number of drafts for a progress bar."""


class _BufferedTerminal(io.StringIO):
    """Buffered output for a terminal."""

    def isatty(self) -> bool:
        return True


def erase_progress_bar() -> None:
    """Erase a progress bar and show the cursor again."""
    os.write(2, b"\r\x1b[2K\x1b[?25h")


@contextmanager
def checking_progress(drafts: int) -> Iterator[tuple[TextIO, Callable[[], None]]]:
    """Yield standard output, and a function to call after each draft.

    For many drafts, this shows a progress bar if stderr is a terminal. If standard output is a
    terminal, too, it's buffered until the bar is done.
    """
    if drafts < _MIN_DRAFTS or not sys.stderr.isatty():
        yield sys.stdout, lambda: None
        return
    from rich.progress import Progress

    from postlint.formatters.console import make_console

    buffer = _BufferedTerminal() if sys.stdout.isatty() else None
    out = cast(TextIO, EscapingStream(buffer)) if buffer else sys.stdout
    with (
        cleanup_on_signal(erase_progress_bar),
        Progress(console=make_console(sys.stderr), transient=True) as progress,
    ):
        task = progress.add_task("Checking drafts", total=drafts)
        yield out, lambda: progress.advance(task)
    if buffer:
        trusted(sys.stdout).write(buffer.getvalue())
        sys.stdout.flush()


@contextmanager
def reading_progress() -> Iterator[Callable[[], None]]:
    """Yield a function to call for each record; show the count if stderr is a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    # The bar starts with the first record, after all worker processes: forking while its thread
    # runs isn't safe.
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
