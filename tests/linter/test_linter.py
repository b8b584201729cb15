"""One process or several: the same results in the same order, and no process is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from postlint.config.settings import SettingsResolver
from postlint.core.errors import LintFailure
from postlint.core.timings import Timings
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source
from postlint.linter import linter as linter_module
from postlint.linter import pool as processes
from postlint.linter.linter import Linter
from tests.command import (
    ASKS_NOTHING,
    GOOD,
    SELF_FOCUSED,
    WAIT,
    Postlint,
    command,
    environment,
    running_process,
    spawn,
    write,
)

FEW, MANY = 4, 60

CODE = "```\n" + "x = 1\n" * 300 + "```\n"
"""A block that makes a draft long enough for another process, but isn't linted."""

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")


def drafts(number: int) -> Iterator[Source | LintFailure]:
    texts = (
        GOOD,
        SELF_FOCUSED,
        ASKS_NOTHING,
        "",
        "Wir haben heute leider geschlossen, liebe Leute.",
    )
    for index in range(number):
        if index % 17 == 3:
            yield LintFailure(f"{index}.md", "not UTF-8")
        else:
            text = texts[index % len(texts)]
            yield Source(f"{index}.md", f"{text}\n\nThis is number {index} of them.\n\n{CODE}")


@pytest.fixture(params=sorted({"spawn", processes.START_METHOD}))
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How processes are started: the default here, and the one that works everywhere."""
    monkeypatch.setattr(processes, "START_METHOD", request.param)
    monkeypatch.setattr(processes, "_pipeline", None)
    return str(request.param)


def lint(jobs: int, number: int, **options: bool) -> list[PostResult | LintFailure]:
    return [*Linter(SettingsResolver(), jobs=jobs).lint(drafts(number), **options)]


@pytest.mark.usefixtures("method")
@pytest.mark.parametrize("options", [{}, {"details": True}])
def test_several_processes_give_the_same_results_in_order(
    options: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []

    class Pool(processes.WorkerPool):
        def __init__(self, jobs: int, *args: Any) -> None:
            started.append(jobs)
            super().__init__(jobs, *args)

    monkeypatch.setattr(processes, "WorkerPool", Pool)
    alone = lint(1, MANY, **options)
    assert not started
    assert lint(2, MANY, **options) == alone
    assert started == [2]
    paths = [item.path for item in alone]
    assert paths == [f"{index}.md" for index in range(MANY)]


@pytest.mark.usefixtures("method")
def test_processes_import_nothing_from_the_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    trapped = tmp_path / "trapped"
    for name in ("multiprocessing", "json", "numpy"):
        text = f"open({str(trapped)!r}, 'w').close()"
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert len(lint(2, MANY)) == MANY
    assert not trapped.exists()


def test_few_drafts_run_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "WorkerPool", None)
    assert len(lint(8, FEW)) == FEW


def test_processes_are_no_more_than_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Pool(processes.WorkerPool):
        def __init__(self, jobs: int, *args: Any) -> None:
            asked.append(jobs)
            super().__init__(2, *args)

    monkeypatch.setattr(processes, "WorkerPool", Pool)
    assert len(lint(64, MANY)) == MANY
    assert len(asked) == 1
    assert 2 <= asked[0] <= 8


def test_sources_are_read_ahead_by_little() -> None:
    read = 0

    def counted() -> Iterator[Source]:
        nonlocal read
        for index in range(100_000):
            read += 1
            yield Source(f"{index}.md", GOOD)

    items = Linter(SettingsResolver(), jobs=1).lint(counted())
    assert next(items)
    items.close()
    assert read <= 2 * linter_module._LOOKUP_BATCH


@linux
def test_closing_early_leaves_no_worker_behind() -> None:
    items = Linter(SettingsResolver(), jobs=2).lint(drafts(MANY * 10))
    next(items)
    assert children(os.getpid())
    items.close()
    assert_none_left(os.getpid())


def folder_of_many(folder: Path, posts: int = 2_000) -> None:
    for source in drafts(posts):
        if isinstance(source, Source):
            (folder / source.path).write_text(source.text)


@linux
@pytest.mark.parametrize(
    ("ending", "status", "says"),
    [
        (signal.SIGINT, 130, b"postlint: interrupted"),
        (signal.SIGTERM, -signal.SIGTERM, b""),
        (signal.SIGKILL, -signal.SIGKILL, b""),
    ],
)
def test_workers_end_with_the_main_process(
    ending: signal.Signals, status: int, says: bytes, tmp_path: Path
) -> None:
    folder_of_many(tmp_path)
    with running_process(
        command("check", "--no-cache", "--jobs", "2", "--quiet"), cwd=tmp_path, env=environment(),
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        until(lambda: len(children(process.pid)) == 2, "no processes were started")
        workers = children(process.pid)
        time.sleep(0.3)
        if ending == signal.SIGINT:
            os.killpg(process.pid, ending)  # as a terminal does
        else:
            process.send_signal(ending)
        _, stderr = process.communicate(timeout=WAIT)
    assert process.returncode == status
    assert stderr.strip() == says
    until(lambda: not any(map(runs, workers)), "processes were left behind")


@linux
def test_killed_worker_is_reported(tmp_path: Path) -> None:
    folder_of_many(tmp_path)
    with running_process(
        command("check", "--no-cache", "--jobs", "2", "--quiet"), cwd=tmp_path, env=environment(),
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        until(lambda: len(children(process.pid)) == 2, "no processes were started")
        os.kill(children(process.pid)[0], signal.SIGKILL)
        _, stderr = process.communicate(timeout=WAIT)
    assert process.returncode == 2
    assert b"`--jobs 1` uses less" in stderr.splitlines()[-1]
    assert b"Traceback" not in stderr


def test_number_of_jobs_does_not_change_the_output(tmp_path: Path) -> None:
    folder_of_many(tmp_path, MANY)
    alone = spawn("check", "--jobs", "1", "--no-cache", cwd=tmp_path)
    several = spawn("check", "--jobs", "2", cwd=tmp_path)
    again = spawn("check", cwd=tmp_path)
    assert alone.returncode == 1
    assert alone.stdout.count(b"self-focused") > 5
    assert alone.stdout == several.stdout == again.stdout
    assert alone.stderr == several.stderr == again.stderr


def test_timings_list_steps_and_rules(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, one=GOOD, two=SELF_FOCUSED)
    result = postlint("check", "--timings")
    rows = [line.split(maxsplit=3) for line in result.stderr.splitlines()]
    names = [name for _, _, _, name in rows]
    assert {"reading drafts", "understanding English", "scoring", "rule self-focused"} <= {*names}
    seconds = [float(row[0]) for row in rows]
    assert seconds == sorted(seconds, reverse=True)
    assert result.stdout == postlint("check").stdout


def test_timings_add_up() -> None:
    timings = Timings()
    assert [*timings.over("making", iter("abc"))] == ["a", "b", "c"]
    with pytest.raises(ZeroDivisionError), timings.step("failing"):
        raise ZeroDivisionError
    assert set(timings.seconds) == {"making", "failing"}
    assert timings.calls["failing"] == 1


@pytest.mark.parametrize("jobs", ["0", "-1", "two"])
def test_invalid_number_of_jobs_is_rejected(jobs: str, postlint: Postlint) -> None:
    result = postlint("check", "--jobs", jobs)
    assert result.exit_code == 2
    assert "'--jobs'" in result.stderr


def children(parent: int) -> list[int]:
    """Return the child processes of a process, except Python's own helper."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            stat = path.read_text().rpartition(")")[2].split()
            line = (path.parent / "cmdline").read_bytes()
        except OSError:
            continue  # it has just ended
        if int(stat[1]) == parent and stat[0] != "Z" and b"resource_tracker" not in line:
            found.append(int(path.parent.name))
    return found


def runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(condition: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.1)
    pytest.fail(otherwise)


def assert_none_left(parent: int) -> None:
    until(lambda: not children(parent), "processes were left behind")
