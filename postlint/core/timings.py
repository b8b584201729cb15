"""How long the steps of a run take."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import TypeVar

Item = TypeVar("Item")


class Timings:
    """Seconds by step, added up.

    Attributes:
        seconds: of each step.
        calls: how often each step was taken.
    """

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.calls: Counter[str] = Counter()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Add the time that a block of code takes."""
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += perf_counter() - start
            self.calls[name] += 1

    def over(self, name: str, items: Iterable[Item]) -> Iterator[Item]:
        """Yield items, and add the time that it takes to make them."""
        items = iter(items)
        while True:
            with self.step(name):
                item = next(items, _END)
            if item is _END:
                return
            yield item  # type: ignore[misc]


_END = object()
