"""Trains word vectors on sentence encoders: `python -m postlint.training.word_vectors --help`.

A sentence encoder turns sentences into vectors, and sentences with similar meanings into similar
vectors. It's far too slow and large for a linter. Here, each word gets a small vector so that the
sum over a sentence's words points as closely as possible in the direction of the encoders' vectors.
A sum knows nothing about word order or negation, but it's enough to compare topics.

The training data are sentences, a list of words, and each encoder's vectors of both.
"""

from __future__ import annotations

import json
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from postlint.nlp.spacy_pipeline import parse
from postlint.nlp.tokens import normalized_words
from postlint.nlp.word_vectors import WordVectors, save_word_vectors

Matrix = NDArray[np.float32]

_SEED = 0
_EPOCHS = 6
_BATCH = 128
_LEARNING_RATE = 3e-3
_LEARNING_RATE_DECAY = 0.75
"""The learning rate is multiplied by this after each epoch."""

_WORD_DROPOUT = 0.1
"""Share of the words that are left out of each sentence in training, so that no word relies on
another one."""

_SIF_SMOOTHING = 1e-3
"""Words with this frequency start at about 0.7 of their length (smooth inverse frequency; Arora,
Liang, and Ma 2017)."""

_HELD_OUT = 2_500
"""Sentences that the agreement with the encoders is measured on."""

_PCA_SENTENCES = 12_000
"""Sentences that the principal components are computed from."""


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--encoder", "encoders", multiple=True, required=True, metavar="NAME")
@click.option("--size", default=64, show_default=True, help="Numbers per word.")
@click.option("--output", required=True, type=click.Path(path_type=Path), metavar="DIR")
def main(folder: Path, encoders: tuple[str, ...], size: int, output: Path) -> None:
    """Train word vectors on the data in FOLDER and write them to DIR.

    FOLDER contains `sentences.jsonl` and `words.jsonl`, one JSON string per line, and for each
    encoder the vectors of their lines: `NAME.sentences.npy` and `NAME.words.npy`.
    """
    sentences, words = _strings(folder / "sentences.jsonl"), _strings(folder / "words.jsonl")
    index = {word: row for row, word in enumerate(words)}
    word_indices = [
        np.array([index[word] for word in normalized_words(doc) if word in index], dtype=np.int32)
        for doc in parse(sentences)
    ]
    targets, starts = zip(*(_target(folder, name, size) for name in encoders), strict=True)
    trainer = _Trainer(word_indices, np.stack(targets), np.hstack(starts), size)
    for epoch in range(1, _EPOCHS + 1):
        trainer.run_epoch()
        click.echo(f"epoch {epoch}: mean cosine on held-out sentences {trainer.mean_cosine():.3f}")
    save_word_vectors(WordVectors.quantize(words, trainer.vectors), output)


def _strings(path: Path) -> list[str]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _target(folder: Path, encoder: str, size: int) -> tuple[Matrix, Matrix]:
    """Return the sentences' and the words' principal components, centered on the sentences."""
    sentences = np.load(folder / f"{encoder}.sentences.npy", allow_pickle=False)
    words = np.load(folder / f"{encoder}.words.npy", allow_pickle=False)
    mean = sentences.mean(axis=0)
    axes = np.linalg.svd(sentences[:_PCA_SENTENCES] - mean, full_matrices=False)[2][:size].T
    target = (sentences - mean) @ axes
    scale = np.linalg.norm(target, axis=1).mean()
    return (target / scale).astype(np.float32), ((words - mean) @ axes / scale).astype(np.float32)


