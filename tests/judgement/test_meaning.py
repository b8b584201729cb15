"""Word vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from postlint.judgement.meaning import Meanings, load_meanings, save_meanings


def likeness(first: str, second: str) -> float:
    one, other = (load_meanings().shares({word: 1}, 1.0).total for word in (first, second))
    return float(one @ other)


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


def test_shares_add_up_to_a_vector_of_the_length_asked_for() -> None:
    shares = load_meanings().shares({"tax": 2, "advice": 1, "zzxqy": 5}, 3.0)
    assert shares.words == ("tax", "advice")
    assert np.linalg.norm(shares.total) == pytest.approx(3)
    weights = np.random.default_rng(3).normal(size=load_meanings().size).tolist()
    along = dict(shares.along(weights))
    assert sum(along.values()) == pytest.approx(float(shares.total @ weights))


def test_unknown_words_mean_nothing() -> None:
    shares = load_meanings().shares({"zzxqy": 1}, 1.0)
    assert shares.words == ()
    assert shares.total.tolist() == [0.0] * load_meanings().size


def test_vectors_are_kept_to_a_hundredth(tmp_path: Path) -> None:
    vectors = np.random.default_rng(1).normal(size=(3, 8)).astype(np.float32)
    meanings = Meanings.of(["one", "two", "💡"], vectors)
    save_meanings(meanings, tmp_path)
    assert (tmp_path / "words.txt").read_text(encoding="utf-8") == "one\ntwo\n💡\n"
    with np.load(tmp_path / "vectors.npz", allow_pickle=False) as kept:
        again = kept["levels"] * kept["scales"][:, None]
    assert again == pytest.approx(vectors, abs=0.02)
