"""Tests of word vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from postlint.nlp.word_vectors import WordVectors, load_word_vectors, save_word_vectors


def cosine_similarity(first: str, second: str) -> float:
    return load_word_vectors().cosine_similarity({first: 1}, {second: 1})


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("clients", "customers", "breakfast"),
        ("invoice", "billing", "puppy"),
        ("hilarious", "funny", "mortgage"),
        ("gym", "workout", "lawyer"),
    ],
)
def test_word_vectors_of_similar_words_are_close(word: str, near: str, far: str) -> None:
    assert cosine_similarity(word, near) > cosine_similarity(word, far) + 0.2


def test_word_vectors_of_unknown_words_are_zero() -> None:
    assert cosine_similarity("zzxqy", "tax") == 0


def test_quantized_word_vectors_are_precise_to_a_hundredth(tmp_path: Path) -> None:
    vectors = np.random.default_rng(1).normal(size=(3, 8)).astype(np.float32)
    word_vectors = WordVectors.quantize(["one", "two", "💡"], vectors)
    save_word_vectors(word_vectors, tmp_path)
    assert (tmp_path / "words.txt").read_text(encoding="utf-8") == "one\ntwo\n💡\n"
    with np.load(tmp_path / "vectors.npz", allow_pickle=False) as kept:
        again = kept["levels"] * kept["scales"][:, None]
    assert again == pytest.approx(vectors, abs=0.02)
