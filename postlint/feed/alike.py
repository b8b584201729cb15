"""Posts that say nearly the same, found without comparing each with each.

MinHash with locality-sensitive hashing (Broder 1997; Indyk and Motwani 1998), by rensa.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rensa import RMinHash, RMinHashLSH

from postlint.feed.words import NO_WORDS, WORD

LIKENESS = 0.7
"""From this share of common word pairs on (Jaccard), posts are nearly the same.

A post that was made to fit a platform shares less; one that was cut, or got other hashtags, more.
"""

FEWEST_WORDS = 8
"""Shorter posts may be alike by chance."""

_SIZE, _BANDS, _SEED = 64, 16, 1
"""With 16 bands of 4, two posts of likeness 0.7 meet in one of them in 98.8 of 100 cases."""

_CROWD = 50
"""Where so many posts are rather like one another, as those made from a template are, no more are
kept to be compared: else each would be compared with all."""


class Alike:
    """Finds groups of posts that say nearly the same, while they come in."""

    def __init__(self) -> None:
        self._index = RMinHashLSH(threshold=LIKENESS, num_perm=_SIZE, num_bands=_BANDS)
        self._first: dict[int, RMinHash] = {}
        self._groups: dict[int, list[int]] = {}

    def add(self, number: int, text: str) -> None:
        """Compare a post with those before it. Hashtags, mentions and links do not count."""
        words = WORD.findall(NO_WORDS.sub(" ", text).lower())
        if len(words) < FEWEST_WORDS:
            return
        sketch = RMinHash(num_perm=_SIZE, seed=_SEED)
        sketch.update([f"{one} {two}" for one, two in pairwise(words)])
        likeness = {one: sketch.jaccard(self._first[one]) for one in self._index.query(sketch)}
        nearest = max(sorted(likeness), key=lambda one: likeness[one], default=None)
        if nearest is not None and likeness[nearest] >= LIKENESS:
            # Only the first of a group is kept: a post that comes a thousand times is found once.
            self._groups.setdefault(nearest, [nearest]).append(number)
        elif len(likeness) < _CROWD:
            self._index.insert(number, sketch)
            self._first[number] = sketch

    def groups(self) -> Iterator[list[int]]:
        """Yield the groups, each with the numbers of its posts in order."""
        yield from self._groups.values()
