"""Timings of the steps of a run."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import TypeVar

Item = TypeVar("Item")


class Timings:
    """The total time of each step, and how often it ran."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.calls: Counter[str] = Counter()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Add the time that a block of code takes to a step."""
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += perf_counter() - start
            self.calls[name] += 1

    def over(self, name: str, items: Iterable[Item]) -> Iterator[Item]:
        """Yield items, and add the time that it takes to produce them to a step."""
        iterator = iter(items)
        while True:
            try:
                with self.step(name):
                    item = next(iterator)
            except StopIteration:
                return
            yield item
