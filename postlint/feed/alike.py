"""Finding nearly identical posts without comparing all pairs.

MinHash with locality-sensitive hashing (Broder 1997; Indyk and Motwani 1998), by rensa.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rensa import RMinHash, RMinHashLSH

from postlint.feed.words import NO_WORDS, WORD

LIKENESS = 0.7
"""The share of common word pairs (Jaccard) from which posts count as nearly identical.

A post rewritten for a platform shares fewer; one that is cut or has other hashtags shares more.
"""

FEWEST_WORDS = 8
"""The fewest words to compare: shorter posts may be alike by chance."""

_SIZE, _BANDS, _SEED = 64, 16, 1
"""With 16 bands of 4, two posts of likeness 0.7 share a band in 98.8% of cases."""

_CROWD = 50
"""The most similar posts to keep for comparison. Otherwise, each post made from a template would be
compared with all others."""


class Alike:
    """Finds groups of nearly identical posts as they come in."""

    def __init__(self) -> None:
        self._index = RMinHashLSH(threshold=LIKENESS, num_perm=_SIZE, num_bands=_BANDS)
        self._first: dict[int, RMinHash] = {}
        self._groups: dict[int, list[int]] = {}

    def add(self, number: int, text: str) -> None:
        """Compare a post with earlier ones. Hashtags, mentions, and links don't count."""
        words = WORD.findall(NO_WORDS.sub(" ", text).lower())
        if len(words) < FEWEST_WORDS:
            return
        sketch = RMinHash(num_perm=_SIZE, seed=_SEED)
        sketch.update([f"{one} {two}" for one, two in pairwise(words)])
        likeness = {one: sketch.jaccard(self._first[one]) for one in self._index.query(sketch)}
        nearest = max(sorted(likeness), key=lambda one: likeness[one], default=None)
        if nearest is not None and likeness[nearest] >= LIKENESS:
            # Only the first post of a group is kept for comparison.
            self._groups.setdefault(nearest, [nearest]).append(number)
        elif len(likeness) < _CROWD:
            self._index.insert(number, sketch)
            self._first[number] = sketch

    def groups(self) -> Iterator[list[int]]:
        """Yield the groups, each with the numbers of its posts in order."""
        yield from self._groups.values()
