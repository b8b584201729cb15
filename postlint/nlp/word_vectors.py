"""Word vectors, which are close to each other for words with similar meanings.

`postlint/training/word_vectors.py` trains them; `models/words/README.md` describes the data.
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
"""The number of words that the mean vector is computed from; words are sorted by frequency."""

_MAX_LEVEL = 127
"""The largest level: a vector is stored as integers from -127 to 127 and a scale."""


@dataclass(frozen=True)
class WordVectors:
    """Quantized word vectors.

    Attributes:
        rows: the row of each word.
        levels: the vectors as integers; shape (words, size).
        scales: the value of one level in each row; shape (words,).
    """

    rows: Mapping[str, int]
    levels: NDArray[np.int8]
    scales: NDArray[np.float32]

    @classmethod
    def quantize(cls, words: Sequence[str], vectors: NDArray[np.float32]) -> WordVectors:
        """Return the quantized form of word vectors."""
        scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / _MAX_LEVEL
        levels = np.rint(vectors / scales[:, None]).astype(np.int8)
        return cls({word: row for row, word in enumerate(words)}, levels, scales.astype(np.float32))

    def cosine_similarity(self, counts: Mapping[str, int], others: Mapping[str, int]) -> float:
        """Return the similarity of two bags of words (their counts), from -1 to 1.

        It's the cosine of the sums of their centered vectors; 0 if a bag has no known word.
        """
        first, second = self._centered_sum(counts), self._centered_sum(others)
        norm = float(np.linalg.norm(first) * np.linalg.norm(second))
        return float(first @ second) / norm if norm else 0.0

    def _centered_sum(self, counts: Mapping[str, int]) -> NDArray[np.float64]:
        known = [word for word in counts if word in self.rows]
        rows = [self.rows[word] for word in known]
        weights = np.array([counts[word] for word in known], dtype=np.float64)
        total: NDArray[np.float64] = weights @ (self.levels[rows] * self.scales[rows][:, None])
        centered: NDArray[np.float64] = total - weights.sum() * self._mean_vector
        return centered

    @cached_property
    def _mean_vector(self) -> NDArray[np.float64]:
        """The mean vector of the most frequent words."""
        frequent = self.levels[:_FREQUENT_WORDS] * self.scales[:_FREQUENT_WORDS, None]
        mean: NDArray[np.float64] = frequent.mean(axis=0, dtype=np.float64)
        return mean


def save_word_vectors(word_vectors: WordVectors, folder: Path) -> None:
    """Write word vectors to a folder: `words.txt`, with one word per line, and `vectors.npz`."""
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
    """Return the word vectors that come with postlint."""
    folder = resources.folder("models/words")
    words = (folder / "words.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    with np.load(folder / "vectors.npz", allow_pickle=False) as arrays:
        return WordVectors(
            {word: row for row, word in enumerate(words)}, arrays["levels"], arrays["scales"]
        )
