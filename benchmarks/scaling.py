"""How time and memory grow: with the number of drafts, and with the length of one.

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


def many(drafts: Path, numbers: Sequence[int], rounds: int) -> str:
    """Measure numbers of drafts; those that there are are taken again, with another last line."""
    lines = [
        "| drafts | seconds | one process: seconds | milliseconds a draft | MiB |",
        "|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        files = unpack(drafts, home)
        texts = [(home / file).read_bytes() for file in files]
        for number in numbers:
            folder = home / f"all-{number}"
            folder.mkdir()
            for index, text in enumerate(itertools.islice(itertools.cycle(texts), number)):
                line = b"" if index < len(texts) else f"Number {index}.\n\n".encode()
                (folder / f"{index:05}.md").write_bytes(text + b"\n\n" + line)
            both = [_measure(folder, rounds, *jobs) for jobs in ((), ("--jobs", "1"))]
            (seconds, size), (alone, size_alone) = both
            each = 1000 * alone / number
            lines.append(
                f"| {number:,} | {seconds:.2f} | {alone:.2f} | {each:.1f} "
                f"| {max(size, size_alone):.0f} |"
            )
    return "\n".join(lines)


def long(lengths: Sequence[int], rounds: int) -> str:
    """Measure drafts of some lengths, made of the project's own posts."""
    posts = [
        json.loads(line)["text"]
        for path in sorted(resources.folder("models/posts").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    lines = ["| words in one draft | seconds | MiB |", "|---|---|---|"]
    with tempfile.TemporaryDirectory() as place:
        for length in lengths:
            text, words = [], 0
            for post in itertools.cycle(posts):
                text.append(post)
                words += len(post.split())
                if words >= length:
                    break
            path = Path(place) / f"{length}.md"
            path.write_text("\n\n".join(text), encoding="utf-8", newline="\n")
            seconds, size = _measure(path, rounds)
            lines.append(f"| {words:,} | {seconds:.2f} | {size:.0f} |")
    return "\n".join(lines)


def _measure(path: Path, rounds: int, *options: str) -> tuple[float, float]:
    print(f"checking {path.name} {' '.join(options)}", file=sys.stderr)
    postlint = Path(sysconfig.get_path("scripts")) / "postlint"
    taken = [run([postlint, "check", "--no-cache", *options, path]) for _ in range(rounds)]
    if any(one.status not in (0, 1) for one in taken):
        raise SystemExit(taken[0].output)
    return median(one.seconds for one in taken), max(one.memory_mib for one in taken)


@click.command()
@click.argument("drafts", type=click.Path(exists=True, path_type=Path))
@click.option("--rounds", default=3, show_default=True)
def main(drafts: Path, rounds: int) -> None:
    """Measure how time and memory grow, on DRAFTS."""
    print(many(drafts, NUMBERS, rounds))
    print()
    print(long(LENGTHS, rounds))


if __name__ == "__main__":
    main()
