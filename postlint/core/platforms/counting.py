"""Methods to count the characters of a post.

Each platform picks a `CountingMethod`. By default, every grapheme cluster counts as 1: a letter
with its accents, or an emoji however it's composed. That's the least that a platform can count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

Entity = tuple[int, int, int]
"""A part of a text that doesn't count by its characters: its start, its end, and its count."""


def find_no_entities(text: str) -> Iterator[Entity]:
    """Yield nothing: everything counts by its characters."""
    return iter(())


def weigh_as_one(cluster: str) -> int:
    """Return 1, whatever the grapheme cluster."""
    return 1


@dataclass(frozen=True)
class CountingMethod:
    """How a platform counts characters.

    Attributes:
        find_entities: yields the URLs and mentions that don't count by their characters, in order.
        weigh: returns the count of any other grapheme cluster.
        description: what counts differently from the default, for the documentation.
    """

    find_entities: Callable[[str], Iterator[Entity]] = find_no_entities
    weigh: Callable[[str], int] = weigh_as_one
    description: str = ""

    def length(self, text: str) -> int:
        """Return the length of a text in the platform's characters."""
        return sum(count for _, count in self._units(text))

    def find_cutoff(self, text: str, limit: int) -> int:
        """Return the offset where a text exceeds a limit; its end if all of it fits."""
        for start, count in self._units(text):
            limit -= count
            if limit < 0:
                return start
        return len(text)

    def _units(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the start and the count of each cluster, URL, or mention."""
        done = 0
        for start, end, count in self.find_entities(text):
            yield from self._clusters(text, done, start)
            yield start, count
            done = end
        yield from self._clusters(text, done, len(text))

    def _clusters(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        for match in compile_regex(r"\X").finditer(text, start, end):
            yield match.start(), self.weigh(match[0])


BY_GRAPHEME = CountingMethod()
"""The method of platforms that don't say how they count."""


def is_emoji(cluster: str) -> bool:
    """Return whether a grapheme cluster is an emoji."""
    emoji = compile_regex(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]")
    return emoji.search(cluster) is not None


@lru_cache(maxsize=16)
def compile_regex(pattern: str) -> Any:  # noqa: ANN401 -- `regex` has no types
    """Compile a pattern with `regex`, which is imported late to keep `postlint --help` fast."""
    import regex

    return regex.compile(pattern)
