"""How time and memory scale with the number of drafts and with the length of a draft.

python -m benchmarks.scaling DRAFTS [--rounds N]
"""

from __future__ import annotations

import itertools
import json
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import click

from benchmarks.corpus import unpack
from benchmarks.measure import run
from postlint.core import resources

NUMBERS = (10, 30, 100, 300, 1_000, 3_000, 10_000)
LENGTHS = (50, 500, 5_000, 50_000)


def measure_draft_counts(drafts: Path, numbers: Sequence[int], rounds: int) -> str:
    """Measure numbers of drafts. If there are too few, they're repeated with another last line."""
    lines = [
        "| drafts | seconds | one process: seconds | milliseconds per draft | MiB |",
        "|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as temporary_folder:
        source_folder = Path(temporary_folder)
        files = unpack(drafts, source_folder)
        texts = [(source_folder / file).read_bytes() for file in files]
        for number in numbers:
            folder = source_folder / f"all-{number}"
            folder.mkdir()
            for index, text in enumerate(itertools.islice(itertools.cycle(texts), number)):
                line = b"" if index < len(texts) else f"Number {index}.\n\n".encode()
                (folder / f"{index:05}.md").write_bytes(text + b"\n\n" + line)
            measurements = [_measure(folder, rounds, *jobs) for jobs in ((), ("--jobs", "1"))]
            (seconds, memory), (single_seconds, single_memory) = measurements
            milliseconds = 1000 * single_seconds / number
            lines.append(
                f"| {number:,} | {seconds:.2f} | {single_seconds:.2f} | {milliseconds:.1f} "
                f"| {max(memory, single_memory):.0f} |"
            )
    return "\n".join(lines)


def measure_draft_lengths(lengths: Sequence[int], rounds: int) -> str:
    """Measure drafts of several lengths, made of the project's own posts."""
    posts = [
        json.loads(line)["text"]
        for path in sorted(resources.folder("models/posts").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    lines = ["| words in one draft | seconds | MiB |", "|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        for length in lengths:
            text, words = [], 0
            for post in itertools.cycle(posts):
                text.append(post)
                words += len(post.split())
                if words >= length:
                    break
            path = Path(folder) / f"{length}.md"
            path.write_text("\n\n".join(text), encoding="utf-8", newline="\n")
            seconds, memory = _measure(path, rounds)
            lines.append(f"| {words:,} | {seconds:.2f} | {memory:.0f} |")
    return "\n".join(lines)


def _measure(path: Path, rounds: int, *options: str) -> tuple[float, float]:
    print(f"checking {path.name} {' '.join(options)}", file=sys.stderr)
    postlint = Path(sysconfig.get_path("scripts")) / "postlint"
    measurements = [run([postlint, "check", "--no-cache", *options, path]) for _ in range(rounds)]
    if any(measurement.status not in (0, 1) for measurement in measurements):
        raise SystemExit(measurements[0].output)
    return median(measurement.seconds for measurement in measurements), max(
        measurement.memory_mib for measurement in measurements
    )


@click.command()
@click.argument("drafts", type=click.Path(exists=True, path_type=Path))
@click.option("--rounds", default=3, show_default=True)
def main(drafts: Path, rounds: int) -> None:
    """Measure how time and memory scale, on DRAFTS."""
    print(measure_draft_counts(drafts, NUMBERS, rounds))
    print()
    print(measure_draft_lengths(LENGTHS, rounds))


if __name__ == "__main__":
    main()
