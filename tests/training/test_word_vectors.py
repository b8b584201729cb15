"""Training word vectors on sentence encoders."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from postlint.nlp.word_vectors import WordVectors

pytest.importorskip("torch")

from postlint.training.word_vectors import main

SUBJECTS = {"garden": "soil seeds roses spade", "money": "tax invoice ledger budget"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a toy encoder of two subjects, and 3,000 sentences on each."""
    random = np.random.default_rng(2)
    words = [word for listed in SUBJECTS.values() for word in listed.split()] + ["the"]
    sentences, vectors = [], []
    for number in range(6_000):
        listed = list(SUBJECTS.values())[number % 2].split()
        chosen = random.choice(listed, 3)
        sentences.append(f"{chosen[0]} the {chosen[1]} {chosen[2]}")
        vectors.append([1.0 if number % 2 else -1.0, *random.normal(scale=0.1, size=3)])
    for name, texts in (("sentences", sentences), ("words", words)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, texts)))
    np.save(tmp_path / "toy.sentences.npy", np.array(vectors, np.float32))
    np.save(tmp_path / "toy.words.npy", random.normal(size=(len(words), 4)).astype(np.float32))
    return tmp_path


def test_main_gives_words_of_one_subject_similar_vectors(folder: Path) -> None:
    output = folder / "out"
    args = [str(folder), "--encoder", "toy", "--size", "4", "--output", str(output)]
    result = CliRunner().invoke(main, args, catch_exceptions=False)
    cosines = [float(line.split()[-1]) for line in result.output.splitlines()]
    assert cosines[-1] > 0.9
    words = (output / "words.txt").read_text(encoding="utf-8").split()
    with np.load(output / "vectors.npz", allow_pickle=False) as kept:
        word_vectors = WordVectors(
            {word: row for row, word in enumerate(words)}, kept["levels"], kept["scales"]
        )
    assert word_vectors.cosine_similarity({"roses": 1}, {"spade": 1}) > 0.5
    assert word_vectors.cosine_similarity({"roses": 1}, {"tax": 1}) < 0
