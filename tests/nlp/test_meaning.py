"""Word vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from postlint.nlp.meaning import Meanings, load_meanings, save_meanings


def likeness(first: str, second: str) -> float:
    return load_meanings().likeness({first: 1}, {second: 1})


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("clients", "customers", "breakfast"),
        ("invoice", "billing", "puppy"),
        ("hilarious", "funny", "mortgage"),
        ("gym", "workout", "lawyer"),
    ],
)
def test_words_of_like_meaning_are_near(word: str, near: str, far: str) -> None:
    assert likeness(word, near) > likeness(word, far) + 0.2


def test_unknown_words_mean_nothing() -> None:
    assert likeness("zzxqy", "tax") == 0


def test_vectors_are_kept_to_a_hundredth(tmp_path: Path) -> None:
    vectors = np.random.default_rng(1).normal(size=(3, 8)).astype(np.float32)
    meanings = Meanings.of(["one", "two", "💡"], vectors)
    save_meanings(meanings, tmp_path)
    assert (tmp_path / "words.txt").read_text(encoding="utf-8") == "one\ntwo\n💡\n"
    with np.load(tmp_path / "vectors.npz", allow_pickle=False) as kept:
        again = kept["levels"] * kept["scales"][:, None]
    assert again == pytest.approx(vectors, abs=0.02)
