"""`postlint check --watch`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postlint.cli import options
from postlint.cli.report_outputs import echo_stderr
from postlint.core.errors import PostlintError
from postlint.core.terminal_text import shorten

if TYPE_CHECKING:
    from postlint.cli.check import CheckRun

_TIMEOUT_MS = 500
"""Milliseconds after which the watcher says that nothing has changed."""

_CONFIG_SUFFIXES = (".toml", ".yaml", ".yml")


def watch(paths: tuple[str, ...], run: CheckRun) -> None:
    """Check the drafts, and then what changes, until the user ends it.

    Raises:
        PostlintError: `watchfiles` is not installed, or there is nothing to watch.
    """
    try:
        from watchfiles import watch as changes
    except ImportError:
        raise PostlintError(
            "--watch needs watchfiles; install it with: pip install 'postlint[watch]'"
        ) from None
    if options.STDIN in paths:
        raise click.UsageError("--watch needs files or folders; it can't watch standard input.")
    named = [Path(path) for path in paths or ["."]]
    started = False
    # The watcher is there from its first time-out on: what changes during the first check counts.
    for batch in changes(
        *_require_existing(named), yield_on_timeout=True, rust_timeout=_TIMEOUT_MS
    ):
        changed = {os.path.realpath(name) for _, name in batch}
        if changed or not started:
            _check(run, paths, changed if started else None)
        if not started:
            echo_stderr("watching for changes; press Ctrl-C to stop")
        started = True


def _check(run: CheckRun, paths: tuple[str, ...], changed: set[str] | None) -> None:
    """Check the drafts that have changed: all of them if configuration or rules have.

    What is wrong with these is said, and no end: it is being edited.
    """
    try:
        if changed and any(name.endswith(_CONFIG_SUFFIXES) for name in changed):
            run.reload()
            changed = None
        files = run.find_drafts(paths) or []
        if changed is not None:
            files = [
                file
                for file in files
                if isinstance(file, Path) and os.path.realpath(file) in changed
            ]
        if files or changed is None:
            run(files, paths=paths)
            sys.stdout.flush()
    except PostlintError as error:
        echo_stderr(str(error))
    except Exception as error:  # the next change may be the one that fixes it
        echo_stderr(
            f"can't check; please report this ({shorten(f'{type(error).__name__}: {error}', 120)})"
        )


def _require_existing(paths: Iterable[Path]) -> list[Path]:
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise PostlintError(f"{missing[0]}: no such file or folder")
    return list(paths)
