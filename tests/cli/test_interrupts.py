"""Ctrl-C and other signals end a run at once: one line, no traceback, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.audit.sample_posts import rows, write_jsonl
from tests.command import SELF_FOCUSED, WAIT, command, environment, running_process, write
from tests.requirements import require_package

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")

LINE = b"postlint: interrupted\n"

INTERRUPTED_IMPORT = """
import signal, sys

module, times, ignored = sys.argv[1], int(sys.argv[2]), sys.argv[3]
del sys.argv[1:4]

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            for _ in range(times):
                signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Interrupt())
if ignored:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
from postlint.__main__ import run
run()
"""
"""Runs the command, and sends Ctrl-C while a module is imported."""


def interrupted_import(
    module: str, *args: str, cwd: Path, times: int = 1, ignored: bool = False
) -> subprocess.CompletedProcess[bytes]:
    code = [sys.executable, "-c", INTERRUPTED_IMPORT]
    how = [module, str(times), "ignored" if ignored else ""]
    return subprocess.run(
        [*code, *how, *args], cwd=cwd, env=environment(), capture_output=True, timeout=WAIT,
        check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "module",
    [
        "click", "postlint.cli", "postlint.cli.check", "postlint.core.errors",
        "postlint.core.gitignore", "sqlite3",
        "postlint.linter.linter", "postlint.linter.pipeline", "numpy", "spacy", "thinc.api",
        "srsly", "pydantic",
        "regex", "yaml", "postlint.nlp.spacy_pipeline", "postlint.scoring.logistic_model",
    ],
)  # fmt: skip
def test_interrupt_during_import(module: str, tmp_path: Path) -> None:
    write(tmp_path, a=SELF_FOCUSED)
    done = interrupted_import(module, "check", "--no-cache", "a.md", cwd=tmp_path)
    assert (done.returncode, done.stderr, done.stdout) == (130, LINE, b"")


def test_repeated_interrupts_are_handled(tmp_path: Path) -> None:
    done = interrupted_import("click", "rules", cwd=tmp_path, times=5)
    assert (done.returncode, done.stderr) == (130, LINE)


def test_interrupt_stays_ignored_if_it_was(tmp_path: Path) -> None:
    done = interrupted_import("click", "rules", cwd=tmp_path, ignored=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_interrupt_handler_is_set_before_imports(tmp_path: Path) -> None:
    """Before `run`, Ctrl-C would print a traceback, so nothing slow may happen there."""
    code = (
        "import os, sys; before = {*sys.modules}; import postlint.__main__;"
        "print(*sorted(name for name in {*sys.modules} - before))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=tmp_path, env=environment(), capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert set(done.stdout.split()) <= {"postlint", "postlint.__main__", "__future__"}


@pytest.mark.parametrize(
    ("number", "line"),
    [
        ("SIGINT", "audit posts.jsonl --jobs 1 --output-format parquet:report"),
        ("SIGINT", "audit posts.jsonl --jobs 2 --output-format html:report"),
        (
            "SIGINT",
            "check drafts --jobs 2 --output-format json:report --output-format sarif:other",
        ),
        ("SIGTERM", "check drafts --jobs 2 --output-file report"),
        ("SIGHUP", "check drafts --jobs 1 --output-file report"),
    ],
)
def test_interrupt_keeps_the_old_report(number: str, line: str, tmp_path: Path) -> None:
    if line.startswith("audit"):
        require_package("pyarrow", "audit")
    write_jsonl(tmp_path / "posts.jsonl", rows(1_500))
    (tmp_path / "drafts").mkdir()
    write(tmp_path / "drafts", **{f"draft-{n}": f"{SELF_FOCUSED}\n{n}\n" for n in range(800)})
    (tmp_path / "report").write_text("old")
    with running_process(
        command(*line.split(), "--no-cache"), cwd=tmp_path, env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    ) as run:  # fmt: skip
        end = time.monotonic() + WAIT
        while not list(tmp_path.glob(".postlint-*.tmp")):
            assert time.monotonic() < end
            assert run.poll() is None
            time.sleep(0.01)
        os.killpg(run.pid, signal.Signals[number])  # as a terminal does
        _, stderr = run.communicate(timeout=WAIT)
    if number == "SIGINT":
        assert (run.returncode, stderr) == (130, LINE)
    else:
        assert (run.returncode, stderr) == (-signal.Signals[number], b"")
    assert {path.name for path in tmp_path.iterdir()} == {"posts.jsonl", "drafts", "report"}
    assert (tmp_path / "report").read_text() == "old"


def shown_until(terminal: int, words: bytes) -> bytes:
    """Return the output of a terminal up to some words, or to its end."""
    shown = b""
    try:
        while words not in shown and (data := os.read(terminal, 4096)):
            shown += data
    except OSError:  # Linux says so when the other end is closed
        pass
    return shown


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("init",), b"Your firm's name"),
        (("audit", "posts.jsonl", "--no-cache", "--jobs", "1"), b"records read"),
        (("check", "drafts", "--no-cache", "--jobs", "1"), b"Checking drafts"),
    ],
)
def test_interrupt_restores_the_terminal(
    line: tuple[str, ...], words: bytes, tmp_path: Path
) -> None:
    import pty
    import termios

    write_jsonl(tmp_path / "posts.jsonl", rows(1_500))
    (tmp_path / "drafts").mkdir()
    write(tmp_path / "drafts", **{f"draft-{n}": f"{SELF_FOCUSED}\n{n}\n" for n in range(800)})
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    with running_process(
        command(*line), cwd=tmp_path, env=environment(TERM="xterm"), start_new_session=True,
        stdin=theirs, stdout=theirs, stderr=theirs,
    ) as run:  # fmt: skip
        assert words in shown_until(ours, words)
        end = time.monotonic() + WAIT
        while run.poll() is None:
            assert time.monotonic() < end
            # One that comes just before the program starts to read is handled with the next one.
            os.killpg(run.pid, signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                run.wait(5)
        after = termios.tcgetattr(theirs)
        os.close(theirs)
        shown = shown_until(ours, b"never")
    os.close(ours)
    assert run.returncode == 130
    assert b"Traceback" not in shown
    assert shown.endswith(b"\npostlint: interrupted\r\n")
    assert after == before
    assert shown.rfind(b"\x1b[?25l") <= shown.rfind(b"\x1b[?25h")
