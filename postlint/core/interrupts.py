"""Handling of Ctrl-C, SIGTERM, and SIGHUP: exit at once, clean up, and print no traceback."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

EXIT_STATUS = 130
"""The exit status after Ctrl-C."""

_SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]

_cleanups: list[Callable[[], object]] = []


def exit_on_signals() -> None:
    """Exit the process from now on when one of the signals arrives.

    The handler doesn't raise an exception: it could arrive during an import, and the library may
    swallow or print it. A signal that is ignored, as by `nohup`, stays ignored.
    """
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _handle_signal)


def _handle_signal(number: int, _: object) -> None:
    for other in _SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    for clean_up in reversed(_cleanups):
        with suppress(Exception):
            clean_up()
    if number == signal.SIGINT:
        with suppress(OSError):
            # A terminal shows `^C` in the current line.
            os.write(2, b"\n" * os.isatty(2) + b"postlint: interrupted\n")
        os._exit(EXIT_STATUS)
    # The exit status shows which signal it was, as without a handler.
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)
    os._exit(128 + number)


@contextmanager
def cleanup_on_signal(clean_up: Callable[[], object]) -> Iterator[None]:
    """Call a function if a signal ends the process before the `with` block is done."""
    _cleanups.append(clean_up)
    try:
        yield
    finally:
        _cleanups.remove(clean_up)


@contextmanager
def stop_on_interrupt(stop: Callable[[], object]) -> Iterator[None]:
    """Call a function on Ctrl-C in the `with` block, instead of exiting; a second one exits.

    Only the main thread can do this. If Ctrl-C is ignored, as by `nohup`, it stays ignored.
    """
    before = signal.getsignal(signal.SIGINT)

    def handle(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        with suppress(OSError):
            os.write(2, b"\n" * os.isatty(2))  # a terminal shows `^C` in the current line
        stop()

    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def signals_blocked() -> Iterator[None]:
    """Block the signals while worker processes start, which inherit the mask.

    A worker calls `leave_signals_to_parent` when it's ready.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def leave_signals_to_parent() -> None:
    """Ignore Ctrl-C in a worker process, because it reaches all processes of a terminal."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
