"""A pool of worker processes."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, TimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing.process import BaseProcess
from typing import Any

from postlint.config.provider import SettingsProvider
from postlint.core.errors import LintFailure, PostlintError
from postlint.core.interrupts import leave_signals_to_parent, signals_blocked
from postlint.diagnostics.result import PostResult, from_dict, to_dict
from postlint.document.source import Source
from postlint.linter.worker import FileResult, Worker, warm_up

START_METHOD = "fork" if sys.platform == "linux" else "spawn"
"""How processes are started. A fork inherits loaded models, but it's safe only on Linux."""

_POLL_SECONDS = 1.0
"""Seconds between checks that all processes are alive."""

_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")

_SentItem = dict[str, Any] | LintFailure
_SentResult = tuple[list[_SentItem], bool]
"""A `FileResult` for sending between processes: results as dicts, without their sources."""


class WorkerPool:
    """A pool of processes that lint."""

    def __init__(self, jobs: int, worker: Worker) -> None:
        """Start processes.

        Args:
            jobs: the number of processes.
            worker: the worker that they use. Forked processes inherit it; others create one with
                the same settings.
        """
        global _worker
        # Each process has one processor, so more threads would only compete for it.
        os.environ.update(dict.fromkeys(_THREADS, "1"))
        if START_METHOD == "fork":
            warm_up()
            _worker = worker
        self._processes: set[BaseProcess] = set()
        self._executor = ProcessPoolExecutor(
            jobs,
            mp_context=multiprocessing.get_context(START_METHOD),
            initializer=_init_worker,
            initargs=() if START_METHOD == "fork" else (worker.settings,),
        )

    def submit(self, sources: Sequence[Source], *, details: bool) -> Future[list[_SentResult]]:
        """Submit sources to a process; `wait_for` returns the results."""
        sent = [replace(source, origin=None) for source in sources]
        with signals_blocked():  # the first call starts the processes
            return self._executor.submit(_lint_in_worker, sent, details)

    def wait_for(
        self, linted: Future[list[_SentResult]], sources: Sequence[Source]
    ) -> list[FileResult]:
        """Return the results of each source.

        Raises:
            PostlintError: a process died.
        """
        while True:
            try:
                sent = linted.result(timeout=_POLL_SECONDS)
                return [
                    _receive(*sent_result, source)
                    for sent_result, source in zip(sent, sources, strict=True)
                ]
            except TimeoutError:
                # The executor doesn't notice a process that's killed while it returns a result.
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
        """Stop all processes after their current tasks.

        If this process ends first, they end with it.
        """
        self._executor.shutdown(wait=wait, cancel_futures=True)


_worker: Worker | None = None
"""The worker of this process."""


def _init_worker(settings: SettingsProvider | None = None) -> None:
    global _worker
    leave_signals_to_parent()
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    if settings is not None:
        _worker = Worker(settings)


def _exit_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _lint_in_worker(sources: Sequence[Source], details: bool) -> list[_SentResult]:
    assert _worker is not None  # noqa: S101 -- `_init_worker` has been called
    return [_send(result) for result in _worker.lint(sources, details=details)]


def _send(result: FileResult) -> _SentResult:
    items = [to_dict(item) if isinstance(item, PostResult) else item for item in result.items]
    return items, result.cacheable


def _receive(items: list[_SentItem], cacheable: bool, source: Source) -> FileResult:
    results = (item if isinstance(item, LintFailure) else from_dict(item, source) for item in items)
    return FileResult(tuple(results), cacheable)
