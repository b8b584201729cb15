"""Judging on a Dask cluster with a real scheduler and workers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from postlint.audit import cluster as cluster_module
from tests.audit.sample_posts import (
    HELPFUL,
    rows,
    write_csv,
    write_drafts,
    write_jsonl,
    write_parquet,
)
from tests.command import command, environment, run_here, spawn
from tests.requirements import require_package

require_package("distributed", "cluster")

TIME = 90


class Cluster:
    """A scheduler and its workers, each in a separate process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self._processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"
        )
        self._wait(self._file.exists)
        while True:
            try:
                self.address: str = json.loads(self._file.read_text())["address"]
                break
            except ValueError:
                time.sleep(0.05)

    def _start(self, what: str, *args: str) -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", "distributed.cli.dask_" + what, *args]
        with (self._folder / f"{what}-{len(self._processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [*line, "--scheduler-file", str(self._file)],
                cwd=self._folder, env=environment(), stdout=log, stderr=log,
            )  # fmt: skip
        self._processes.append(process)
        return process

    def worker(self) -> subprocess.Popen[bytes]:
        """Start a worker without a nanny, which would restart it."""
        return self._start(
            "worker", "--no-nanny", "--nthreads", "1", "--no-dashboard", "--memory-limit", "0"
        )

    @staticmethod
    def _wait(holds: Any) -> None:
        end = time.monotonic() + TIME
        while not holds():
            assert time.monotonic() < end, "the cluster did not start"
            time.sleep(0.05)

    def end(self) -> None:
        for process in reversed(self._processes):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    started = Cluster(folder)
    try:
        yield started
    finally:
        started.end()


@pytest.fixture
def posts(tmp_path: Path) -> list[str]:
    """Posts in several files of three kinds, named by patterns."""
    folder = tmp_path / "posts"
    folder.mkdir()
    each = list(rows(180))
    for part in range(4):
        write_jsonl(folder / f"a{part}.jsonl", iter(each[part * 20 : part * 20 + 20]))
    write_csv(folder / "b.csv", iter(each[80:120]))
    write_parquet(folder / "c.parquet", iter(each[120:]), group=6)
    (folder / "a4.jsonl").write_text(
        '{"text": ""}\n{"text": 3\n{"text": "Guten Morgen zusammen, '
        'heute gibt es wieder Neues aus dem Büro."}\n',
        encoding="utf-8",
    )
    return [str(folder / "*.jsonl"), str(folder / "*.csv"), str(folder / "*.parquet")]


def audited(*args: str | Path) -> dict[str, Any]:
    result = run_here("audit", *args, "--no-cache", "--output-format", "json")
    assert result.exit_code == 0, result.output
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def on(cluster: Cluster, parts: Path) -> list[str | Path]:
    return ["--engine", "dask", "--scheduler", cluster.address, "--parts", parts]


