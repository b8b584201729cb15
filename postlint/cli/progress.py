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
"""From this many drafts on, a progress bar is shown on a terminal."""


class _BufferedTerminal(io.StringIO):
    """Output for a terminal, held back until the terminal is free."""

    def isatty(self) -> bool:
        return True


def erase_progress_bar() -> None:
    """Erase a progress bar and show the cursor again."""
    os.write(2, b"\r\x1b[2K\x1b[?25h")


@contextmanager
def checking_progress(drafts: int) -> Iterator[tuple[TextIO, Callable[[], None]]]:
    """Yield standard output, and a function to call after each draft.

    For many drafts, a progress bar is shown if stderr is a terminal. If findings go to the same
    terminal, they're shown when the bar is done.
    """
    if drafts < _MIN_DRAFTS or not sys.stderr.isatty():
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


@contextmanager
def reading_progress() -> Iterator[Callable[[], None]]:
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
