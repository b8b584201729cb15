"""A pool of worker processes."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, TimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from multiprocessing.process import BaseProcess
from typing import Any

from postlint.core.errors import LintFailure, PostlintError
from postlint.core.interpreter import SAFE_PATH_VARIABLE
from postlint.core.interrupts import leave_signals_to_parent, signals_blocked
from postlint.diagnostics.result import PostResult, from_dict, to_dict
from postlint.document.source import Source
from postlint.linter.pipeline import FileResults, Pipeline, warm_up

START_METHOD = "fork" if sys.platform == "linux" else "spawn"
"""How processes are started. A fork inherits loaded models, but it's safe only on Linux."""

_POLL_SECONDS = 1.0
"""Seconds between checks that all processes are alive."""

_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")

_SentResults = list[dict[str, Any] | LintFailure]
"""The results of a file for sending between processes: as dicts, without their sources."""


class WorkerPool:
    """A pool of processes that lint."""

    def __init__(self, jobs: int, pipeline: Pipeline) -> None:
        """Start processes. Forked ones inherit the pipeline; others get one with its settings."""
        # Each process has one processor, so more threads would only compete for it.
        os.environ.update(dict.fromkeys((*_THREADS, SAFE_PATH_VARIABLE), "1"))
        if START_METHOD == "fork":
            warm_up()
        self._processes: set[BaseProcess] = set()
        self._executor = ProcessPoolExecutor(
            jobs,
            mp_context=multiprocessing.get_context(START_METHOD),
            initializer=_init_worker,
            initargs=(pipeline,),
        )

    def start(self, sources: Sequence[Source], *, details: bool) -> Callable[[], list[FileResults]]:
        """Start to lint sources in a process; return a function that waits for the results.

        The function raises a `PostlintError` if a process died.
        """
        sent = [replace(source, origin=None) for source in sources]
        with signals_blocked():  # the first call starts the processes
            linted = self._executor.submit(_lint_in_worker, sent, details)
        return partial(self._wait_for, linted, sources)

    def _wait_for(
        self, linted: Future[list[_SentResults]], sources: Sequence[Source]
    ) -> list[FileResults]:
        while True:
            try:
                sent = linted.result(timeout=_POLL_SECONDS)
                return [*map(_receive, sent, sources)]
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


_pipeline: Pipeline | None = None
"""The pipeline of this process."""


def _init_worker(pipeline: Pipeline) -> None:
    global _pipeline
    leave_signals_to_parent()
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    _pipeline = pipeline


def _exit_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _lint_in_worker(sources: Sequence[Source], details: bool) -> list[_SentResults]:
    assert _pipeline is not None  # noqa: S101 -- `_init_worker` has been called
    return [
        [to_dict(item) if isinstance(item, PostResult) else item for item in results]
        for results in _pipeline.lint(sources, details=details)
    ]


def _receive(sent: _SentResults, source: Source) -> FileResults:
    return [item if isinstance(item, LintFailure) else from_dict(item, source) for item in sent]
