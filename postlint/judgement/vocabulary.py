"""The words that models know, with how rare each is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Words and pairs of words.

    Attributes:
        rows: the row of each.
        idf: inverse document frequency of each; shape (words,).
    """

    rows: Mapping[str, int]
    idf: NDArray[np.float64]

    def weigh(self, terms: Mapping[str, float]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the rows of the terms that are known, in their order, and their TF-IDF.

        `terms` gives the weight of each in a text. The result has length 1, or no rows.
        """
        rows = self.rows
        known = [(rows[term], weight) for term, weight in terms.items() if term in rows]
        places = np.array([row for row, _ in known], dtype=np.intp)
        values = np.array([weight for _, weight in known]) * self.idf[places]
        return places, values / (np.sqrt(values @ values) or 1.0)


def read(words: Mapping[str, tuple[float, float]]) -> tuple[Vocabulary, NDArray[np.float64]]:
    """Take apart words with their IDF and weight; models that know the same words share them."""
    idf = tuple(idf for idf, _ in words.values())
    return _vocabulary(tuple(words), idf), np.array([weight for _, weight in words.values()])


@lru_cache(maxsize=8)
def _vocabulary(words: tuple[str, ...], idf: tuple[float, ...]) -> Vocabulary:
    return Vocabulary({word: row for row, word in enumerate(words)}, np.array(idf))
