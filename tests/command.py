"""Running the command: in this process (fast) or as a real one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import click
from click.testing import CliRunner, Result

from postlint.__main__ import main

ROOT = Path(__file__).resolve().parents[1]

GOOD = (
    "If you are moving offices this year, order the internet line first: it takes ten weeks, and "
    "everything else takes four.\n\nHow long did you have to wait for yours?\n"
)
"""No problems found."""

ASKS_NOTHING = (
    "Small firms write offers that are far too long. A client wants to know the price, the date, "
    "and who will come. All the rest could wait for the contract.\n"
)
"""Only `no-question`."""

FAKE_BOLD = GOOD.replace("ten weeks", "\U0001d601\U0001d5f2\U0001d5fb weeks")
"""Only `pseudo-bold`, a warning on every platform."""

SELF_FOCUSED = (
    "I am so proud of myself. Today I passed my third exam, and my marks were better than "
    "last year.\n\nI worked for six months and I never missed a lesson.\n"
)
"""Only `self-focused`, which supersedes the other findings."""

KNOWN_PLATFORMS = (
    "Known platforms: blog, bluesky, facebook, instagram, linkedin, mastodon, newsletter, threads, "
    "x"
)
"""How the error for an unknown platform ends."""

Postlint = Callable[..., Result]

COLOR_VARIABLES = ("FORCE_COLOR", "NO_COLOR", "COLUMNS", "TTY_COMPATIBLE", "TTY_INTERACTIVE")


class _Program(click.Command):
    """`python -m postlint` as something that Click's test runner can run."""

    def main(self, args: Sequence[str] | None = None, *_: Any, **__: Any) -> Any:
        with mock.patch.object(sys, "argv", ["postlint", *(args or ())]):
            main()


def run_here(*args: str | Path, stdin: str | bytes | None = None) -> Result:
    """Run the command in this process; a traceback fails the test."""
    result = CliRunner().invoke(_Program("postlint"), [str(arg) for arg in args], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@contextmanager
def running_process(line: Sequence[str | Path], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """Start a process, and wait for it at the end of the block; kill it if the block fails."""
    with subprocess.Popen(line, **options) as process:
        try:
            yield process
            process.wait(WAIT)
        except BaseException:
            process.kill()
            raise


WAIT = 120.0
"""Seconds to wait for a process or its output; far more than it takes."""


def command(*args: str | Path) -> list[str | Path]:
    """Return the command line of a real run."""
    return [sys.executable, "-m", "postlint", *args]


def environment(**changes: str) -> dict[str, str]:
    """Return an environment with this checkout on the path and without color settings."""
    kept = {key: value for key, value in os.environ.items() if key not in COLOR_VARIABLES}
    return kept | {"PYTHONPATH": str(ROOT)} | changes


def spawn(
    *args: str | Path, cwd: Path, stdin: bytes = b"", **env: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a real process."""
    return subprocess.run(
        command(*args), cwd=cwd, env=environment(**env), input=stdin, capture_output=True,
        timeout=120, check=False,
    )  # fmt: skip


def write(folder: Path, **drafts: str | bytes) -> None:
    """Write drafts, each as `NAME.md`."""
    for name, content in drafts.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / f"{name}.md").write_bytes(data)


def rules_by_path(result: Result) -> dict[str, list[str]]:
    """Return the rules that a JSON report names for each draft."""
    report: dict[str, Any] = json.loads(result.stdout)
    return {
        post["path"]: [finding["rule"] for finding in post["findings"]] for post in report["posts"]
    }
