"""Work grows no faster than a draft: twice as long, at most 2.5 times the work.

Steps are counted, not seconds: calls of Python and C functions, letters that patterns run over,
letters in which the tokenizer looks for prefixes and suffixes, letters copied out of a draft, and
letters written to a report.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import regex

from postlint.config import CliOverrides, read_settings
from postlint.core.errors import LintFailure
from postlint.document.source import Source
from postlint.formatters import Formatter, Summary
from postlint.formatters.posts.full import FullFormatter
from postlint.formatters.posts.rdjson import RdjsonFormatter
from postlint.linter.linter import Linter
from postlint.nlp import spacy_pipeline as english

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

shapes = pytest.importorskip("benchmarks.stress_inputs")

SIZE = 400
MOST = 2.5
SLACK = 50_000
"""Steps that come all at once at some length: showing a finding's lines, or filling a cache."""

MARKS = '! _ [ " … ’s ?! <'.split()
"""Runs of other marks are left to the benchmark."""

DRAFTS = [
    shape
    for shape in shapes.SHAPES
    if shape.file.startswith("draft")
    and (not shape.name.startswith("run of ") or shape.name[7:] in MARKS)
]


class Counter:
    """Counts steps while it is on."""

    def __init__(self) -> None:
        self.steps = 0

    def __enter__(self) -> Counter:
        sys.setprofile(self._count)
        return self

    def __exit__(self, *error: object) -> None:
        sys.setprofile(None)

    def _count(self, frame: object, event: str, argument: object) -> None:
        if event in ("call", "c_call"):
            self.steps += 1


class CountedPattern:
    """A pattern that counts the characters it searches."""

    def __init__(self, pattern: Any, counter: Counter) -> None:
        self._pattern = pattern
        self._counter = counter

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pattern, name)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> Any:
        found = self._pattern.search(text, start, end)
        self._counter.steps += (found.end() if found else min(end, len(text))) - start
        return found

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> Any:
        found = self._pattern.match(text, start, end)
        self._counter.steps += found.end() - start if found else 1
        return found

    def finditer(self, text: str, *args: int) -> Any:
        self._counter.steps += min([len(text), *args[1:]]) - (args[0] if args else 0)
        return self._pattern.finditer(text, *args)

    def findall(self, text: str, *args: int) -> Any:
        self.finditer(text, *args)
        return self._pattern.findall(text, *args)

    def sub(self, new: Any, text: str) -> Any:
        self._counter.steps += len(text)
        return self._pattern.sub(new, text)


class CountedText(str):
    """A draft's text that counts the characters copied from it."""

    counter: Counter

    def __getitem__(self, key: Any) -> str:
        found = super().__getitem__(key)
        self.counter.steps += len(found)
        return found


@pytest.fixture(autouse=True)
def model_memory() -> None:
    """Nothing: these tests count all the work."""


@pytest.fixture(scope="module")
def counter() -> Iterator[Counter]:
    """Return a counter of the steps of postlint's modules."""
    english.warm_up()
    counter = Counter()
    tokenizer = english._pipeline().tokenizer
    affixes = {kind: getattr(tokenizer, kind) for kind in ("prefix_search", "suffix_search")}

    def counted(search: Callable[[str], Any]) -> Callable[[str], Any]:
        def count(text: str) -> Any:
            counter.steps += len(text)
            return search(text)

        return count

    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            for attribute, value in list(vars(module).items()) if "postlint." in name else []:
                if isinstance(value, re.Pattern | regex.Pattern):
                    patch.setattr(module, attribute, CountedPattern(value, counter))
        for kind, search in affixes.items():
            setattr(tokenizer, kind, counted(search))
        yield counter
        for kind, search in affixes.items():
            setattr(tokenizer, kind, search)


def work(text: str, shape: Any, counter: Counter) -> int:
    """Return the steps that it takes to lint a text and to report on it."""
    counted = CountedText(text)
    counted.counter = counter
    setting = CliOverrides().apply_to(read_settings(None))
    if shape.config:
        setting = replace(setting, split=tomllib.loads(shape.config)["split"])
    outs = [io.StringIO(), io.StringIO()]
    reports: list[Formatter[Any]] = [FullFormatter(outs[0]), RdjsonFormatter(outs[1])]
    counter.steps = 0
    with counter:
        linter = Linter(setting, jobs=1)
        for item in linter.lint([Source(shape.file, counted)], details=True):
            assert not isinstance(item, LintFailure)
            assert not any(finding.rule == "internal-error" for finding in item.findings)
            for report in reports:
                report.add(item)
        for report in reports:
            report.finish(Summary())
    return counter.steps + sum(len(out.getvalue()) for out in outs)


@pytest.mark.parametrize("shape", DRAFTS, ids=lambda shape: shape.name)
def test_linting_takes_linear_time(shape: Any, counter: Counter) -> None:
    work(shape.make(SIZE // 4), shape, counter)  # also loads what posts of this shape need
    small, middle, large = (work(shape.make(n * SIZE), shape, counter) for n in (1, 2, 4))
    # The ratio without the work that doesn't depend on the length.
    assert large - middle <= MOST * max(middle - small, SIZE) + SLACK, (
        f"{small:,} {middle:,} {large:,}"
    )
