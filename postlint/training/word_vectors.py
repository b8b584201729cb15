"""Trains word vectors on sentence encoders: `python -m postlint.training.word_vectors --help`.

A sentence encoder turns sentences into vectors, and sentences with similar meanings into similar
vectors. It's far too slow and large for a linter. Here, each word gets a small vector so that the
sum over a sentence's words points as closely as possible in the direction of the encoders' vectors.
A sum knows nothing about word order or negation, but it's enough to compare topics.

The training data are sentences, a list of words, and each encoder's vectors of both. It needs the
extra `encoder`: pip install -e '.[encoder]'
"""

from __future__ import annotations

import json
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import cosine_similarity

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
    vectors = _train(word_indices, torch.from_numpy(np.stack(targets)), np.hstack(starts), size)
    save_word_vectors(WordVectors.quantize(words, vectors), output)


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


def _train(
    word_indices: list[NDArray[np.int32]], targets: Tensor, start: Matrix, size: int
) -> Matrix:
    """Fit word vectors to the encoders, print the agreement after each epoch, and return them.

    Args:
        word_indices: the rows of the words of each sentence.
        targets: the encoders' vectors of the sentences; shape (encoders, sentences, axes).
        start: the encoders' vectors of the words; shape (words, all encoders' axes).
        size: the number of axes.
    """
    random = np.random.default_rng(_SEED)
    counts = np.bincount(np.concatenate(word_indices), minlength=len(start))
    axes = np.linalg.svd(start, full_matrices=False)[2][:size].T
    vectors = start @ axes
    vectors /= np.linalg.norm(vectors, axis=1).mean()
    vectors *= np.sqrt(_SIF_SMOOTHING / (_SIF_SMOOTHING + counts / counts.sum()))[:, None]
    embedding = nn.EmbeddingBag.from_pretrained(
        torch.from_numpy(vectors.astype(np.float32)), freeze=False, mode="sum"
    )
    # One linear map per encoder, from the sum of a sentence to the encoder's axes.
    maps = np.stack(np.split(axes.T, len(targets), axis=1)).astype(np.float32)
    projection = nn.Parameter(torch.from_numpy(maps))
    usable = random.permutation([row for row, words in enumerate(word_indices) if len(words)])
    held_out, rows = usable[:_HELD_OUT], usable[_HELD_OUT:]

    def mean_cosine(batch: NDArray[np.int64], batch_words: list[NDArray[np.int32]]) -> Tensor:
        offsets = np.cumsum([0, *map(len, batch_words[:-1])])
        words = torch.from_numpy(np.concatenate(batch_words).astype(np.int64))
        sums = embedding(words, torch.from_numpy(offsets))
        projected = torch.einsum("bs,esk->ebk", sums, projection)
        return cosine_similarity(projected, targets[:, batch], dim=2).mean()

    optimizer = torch.optim.Adam([embedding.weight, projection], lr=_LEARNING_RATE)
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, _LEARNING_RATE_DECAY)
    for epoch in range(1, _EPOCHS + 1):
        for batch in np.array_split(random.permutation(rows), len(rows) // _BATCH):
            kept = [
                words[random.random(len(words)) >= _WORD_DROPOUT]
                for words in (word_indices[row] for row in batch)
            ]
            optimizer.zero_grad()
            (-mean_cosine(batch, kept)).backward()
            optimizer.step()
        schedule.step()
        with torch.no_grad():
            agreement = float(mean_cosine(held_out, [word_indices[row] for row in held_out]))
        click.echo(f"epoch {epoch}: mean cosine on held-out sentences {agreement:.3f}")
    trained: Matrix = embedding.weight.detach().numpy()
    return trained


if __name__ == "__main__":
    main()
