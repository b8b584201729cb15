"""Linting in several processes."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, TimeoutError
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from pathlib import Path

from postlint.config import CliOverrides, SettingsResolver
from postlint.core.errors import PostlintError
from postlint.core.interrupts import leave_signals_to_parent, signals_blocked
from postlint.document.source import Source
from postlint.linter.worker import Linter, LintResult, warm_up

START_METHOD = "fork" if sys.platform == "linux" else "spawn"
"""How processes are started. A fork has everything in memory at once, but is safe on Linux only."""

_POLL_SECONDS = 1.0
"""Seconds after which it is looked whether all processes are still there."""

_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")


class WorkerPool:
    """Processes that lint."""

    def __init__(self, jobs: int, linter: Linter, job: tuple[Path | None, CliOverrides]) -> None:
        """Start processes.

        Args:
            jobs: how many.
            linter: what they lint with, if that can be handed down.
            job: what it is made of, if it cannot.
        """
        global _linter
        # Each process has one processor; more threads would only be in each other's way.
        os.environ.update(dict.fromkeys(_THREADS, "1"))
        if START_METHOD == "fork":
            warm_up()
            _linter = linter
        self._processes: set[BaseProcess] = set()
        self._executor = ProcessPoolExecutor(
            jobs,
            mp_context=multiprocessing.get_context(START_METHOD),
            initializer=_init_worker,
            initargs=job,
        )

    def submit(self, sources: Sequence[Source], *, details: bool) -> Future[list[LintResult]]:
        """Let one of them lint sources; `result_of` waits for it."""
        with signals_blocked():  # the first one starts the processes
            return self._executor.submit(_lint_in_worker, sources, details)

    def wait_for(self, linted: Future[list[LintResult]]) -> list[LintResult]:
        """Return the result of each source.

        Raises:
            PostlintError: a process has ended too early.
        """
        while True:
            try:
                return linted.result(timeout=_POLL_SECONDS)
            except TimeoutError:
                # One that is killed while it hands over a result is not noticed otherwise.
                self._processes.update(multiprocessing.active_children())
                if all(process.is_alive() for process in self._processes):
                    continue
            except BrokenProcessPool:
                pass
            raise PostlintError(
                "a worker process ended unexpectedly, possibly for lack of memory; "
                "`--jobs 1` uses less"
            )

    def end(self, *, wait: bool) -> None:
        """Let all processes end when they have done what they are doing.

        If this process ends before, they end with it.
        """
        self._executor.shutdown(wait=wait, cancel_futures=True)


_linter: Linter | None = None
"""What a process that was started lints with."""


def _init_worker(config: Path | None, wishes: CliOverrides) -> None:
    """Get a process ready."""
    global _linter
    leave_signals_to_parent()
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    if _linter is None:
        _linter = Linter(SettingsResolver(config), wishes)


def _exit_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _lint_in_worker(sources: Sequence[Source], details: bool) -> list[LintResult]:
    assert _linter is not None  # noqa: S101 -- `_start` has been called
    return _linter(sources, details=details)
