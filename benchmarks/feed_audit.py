"""How the audit of a feed grows: seconds, milliseconds a post, and memory; and going on.

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


def feed(texts: Sequence[str], number: int, path: Path) -> Path:
    """Write so many posts as JSONL: each is the first half of one text and the second of another.

    So no two are alike, and all have the length and the words of real ones.
    """
    generator = random.Random(number)
    begin = datetime(2015, 1, 1)
    with path.open("w", encoding="utf-8") as file:
        for index in range(number):
            one, two = (generator.choice(texts).split(" ") for _ in "ab")
            text = " ".join([*one[: len(one) // 2], *two[len(two) // 2 :]])
            post = {
                "id": str(index),
                "text": text,
                "date": (begin + timedelta(hours=index)).isoformat(),
                "platform": generator.choice(["linkedin", "x", "blog"]),
            }
            file.write(f"{json.dumps(post)}\n")
    return path


def growth(texts: Sequence[str], numbers: Sequence[int], folder: Path) -> Iterator[str]:
    """Yield the rows of a table of how time and memory grow."""
    yield "| posts | seconds | milliseconds a post | MiB, largest process | JSON, MB |"
    yield "|---|---|---|---|---|"
    for number in numbers:
        path = feed(texts, number, folder / f"{number}.jsonl")
        result = folder / f"{number}.json"
        taken = _audit(path, "--no-cache", "--output-format", f"json:{result}")
        yield (
            f"| {number:,} | {taken.seconds:.1f} | {1000 * taken.seconds / number:.2f} "
            f"| {taken.memory_mib:.0f} | {result.stat().st_size / 1e6:.0f} |"
        )


def resume(texts: Sequence[str], number: int, folder: Path) -> Iterator[str]:
    """Yield the rows of a table of what is left to do after a run was killed half way."""
    path = feed(texts, number, folder / "killed.jsonl")
    whole = _audit(path, "--no-cache", "--output-format", f"json:{folder / 'whole.json'}")
    cache = {"POSTLINT_CACHE_DIR": str(folder / "cache")}
    line = [str(POSTLINT), "audit", str(path), "--output-format", f"json:{folder / 'killed.json'}"]
    process = subprocess.Popen(line, env={**os.environ, **cache})
    time.sleep(whole.seconds / 2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    yield "| run | seconds |"
    yield "|---|---|"
    yield f"| all of {number:,} posts | {whole.seconds:.1f} |"
    for name in ("going on after being killed half way", "once more"):
        taken = run(line, environment=cache)
        same = (folder / "whole.json").read_bytes() == (folder / "killed.json").read_bytes()
        yield f"| {name}{'' if same else ' (NOT THE SAME RESULT)'} | {taken.seconds:.1f} |"


def _audit(path: Path, *options: str) -> Measurement:
    print(f"auditing {path.name}", file=sys.stderr)
    taken = run([POSTLINT, "audit", path, *options])
    if taken.status:
        raise SystemExit(taken.output)
    return taken


@click.command()
@click.argument("posts", type=click.Path(exists=True, path_type=Path))
@click.option("--numbers", default="1000,10000,100000", show_default=True)
def main(posts: Path, numbers: str) -> None:
    """Measure how the audit of a feed grows, on texts from POSTS, a JSONL with `text`."""
    with posts.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    counts = [int(number) for number in numbers.split(",")]
    with tempfile.TemporaryDirectory() as place:
        for line in growth(texts, counts, Path(place)):
            print(line, flush=True)
        print()
        for line in resume(texts, counts[len(counts) // 2], Path(place)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
