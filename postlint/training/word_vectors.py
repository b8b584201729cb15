"""Learns word vectors from sentence encoders: `python -m postlint.training.word_vectors --help`.

A sentence encoder gives a sentence as numbers such that sentences alike in meaning have numbers
alike; it is far too slow and large for a linter. Here each word gets a few numbers of its own such
that the *sum* over a sentence's words points, as nearly as it can, where the encoders point. What
a sum cannot say (word order, negation) is lost; what most words say of a post's kind is kept.

Data: any number of sentences and a list of words, and for each encoder its vectors of both.
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
"""The learning rate shrinks by this from pass to pass."""

_WORD_DROPOUT = 0.1
"""Share of the words left out of each sentence while learning, so that no word leans on others."""

_SIF_SMOOTHING = 1e-3
"""Words this frequent count half as much at first (smooth inverse frequency, Arora et al. 2017)."""

_HELD_OUT = 2_500


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--encoder", "encoders", multiple=True, required=True, metavar="NAME")
@click.option("--size", default=64, show_default=True, help="Numbers a word.")
@click.option("--output", required=True, type=click.Path(path_type=Path), metavar="DIR")
def main(folder: Path, encoders: tuple[str, ...], size: int, output: Path) -> None:
    """Learn vectors of words from FOLDER and write them to DIR.

    FOLDER holds `sentences.jsonl` and `words.jsonl`, one JSON string a line, and for each encoder
    the vectors of their lines: `NAME.sentences.npy` and `NAME.words.npy`.
    """
    sentences, words = _strings(folder / "sentences.jsonl"), _strings(folder / "words.jsonl")
    index = {word: row for row, word in enumerate(words)}
    word_indices = [
        np.array([index[word] for word in normalized_words(doc) if word in index], dtype=np.int32)
        for doc in parse(sentences)
    ]
    targets, starts = zip(*(_target(folder, name, size) for name in encoders), strict=True)
    trainer = _Trainer(word_indices, np.stack(targets), np.hstack(starts), size)
    for number in range(1, _EPOCHS + 1):
        trainer.run_epoch()
        click.echo(f"pass {number}: cosine with the encoders on held-out {trainer.agreement():.3f}")
    save_word_vectors(WordVectors.quantize(words, trainer.vectors), output)


def _strings(path: Path) -> list[str]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _target(folder: Path, encoder: str, size: int) -> tuple[Matrix, Matrix]:
    """Return an encoder's principal components of the sentences and of the words, centred."""
    sentences = np.load(folder / f"{encoder}.sentences.npy", allow_pickle=False)
    words = np.load(folder / f"{encoder}.words.npy", allow_pickle=False)
    mean = sentences.mean(axis=0)
    main_axes = np.linalg.svd(sentences[:12_000] - mean, full_matrices=False)[2][:size].T
    target = (sentences - mean) @ main_axes
    scale = np.linalg.norm(target, axis=1).mean()
    return (target / scale).astype(np.float32), ((words - mean) @ main_axes / scale).astype(
        np.float32
    )


class _Trainer:
    """Word vectors on the way to agree with the encoders, by Adam on the cosine."""

    def __init__(
        self, word_indices: list[NDArray[np.int32]], targets: Matrix, start: Matrix, size: int
    ) -> None:
        self._random = np.random.default_rng(_SEED)
        self._spoken, self._targets = word_indices, targets
        counts = np.bincount(np.concatenate(word_indices), minlength=len(start))
        axes = np.linalg.svd(start, full_matrices=False)[2][:size].T
        vectors = start @ axes
        vectors /= np.linalg.norm(vectors, axis=1).mean()
        vectors *= np.sqrt(_SIF_SMOOTHING / (_SIF_SMOOTHING + counts / counts.sum()))[:, None]
        self.vectors: Matrix = vectors.astype(np.float32)
        # One linear map for each encoder, from a sentence's sum to the encoder's own axes.
        self._maps: Matrix = np.stack(np.split(axes.T, len(targets), axis=1)).astype(np.float32)
        self._moments = [np.zeros((2, *part.shape), np.float32) for part in self._parts()]
        self._steps, self._rate = 0, _LEARNING_RATE
        usable = self._random.permutation(
            [row for row, found in enumerate(word_indices) if len(found)]
        )
        self._held_out, self._rows = usable[:_HELD_OUT], usable[_HELD_OUT:]

    def _parts(self) -> list[Matrix]:
        return [self.vectors, self._maps]

    def run_epoch(self) -> None:
        """Go once through all sentences that are not held out."""
        for rows in np.array_split(self._random.permutation(self._rows), len(self._rows) // _BATCH):
            kept = [
                words[self._random.random(len(words)) >= _WORD_DROPOUT]
                for words in (self._spoken[row] for row in rows)
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

    def agreement(self) -> float:
        """Return the mean cosine with the encoders over the sentences held out."""
        sums, _, _ = self._sums([self._spoken[row] for row in self._held_out])
        projected = np.einsum("bs,esk->ebk", sums, self._maps)
        return float(_cosines(projected, self._targets[:, self._held_out]).mean())

    def _sums(
        self, word_indices: list[NDArray[np.int32]]
    ) -> tuple[Matrix, NDArray[np.int32], NDArray[np.int64]]:
        words = np.concatenate(word_indices)
        owners = np.repeat(np.arange(len(word_indices)), [len(found) for found in word_indices])
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
    """Return the cosine of each pair of rows; shapes (encoders, rows, axes)."""
    lengths = np.linalg.norm(ours, axis=2) * np.linalg.norm(theirs, axis=2)
    return (ours * theirs).sum(axis=2) / np.maximum(lengths, 1e-6)


def _cosine_gradient(ours: Matrix, theirs: Matrix) -> Matrix:
    """Return how to change our rows for the sum of (1 - cosine) to fall: its gradient."""
    length = np.maximum(np.linalg.norm(ours, axis=2, keepdims=True), 1e-6)
    unit = theirs / np.maximum(np.linalg.norm(theirs, axis=2, keepdims=True), 1e-6)
    return (_cosines(ours, theirs)[..., None] * ours / length - unit) / length


if __name__ == "__main__":
    main()
