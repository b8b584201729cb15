"""`postlint check --watch`."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from postlint.cli.check_run import CheckRun
from postlint.cli.drafts import STDIN
from postlint.cli.report_outputs import echo_stderr
from postlint.core.errors import PostlintError, describe_crash

_TIMEOUT_MS = 500
"""Milliseconds after which the watcher reports that nothing changed."""

_CONFIG_SUFFIXES = (".toml", ".yaml", ".yml")


def watch(paths: tuple[str, ...], run: CheckRun) -> None:
    """Check the drafts, and check them again when they change, until the user stops it.

    Raises:
        PostlintError: `watchfiles` isn't installed, or a path doesn't exist.
    """
    try:
        from watchfiles import watch as changes
    except ImportError:
        raise PostlintError(
            "--watch needs watchfiles; install it with: pip install 'postlint[watch]'"
        ) from None
    if STDIN in paths:
        raise click.UsageError("--watch needs files or folders; it can't watch standard input.")
    watched_paths = [Path(path) for path in paths or ["."]]
    for path in watched_paths:
        if not path.exists():
            raise PostlintError(f"{path}: no such file or folder")
    has_started = False
    # The first check waits for the watcher's first timeout, so changes during it are noticed.
    for batch in changes(*watched_paths, yield_on_timeout=True, rust_timeout=_TIMEOUT_MS):
        changed = {os.path.realpath(name) for _, name in batch}
        if changed or not has_started:
            _check(run, paths, changed if has_started else None)
        if not has_started:
            echo_stderr("watching for changes; press Ctrl-C to stop")
        has_started = True


def _check(run: CheckRun, paths: tuple[str, ...], changed: set[str] | None) -> None:
    """Check the changed drafts, or all drafts if the configuration or a rule changed.

    Errors are printed but don't stop the watch, because the user might be editing the file.
    """
    try:
        if changed and any(name.endswith(_CONFIG_SUFFIXES) for name in changed):
            run.reload()
            changed = None
        drafts = run.find_drafts(paths)
        if changed is not None:
            items = [
                item
                for item in drafts.items
                if isinstance(item, Path) and os.path.realpath(item) in changed
            ]
            drafts = replace(drafts, items=items)
        if drafts.items or changed is None:
            run(drafts)
            sys.stdout.flush()
    except PostlintError as error:
        echo_stderr(str(error))
    except Exception as error:  # the next change might fix it
        echo_stderr(f"the drafts {describe_crash(error)}")
