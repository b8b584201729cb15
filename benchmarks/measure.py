"""Running a command and measuring its time and memory."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Measurement:
    """The measurement of one run of a command.

    Attributes:
        seconds: the elapsed time in seconds.
        cpu: the CPU time of all its processes, in seconds.
        memory_mib: the peak memory of its largest process, in MiB.
        status: its exit status.
        output: the first 100,000 bytes of its output.
    """

    seconds: float
    cpu: float
    memory_mib: float
    status: int
    output: str


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    cpu_limit: int | None = None,
    memory_limit: int | None = None,
) -> Measurement:
    """Run a command until it ends or reaches a limit of CPU seconds or MiB of memory."""

    def set_limits() -> None:
        if cpu_limit:
            resource.setrlimit(resource.RLIMIT_CPU, (cpu_limit, cpu_limit + 1))
        if memory_limit:
            resource.setrlimit(resource.RLIMIT_AS, (memory_limit << 20, memory_limit << 20))

    with tempfile.TemporaryFile() as output:
        start = perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=set_limits if cpu_limit or memory_limit else None,
        )
        # This includes child processes; for memory, it's the largest process.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read(100_000).decode("utf-8", "replace")
    return Measurement(
        seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode, text
    )


def format_median(values: Sequence[float]) -> str:
    """Return the median, minimum, and maximum of values."""
    return f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f})"
