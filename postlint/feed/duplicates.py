"""Finding nearly identical posts without comparing all pairs.

It uses MinHash with locality-sensitive hashing (Broder 1997; Indyk and Motwani 1998), from rensa.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rensa import RMinHash

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
LINK_OR_TAG = re.compile(r"https?://\S+|www\.\S+|[#@][\w-]+")
"""Links, hashtags, and mentions, which differ from platform to platform."""

_SIMILARITY_THRESHOLD = 0.7
"""The minimum Jaccard similarity of the word pairs in nearly identical posts.

A post that is rewritten for a platform has a lower one. A post that is shortened or has other
hashtags has a higher one.
"""

_MIN_WORDS = 8
"""The minimum number of words to compare. Shorter posts can be similar by chance."""

INSTALL_HINT = "to find repeated posts, run: pip install 'postlint[audit]'"
"""What to print if an audit can't find duplicates."""

_SIZE, _BANDS, _SEED = 64, 16, 1
"""With 16 bands of 4 hashes, posts with a similarity of 0.7 share a band in 98.8% of cases."""

_MAX_CANDIDATES = 50
"""The maximum number of similar posts to keep for comparison.

Without it, posts from a template would all be compared with each other.
"""


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
        self._index = RMinHashLSH(threshold=_SIMILARITY_THRESHOLD, num_perm=_SIZE, num_bands=_BANDS)
        self._first: dict[int, RMinHash] = {}
        self._groups: dict[int, list[int]] = {}

    def add(self, number: int, text: str) -> None:
        """Compare a post with earlier ones. Hashtags, mentions, and links don't count."""
        words = WORD.findall(LINK_OR_TAG.sub(" ", text).lower())
        if len(words) < _MIN_WORDS:
            return
        minhash = self._minhash(num_perm=_SIZE, seed=_SEED)
        minhash.update([f"{first} {second}" for first, second in pairwise(words)])
        similarity = {
            candidate: minhash.jaccard(self._first[candidate])
            for candidate in self._index.query(minhash)
        }
        nearest = max(sorted(similarity), key=lambda candidate: similarity[candidate], default=None)
        if nearest is not None and similarity[nearest] >= _SIMILARITY_THRESHOLD:
            # Only the first post of a group is kept for comparison.
            self._groups.setdefault(nearest, [nearest]).append(number)
        elif len(similarity) < _MAX_CANDIDATES:
            self._index.insert(number, minhash)
            self._first[number] = minhash

    def groups(self) -> Iterable[list[int]]:
        """Return the groups, each with the numbers of its posts in order."""
        return self._groups.values()
