"""Linting in several processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from postlint.configuration import SettingsFinder, Wishes
from postlint.drafts.source import Source
from postlint.errors import PostlintError
from postlint.linter import Linted, Linter


class Pool:
    """Processes that lint."""

    def __init__(self, jobs: int, config: Path | None, wishes: Wishes) -> None:
        self._executor = ProcessPoolExecutor(
            jobs,
            # The same everywhere, and safe beside threads.
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start,
            initargs=(config, wishes),
        )

    def submit(self, sources: Sequence[Source], *, reasons: bool) -> Future[list[Linted]]:
        """Let one of them lint sources; `result_of` waits for it."""
        return self._executor.submit(_work, sources, reasons)

    @staticmethod
    def result_of(linted: Future[list[Linted]]) -> list[Linted]:
        """Return the result of each source.

        Raises:
            PostlintError: the process has ended too early.
        """
        try:
            return linted.result()
        except BrokenProcessPool:
            raise PostlintError(
                "a process that was checking drafts has ended, perhaps for lack of memory; "
                "`--jobs 1` takes less"
            ) from None

    def end(self) -> None:
        """End all processes at once, whatever they are doing."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()


_linter: Linter
"""In a process that was started: what it lints with."""


def _start(config: Path | None, wishes: Wishes) -> None:
    """Get a process ready."""
    global _linter
    # Ctrl-C reaches all processes of a terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Each process has one processor; more threads would only be in each other's way.
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[name] = "1"
    _linter = Linter(SettingsFinder(config), wishes)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(sources: Sequence[Source], reasons: bool) -> list[Linted]:
    return _linter(sources, reasons=reasons)
