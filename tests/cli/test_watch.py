"""`postlint check --watch`, as a real process over real files."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import IO

import pytest

from tests.command import GOOD, SELF_FOCUSED, command, environment, write
from tests.requirements import require_package

require_package("watchfiles", "test")

WAIT = 60.0
"""Seconds to wait for a line; far more than it takes."""


class Watching:
    """A run of `--watch`, its lines as they come."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [*map(str, command("check", "--watch", "--output-format", "concise", "."))],
            cwd=folder, env=environment(PYTHONUNBUFFERED="1"), text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._lines: Queue[str] = Queue()
        assert self._process.stdout
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout,))
        self._reader.start()

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            self._lines.put(line)

    def until(self, words: str) -> list[str]:
        """Return the lines up to the first with these words."""
        seen: list[str] = []
        while not seen or words not in seen[-1]:
            seen.append(self._lines.get(timeout=WAIT))
        return seen

    def end(self) -> int:
        """End it as Ctrl-C does, and return its exit status."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        status = self._process.wait(timeout=WAIT)
        self._reader.join(WAIT)
        if self._process.stdout:
            self._process.stdout.close()
        return status


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    write(tmp_path, good=GOOD, other=SELF_FOCUSED)
    run = Watching(tmp_path)
    yield run
    run.end()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_watch_rechecks_changed_drafts(watching: Watching, tmp_path: Path) -> None:
    first = watching.until("watching")
    assert any("other.md" in line and "self-focused" in line for line in first)
    write(tmp_path, good=SELF_FOCUSED)
    again = watching.until("self-focused")
    assert "good.md" in again[-1]
    assert not any("other.md" in line for line in again)
    # A new configuration applies to all of them; a broken one is reported and doesn't end the run.
    (tmp_path / "postlint.toml").write_text("[rule.no-such]\n")
    assert "postlint.toml:1:7: unknown rule" in watching.until("no-such")[-1]
    (tmp_path / "postlint.toml").write_text('[rule.self-focused]\nseverity = "info"\n')
    lines = [*watching.until("info self-focused"), *watching.until("info self-focused")]
    assert {name for name in ("good.md", "other.md") for line in lines if name in line} == {
        "good.md",
        "other.md",
    }
    assert watching.end() == 130