class _Trainer:
    """Fits word vectors to the encoders: Adam (Kingma and Ba 2015) on the cosine."""

    def __init__(
        self, word_indices: list[NDArray[np.int32]], targets: Matrix, start: Matrix, size: int
    ) -> None:
        self._random = np.random.default_rng(_SEED)
        self._word_indices, self._targets = word_indices, targets
        counts = np.bincount(np.concatenate(word_indices), minlength=len(start))
        axes = np.linalg.svd(start, full_matrices=False)[2][:size].T
        vectors = start @ axes
        vectors /= np.linalg.norm(vectors, axis=1).mean()
        vectors *= np.sqrt(_SIF_SMOOTHING / (_SIF_SMOOTHING + counts / counts.sum()))[:, None]
        self.vectors: Matrix = vectors.astype(np.float32)
        # One linear map per encoder, from the sum of a sentence to the encoder's axes.
        self._maps: Matrix = np.stack(np.split(axes.T, len(targets), axis=1)).astype(np.float32)
        self._moments = [np.zeros((2, *part.shape), np.float32) for part in self._parts()]
        self._steps, self._rate = 0, _LEARNING_RATE
        usable = self._random.permutation(
            [row for row, words in enumerate(word_indices) if len(words)]
        )
        self._held_out, self._rows = usable[:_HELD_OUT], usable[_HELD_OUT:]

    def _parts(self) -> list[Matrix]:
        return [self.vectors, self._maps]

    def run_epoch(self) -> None:
        """Train once on every sentence that isn't held out."""
        for rows in np.array_split(self._random.permutation(self._rows), len(self._rows) // _BATCH):
            kept = [
                words[self._random.random(len(words)) >= _WORD_DROPOUT]
                for words in (self._word_indices[row] for row in rows)
            ]
            sums, words, owners = self._sums(kept)
            projected = np.einsum("bs,esk->ebk", sums, self._maps)
            loss_gradient = _cosine_gradient(projected, self._targets[:, rows]) / (
                len(rows) * len(projected)
            )
            by_sum = np.einsum("ebk,esk->bs", loss_gradient, self._maps)
            by_vector = np.zeros_like(self.vectors)
            np.add.at(by_vector, words, by_sum[owners])
            self._step([by_vector, np.einsum("bs,ebk->esk", sums, loss_gradient)])
        self._rate *= _LEARNING_RATE_DECAY

    def mean_cosine(self) -> float:
        """Return the mean cosine with the encoders on the held-out sentences."""
        sums, _, _ = self._sums([self._word_indices[row] for row in self._held_out])
        projected = np.einsum("bs,esk->ebk", sums, self._maps)
        return float(_cosines(projected, self._targets[:, self._held_out]).mean())

    def _sums(
        self, word_indices: list[NDArray[np.int32]]
    ) -> tuple[Matrix, NDArray[np.int32], NDArray[np.int64]]:
        """Return the sum of each sentence's word vectors, all words, and each one's sentence."""
        words = np.concatenate(word_indices)
        owners = np.repeat(np.arange(len(word_indices)), [len(row) for row in word_indices])
        sums = np.zeros((len(word_indices), self.vectors.shape[1]), np.float32)
        np.add.at(sums, owners, self.vectors[words])
        return sums, words, owners

    def _step(self, gradients: list[Matrix]) -> None:
        self._steps += 1
        for part, moments, gradient in zip(self._parts(), self._moments, gradients, strict=True):
            moments[0] += 0.1 * (gradient - moments[0])
            moments[1] += 0.001 * (gradient * gradient - moments[1])
            mean = moments[0] / (1 - 0.9**self._steps)
            spread = np.sqrt(moments[1] / (1 - 0.999**self._steps))
            part -= self._rate * mean / (spread + 1e-8)


def _cosines(ours: Matrix, theirs: Matrix) -> Matrix:
    """Return the cosine of each pair of rows; the arguments' shape is (encoders, rows, axes)."""
    norms = np.linalg.norm(ours, axis=2) * np.linalg.norm(theirs, axis=2)
    cosines: Matrix = (ours * theirs).sum(axis=2) / np.maximum(norms, 1e-6)
    return cosines


def _cosine_gradient(ours: Matrix, theirs: Matrix) -> Matrix:
    """Return the gradient of the sum of (1 - cosine) by our rows."""
    norms = np.maximum(np.linalg.norm(ours, axis=2, keepdims=True), 1e-6)
    directions = theirs / np.maximum(np.linalg.norm(theirs, axis=2, keepdims=True), 1e-6)
    gradient: Matrix = (_cosines(ours, theirs)[..., None] * ours / norms - directions) / norms
    return gradient


if __name__ == "__main__":
    main()
