"""A long run of the fuzzer: `python -m tests.fuzz --inputs 1000000`."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from ctypes import c_uint64
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import click

from tests.fuzz.targets import TARGETS

CHUNK = 500
"""Inputs of one target that a process works through before it says how it went."""

TIMEOUT_SECONDS = 120.0
"""Seconds for one input; far more than the slowest takes on a busy machine."""


@dataclass(frozen=True)
class Chunk:
    """Inputs of one target, by number."""

    target: str
    start: int
    stop: int


@dataclass(frozen=True)
class Failure:
    """An input that failed, and how."""

    target: str
    number: int
    reason: str


def chunks(inputs: int, first: int, only: tuple[str, ...]) -> Iterator[Chunk]:
    """Yield the work, each target's in proportion to its share."""
    chosen = [TARGETS[name] for name in only or TARGETS]
    shares = sum(target.share for target in chosen)
    ends = {target: first + -(-inputs * target.share // shares) for target in chosen}
    offset = first
    while any(offset < end for end in ends.values()):
        for target, end in ends.items():
            if offset < end:
                yield Chunk(target.name, offset, min(offset + CHUNK, end))
        offset += CHUNK


def work(connection: Connection, current: Any, folder: Path) -> None:
    """Work through chunks as they come, and send back the failures in each."""
    os.environ["POSTLINT_CACHE_DIR"] = str(folder / "cache")
    os.chdir(folder)
    while (chunk := connection.recv()) is not None:
        failures: list[Failure] = []
        target = TARGETS[chunk.target](folder)
        for number in range(chunk.start, chunk.stop):
            current.value = number
            data, random = target.make(number)
            try:
                target.feed(data, random)
            except BaseException:
                failures.append(Failure(chunk.target, number, traceback.format_exc(limit=-6)))
                target = TARGETS[chunk.target](folder)
        try:
            target.close()
        except BaseException:
            failures.append(Failure(chunk.target, chunk.stop - 1, traceback.format_exc(limit=-6)))
        connection.send(failures)


class Worker:
    """A process that works through chunks; it is started again if an input ends it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.current: Any = multiprocessing.Value(c_uint64, 0, lock=False)
        self.chunk: Chunk | None = None
        self._start()

    def _start(self) -> None:
        self.connection, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(
            target=work, args=(theirs, self.current, self.folder), daemon=False
        )
        self.process.start()
        theirs.close()
        self._last = 0, time.monotonic()

    @property
    def _number(self) -> int:
        return int(self.current.value)

    def assign(self, chunk: Chunk | None) -> None:
        """Hand over the next chunk; None ends the process."""
        self.chunk = chunk
        self._last = 0, time.monotonic()
        self.connection.send(chunk)

    def is_stuck(self) -> bool:
        """Return whether one input has taken longer than any may."""
        if self._last[0] != self._number:
            self._last = self._number, time.monotonic()
        return time.monotonic() - self._last[1] > TIMEOUT_SECONDS

    def restart(self, why: str) -> tuple[Failure, Chunk | None]:
        """End and restart the process; return the failure and what is left of the chunk."""
        assert self.chunk
        number = self._number
        self.process.kill()
        self.process.join()
        self._start()
        rest = Chunk(self.chunk.target, number + 1, self.chunk.stop)
        failure = Failure(self.chunk.target, number, why)
        return failure, rest if rest.start < rest.stop else None


@click.command()
@click.option("--inputs", default=1_000_000, show_default=True, help="How many to try.")
@click.option("--first", default=0, help="Number of the first input.")
@click.option("--jobs", default=os.cpu_count(), show_default=True, help="Processes.")
@click.option("--target", "only", multiple=True, type=click.Choice(list(TARGETS)))
@click.option("--output", default=Path("fuzz-failures"), type=click.Path(path_type=Path))
@click.option("--most", default=50, show_default=True, help="Stop after so many failures.")
def main(
    inputs: int, first: int, jobs: int, only: tuple[str, ...], output: Path, max_failures: int
) -> None:
    """Feed postlint mutated input, and keep what it can't take."""
    todo = chunks(inputs, first, only)
    left: list[Chunk] = []
    input_counts: Counter[str] = Counter()
    failures: list[Failure] = []
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        workers = [Worker(Path(scratch, str(number))) for number in range(jobs)]

        def next_chunk(worker: Worker) -> None:
            worker.assign(left.pop() if left else next(todo, None))

        for worker in workers:
            next_chunk(worker)
        while busy := [worker for worker in workers if worker.chunk]:
            ready = wait([worker.connection for worker in busy], timeout=5.0)
            for worker in busy:
                assert worker.chunk
                chunk = worker.chunk
                if worker.connection in ready:
                    try:
                        found = worker.connection.recv()
                    except EOFError:
                        failure, rest = worker.restart("the process ended")
                        found, chunk = (
                            [failure],
                            Chunk(chunk.target, chunk.start, failure.number + 1),
                        )
                        left += [rest] if rest else []
                elif worker.is_stuck():
                    failure, rest = worker.restart(f"no answer within {TIMEOUT_SECONDS:.0f} s")
                    found, chunk = [failure], replace(chunk, stop=failure.number + 1)
                    left += [rest] if rest else []
                else:
                    continue
                input_counts[chunk.target] += chunk.stop - chunk.start
                failures += found
                for failure in found:
                    keep(failure, output, Path(scratch))
                next_chunk(worker) if len(failures) < max_failures else worker.assign(None)
            report(input_counts, failures, began)
        for worker in workers:
            worker.process.join()
    click.echo(f"\n{sum(input_counts.values()):,} inputs, {len(failures)} failures")
    raise SystemExit(1 if failures else 0)


def keep(failure: Failure, output: Path, scratch: Path) -> None:
    """Write an input that failed, and how it failed."""
    data, _ = TARGETS[failure.target](scratch).make(failure.number)
    folder = output / failure.target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / str(failure.number)).write_bytes(data)
    (folder / f"{failure.number}.why").write_text(failure.reason, encoding="utf-8")


def report(input_counts: Counter[str], failures: list[Failure], began: float) -> None:
    """Show how far it is."""
    failed = Counter(failure.target for failure in failures)
    parts = [f"{name} {count:,} ({failed[name]})" for name, count in input_counts.items()]
    rate = sum(input_counts.values()) / (time.monotonic() - began)
    click.echo(f"\r{' '.join(parts)}, {rate:.0f} a second", nl=False)


if __name__ == "__main__":
    main()
