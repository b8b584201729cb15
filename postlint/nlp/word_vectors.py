"""Vectors of words: a few numbers each, near each other for words of like meaning.

Trained by `postlint/training/word_vectors.py`; `models/words/README.md` says on what.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from postlint.core import resources
from postlint.core.atomic_write import replace_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_FREQUENT_WORDS = 5_000
"""So many of the most frequent words stand for all: words are kept in the order of frequency."""

_MAX_LEVEL = 127
"""Each vector is kept as whole numbers from -127 to 127 and its own scale."""


@dataclass(frozen=True)
class WordVectors:
    """Vectors of words.

    Attributes:
        rows: the row of each word.
        levels: the vectors as whole numbers, one row a word; shape (words, size).
        scales: what one level of each row is worth; shape (words,).
    """

    rows: Mapping[str, int]
    levels: NDArray[np.int8]
    scales: NDArray[np.float32]

    @classmethod
    def of(cls, words: Sequence[str], vectors: NDArray[np.float32]) -> WordVectors:
        """Return vectors as they are kept."""
        scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / _MAX_LEVEL
        levels = np.rint(vectors / scales[:, None]).astype(np.int8)
        return cls({word: row for row, word in enumerate(words)}, levels, scales.astype(np.float32))

    def cosine_similarity(self, counts: Mapping[str, int], others: Mapping[str, int]) -> float:
        """Return how near two sets of words are in meaning, from -1 to 1; 0 where one is not known.

        It is the cosine of what they add up to, once what all words have in common is taken off.
        """
        ours, theirs = self._centered_sum(counts), self._centered_sum(others)
        norm = float(np.linalg.norm(ours) * np.linalg.norm(theirs))
        return float(ours @ theirs) / norm if norm else 0.0

    def _centered_sum(self, counts: Mapping[str, int]) -> NDArray[np.float64]:
        known = [word for word in counts if word in self.rows]
        rows = [self.rows[word] for word in known]
        weights = np.array([counts[word] for word in known], dtype=np.float64)
        total: NDArray[np.float64] = weights @ (self.levels[rows] * self.scales[rows][:, None])
        apart: NDArray[np.float64] = total - weights.sum() * self._mean_vector
        return apart

    @cached_property
    def _mean_vector(self) -> NDArray[np.float64]:
        """The mean of the most frequent words."""
        usual = self.levels[:_FREQUENT_WORDS] * self.scales[:_FREQUENT_WORDS, None]
        mean: NDArray[np.float64] = usual.mean(axis=0, dtype=np.float64)
        return mean


def save_word_vectors(word_vectors: WordVectors, folder: Path) -> None:
    """Write vectors to a folder: `words.txt`, one word a line, and `vectors.npz`."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "\n".join(word_vectors.rows) + "\n"
    with (
        replace_file(folder / "words.txt") as words,
        replace_file(folder / "vectors.npz", binary=True) as vectors,
    ):
        words.write(text)
        np.savez(vectors, levels=word_vectors.levels, scales=word_vectors.scales)


@lru_cache(maxsize=1)
def load_word_vectors() -> WordVectors:
    """Read the vectors that come with postlint."""
    folder = resources.folder("models/words")
    words = (folder / "words.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    with np.load(folder / "vectors.npz", allow_pickle=False) as arrays:
        return WordVectors(
            {word: row for row, word in enumerate(words)}, arrays["levels"], arrays["scales"]
        )
