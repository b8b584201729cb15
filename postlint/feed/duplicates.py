"""Finding nearly identical posts without comparing all pairs.

MinHash with locality-sensitive hashing (Broder 1997; Indyk and Motwani 1998), by rensa.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING

from postlint.feed.tokens import LINK_OR_TAG, WORD

if TYPE_CHECKING:
    from rensa import RMinHash

SIMILARITY_THRESHOLD = 0.7
"""The share of common word pairs (Jaccard) from which posts count as nearly identical.

A post rewritten for a platform shares fewer; one that is cut or has other hashtags shares more.
"""

MIN_WORDS = 8
"""The fewest words to compare: shorter posts may be alike by chance."""

INSTALL_HINT = "to find repeated posts, run: pip install 'postlint[audit]'"
"""What to print if an audit can't find duplicates."""

_SIZE, _BANDS, _SEED = 64, 16, 1
"""With 16 bands of 4, two posts of likeness 0.7 share a band in 98.8% of cases."""

_MAX_CANDIDATES = 50
"""The most similar posts to keep for comparison. Otherwise, each post made from a template would be
compared with all others."""


def can_find_duplicates() -> bool:
    """Return whether the extra `audit`, with the library for this, is installed."""
    return find_spec("rensa") is not None


class DuplicateFinder:
    """Finds groups of nearly identical posts as they come in.

    Raises:
        ImportError: the extra `audit` isn't installed.
    """

    def __init__(self) -> None:
        from rensa import RMinHash, RMinHashLSH

        self._minhash = RMinHash
        self._index = RMinHashLSH(threshold=SIMILARITY_THRESHOLD, num_perm=_SIZE, num_bands=_BANDS)
        self._first: dict[int, RMinHash] = {}
        self._groups: dict[int, list[int]] = {}

    def add(self, number: int, text: str) -> None:
        """Compare a post with earlier ones. Hashtags, mentions, and links don't count."""
        words = WORD.findall(LINK_OR_TAG.sub(" ", text).lower())
        if len(words) < MIN_WORDS:
            return
        minhash = self._minhash(num_perm=_SIZE, seed=_SEED)
        minhash.update([f"{one} {two}" for one, two in pairwise(words)])
        similarity = {one: minhash.jaccard(self._first[one]) for one in self._index.query(minhash)}
        nearest = max(sorted(similarity), key=lambda one: similarity[one], default=None)
        if nearest is not None and similarity[nearest] >= SIMILARITY_THRESHOLD:
            # Only the first post of a group is kept for comparison.
            self._groups.setdefault(nearest, [nearest]).append(number)
        elif len(similarity) < _MAX_CANDIDATES:
            self._index.insert(number, minhash)
            self._first[number] = minhash

    def groups(self) -> Iterator[list[int]]:
        """Yield the groups, each with the numbers of its posts in order."""
        yield from self._groups.values()
