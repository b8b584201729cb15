"""How the audit of a feed scales, and how much work is left after an interrupted run.

python -m benchmarks.feed_audit POSTS [--numbers 1000,10000,100000]
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import click

from benchmarks.measure import Measurement, run

POSTLINT = Path(sysconfig.get_path("scripts")) / "postlint"


def write_feed(texts: Sequence[str], number: int, path: Path) -> Path:
    """Write posts as JSONL: each is the first half of one text and the second half of another.

    So all posts are different, with the length and words of real posts.
    """
    generator = random.Random(number)
    start = datetime(2015, 1, 1)
    with path.open("w", encoding="utf-8") as file:
        for index in range(number):
            first, second = (generator.choice(texts).split(" ") for _ in range(2))
            text = " ".join([*first[: len(first) // 2], *second[len(second) // 2 :]])
            post = {
                "id": str(index),
                "text": text,
                "date": (start + timedelta(hours=index)).isoformat(),
                "platform": generator.choice(["linkedin", "x", "blog"]),
            }
            file.write(f"{json.dumps(post)}\n")
    return path


def measure_scaling(texts: Sequence[str], numbers: Sequence[int], folder: Path) -> Iterator[str]:
    """Yield the rows of a table with time and memory by number of posts."""
    yield "| posts | seconds | milliseconds per post | MiB, largest process | JSON, MB |"
    yield "|---|---|---|---|---|"
    for number in numbers:
        path = write_feed(texts, number, folder / f"{number}.jsonl")
        result = folder / f"{number}.json"
        measurement = _audit(path, "--no-cache", "--output-format", f"json:{result}")
        yield (
            f"| {number:,} | {measurement.seconds:.1f} | {1000 * measurement.seconds / number:.2f} "
            f"| {measurement.memory_mib:.0f} | {result.stat().st_size / 1e6:.0f} |"
        )


def measure_resuming(texts: Sequence[str], number: int, folder: Path) -> Iterator[str]:
    """Yield the rows of a table with the time to finish a run that was killed halfway."""
    path = write_feed(texts, number, folder / "killed.jsonl")
    full_run = _audit(path, "--no-cache", "--output-format", f"json:{folder / 'full_run.json'}")
    cache = {"POSTLINT_CACHE_DIR": str(folder / "cache")}
    command = [
        str(POSTLINT),
        "audit",
        str(path),
        "--output-format",
        f"json:{folder / 'killed.json'}",
    ]
    process = subprocess.Popen(command, env={**os.environ, **cache})
    time.sleep(full_run.seconds / 2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    yield "| run | seconds |"
    yield "|---|---|"
    yield f"| all of {number:,} posts | {full_run.seconds:.1f} |"
    for name in ("continued after being killed halfway", "repeated"):
        measurement = run(command, environment=cache)
        is_same = (folder / "full_run.json").read_bytes() == (folder / "killed.json").read_bytes()
        yield f"| {name}{'' if is_same else ' (NOT THE SAME RESULT)'} | {measurement.seconds:.1f} |"


def _audit(path: Path, *options: str) -> Measurement:
    print(f"auditing {path.name}", file=sys.stderr)
    measurement = run([POSTLINT, "audit", path, *options])
    if measurement.status:
        raise SystemExit(measurement.output)
    return measurement


@click.command()
@click.argument("posts", type=click.Path(exists=True, path_type=Path))
@click.option("--numbers", default="1000,10000,100000", show_default=True)
def main(posts: Path, numbers: str) -> None:
    """Measure how the audit of a feed scales, with texts from POSTS, a JSONL file with `text`."""
    with posts.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    counts = [int(number) for number in numbers.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        for line in measure_scaling(texts, counts, Path(folder)):
            print(line, flush=True)
        print()
        for line in measure_resuming(texts, counts[len(counts) // 2], Path(folder)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