@pytest.mark.slow
def test_killing_a_worker_does_not_change_the_result(
    cluster: Cluster, posts: list[str], tmp_path: Path
) -> None:
    parts = tmp_path / "parts"
    victim = cluster.worker()
    run = subprocess.Popen(
        command("audit", *posts, *on(cluster, parts), "--output-format", "json:cluster.json"),
        cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    # The worker is killed while it works: one part is written, and another has started.
    end = time.monotonic() + TIME
    while not (list(parts.glob("*.parquet")) and list(parts.glob("*.tmp"))):
        assert time.monotonic() < end
        assert run.poll() is None, run.communicate()[0]
        time.sleep(0.005)
    os.kill(victim.pid, signal.SIGKILL)
    victim.wait()
    written = {path.name: path.stat().st_mtime_ns for path in parts.glob("*.parquet")}
    assert run.poll() is None
    cluster.worker()
    output, _ = run.communicate(timeout=TIME)
    assert run.returncode == 0, output
    here = audited(*posts)
    there = json.loads((tmp_path / "cluster.json").read_text())
    assert there == here
    assert there["counts"]["scored"] == 180
    assert there["counts"]["skipped"] == {"empty": 1, "not_english": 1}
    assert there["counts"]["unreadable_rows"] == 1
    # Earlier results are kept.
    assert {name: (parts / name).stat().st_mtime_ns for name in written} == written


@pytest.mark.slow
def test_parts_with_a_result_are_not_scored_again(
    cluster: Cluster, posts: list[str], tmp_path: Path
) -> None:
    parts = tmp_path / "parts"
    worker = cluster.worker()
    first = audited(*posts[:1], *on(cluster, parts))
    worker.kill()
    worker.wait()
    # No worker is left to judge anything.
    again = audited(*posts[:1], *on(cluster, parts))
    assert again == first
    assert len(list(parts.glob("*.parquet"))) == 5
    assert not list(parts.glob("*.tmp"))


def test_scheduler_does_not_answer(
    tmp_path: Path, posts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "CONNECT_TIMEOUT", 1)
    line = ["--engine", "dask", "--scheduler", "tcp://127.0.0.1:9"]
    result = run_here("audit", *posts, *line, "--parts", tmp_path / "parts")
    assert result.exit_code == 2
    assert "no Dask scheduler answers" in result.stderr
    assert result.stderr.count("\n") == 1


def test_cluster_options_are_used_together(posts: list[str]) -> None:
    result = run_here("audit", *posts, "--engine", "dask")
    assert result.exit_code == 2
    assert "Use --engine dask, --scheduler, and --parts together" in result.stderr


@pytest.mark.slow
def test_paths_and_settings_match_one_machine(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cluster.worker()
    write_drafts(tmp_path / "drafts", 30)
    write_jsonl(tmp_path / "drafts" / "own.jsonl", rows(9))
    line = ["drafts", "drafts/p1.md", "drafts/own.jsonl", "missing.md"]
    arguments = [*line, *on(cluster, Path("parts"))]

    def both() -> list[dict[str, Any]]:
        told = []
        for args in (line, arguments):
            result = run_here("audit", *args, "--no-cache", "--output-format", "json")
            assert result.exit_code == 2
            told.append(json.loads(result.stdout))
        assert told[0] == told[1]
        assert told[0]["problems"][0]["path"] == "missing.md"
        return told

    assert len(both()[0]["posts"]) == 39
    # A changed draft is scored again. If settings change, everything is.
    (tmp_path / "drafts" / "p1.md").write_text(HELPFUL.format(n=44))
    changed = {post["id"]: post for post in both()[1]["posts"]}
    assert changed["drafts/p1.md"]["relevance"] > 0.5
    (tmp_path / "drafts" / "postlint.toml").write_text('ignore = ["self-focused"]\n')
    found = {one["rule"] for post in both()[1]["posts"] for one in post["findings"]}
    assert found
    assert "self-focused" not in found


def test_cluster_without_workers(cluster: Cluster, posts: list[str], tmp_path: Path) -> None:
    line = [*on(cluster, tmp_path / "parts"), "--worker-timeout", "2"]
    done = spawn("audit", *posts[:1], *line, "--output-format", "json:report.json", cwd=tmp_path)
    assert done.returncode == 2
    waiting, ended = done.stderr.decode().splitlines()
    assert waiting == "postlint: the Dask cluster has no workers; waiting up to 2 seconds for one"
    assert "no workers (none joined within 2 seconds)" in ended
    assert "--worker-timeout" in ended
    assert not (tmp_path / "report.json").exists()


@pytest.mark.slow
@pytest.mark.parametrize("lost", ["worker", "scheduler"])
def test_lost_cluster(lost: str, cluster: Cluster, posts: list[str], tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    worker = cluster.worker()
    line = [*on(cluster, parts), "--worker-timeout", "2", "--output-format", "json:report.json"]
    run = subprocess.Popen(
        command("audit", *posts, *line), cwd=tmp_path,
        env=environment(DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="2s"),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    end = time.monotonic() + TIME
    while not list(parts.glob("*.tmp")):
        assert time.monotonic() < end
        assert run.poll() is None, run.communicate()[0]
        time.sleep(0.005)
    victim = worker if lost == "worker" else cluster.scheduler
    victim.kill()
    victim.wait()
    output, _ = run.communicate(timeout=TIME)
    assert run.returncode == 2, output
    assert "Traceback" not in output
    assert len(output.splitlines()) <= 2, output
    assert "no workers" in output or "connection to the Dask scheduler was lost" in output
    assert not (tmp_path / "report.json").exists()
