"""Tests of the NumPy network."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from postlint.scoring.encoder import network as module
from postlint.scoring.encoder.network import (
    WINDOW_SIZE,
    Network,
    load_network,
    save_network,
    split_into_windows,
)
from postlint.scoring.encoder.wordpiece import Vocabulary

SIZE, INNER, PIECES, HEAD = 64, 96, 200, 32
NAMES = ["[UNK]", "[CLS]", "[SEP]", *(f"p{row}" for row in range(3, PIECES))]


def random_network(layers: int = 2) -> Network:
    random = np.random.default_rng(5)

    def some(*shape: int) -> module.Array:
        return (random.standard_normal(shape) * 0.3).astype(np.float32)

    arrays = {"pieces": some(PIECES, SIZE), "positions": some(128, SIZE)}
    arrays |= {"embedding.scale": 1 + some(SIZE), "embedding.shift": some(SIZE)}
    arrays |= {"post.weight": some(2 * SIZE, 2), "post.bias": some(2)}
    arrays |= {"sentence.weight": some(SIZE, 2), "sentence.bias": some(2)}
    shapes = dict.fromkeys(("query", "key", "value", "attention"), (SIZE, SIZE))
    shapes |= {"inner": (SIZE, INNER), "outer": (INNER, SIZE)}
    made = []
    for _ in range(layers):
        layer = {name: some(*shape) for name, shape in shapes.items()}
        layer |= {f"{name}.bias": some(shape[1]) for name, shape in shapes.items()}
        for part in ("attention", "outer"):
            layer |= {f"{part}.scale": 1 + some(SIZE), f"{part}.shift": some(SIZE)}
        made.append(layer)
    vocabulary = Vocabulary({name: row for row, name in enumerate(NAMES)})
    return Network(vocabulary, arrays, made, ("relevant", "tie"), ("tie", "author"))


def values(sentences: list[module.LabelLogits]) -> np.ndarray:
    return np.array([list(logits.values()) for logits in sentences])


def normalized(row: np.ndarray, scale: np.ndarray, shift: np.ndarray) -> np.ndarray:
    return np.asarray((row - row.mean()) / math.sqrt(row.var() + 1e-12) * scale + shift)


def states_by_hand(network: Network, pieces: list[int]) -> np.ndarray:
    """Return the states of a transformer encoder, computed by piece and head in 64 bits."""
    arrays = {name: value.astype(np.float64) for name, value in network.parameters.items()}
    rows = [
        normalized(
            arrays["pieces"][piece] + arrays["positions"][place],
            arrays["embedding.scale"],
            arrays["embedding.shift"],
        )
        for place, piece in enumerate([1, *pieces, 2])
    ]
    for layer in network.layers:
        part = {name: value.astype(np.float64) for name, value in layer.items()}

        def through(row: np.ndarray, name: str, part: dict[str, np.ndarray] = part) -> np.ndarray:
            return np.asarray(row @ part[name] + part[f"{name}.bias"])

        seen = []
        for row in rows:
            heads = []
            for first in range(0, SIZE, HEAD):
                head = slice(first, first + HEAD)
                query = through(row, "query")[head]
                scores = np.array([query @ through(one, "key")[head] for one in rows])
                weights = np.exp(scores / math.sqrt(HEAD))
                weights /= weights.sum()
                values = [through(one, "value")[head] for one in rows]
                heads.append(sum(w * v for w, v in zip(weights, values, strict=True)))
            found = row + through(np.concatenate(heads), "attention")
            seen.append(normalized(found, part["attention.scale"], part["attention.shift"]))
        rows = []
        for row in seen:
            inner = through(row, "inner")
            inner *= 0.5 * (1 + np.tanh(math.sqrt(2 / math.pi) * (inner + 0.044715 * inner**3)))
            outer = row + through(inner, "outer")
            rows.append(normalized(outer, part["outer.scale"], part["outer.shift"]))
    return np.array(rows[1:-1])


def test_network_computes_a_transformer_encoder() -> None:
    network = random_network()
    sentences = [[5, 9, 30], [7, 8], [11, 12, 13, 14]]
    states = states_by_hand(network, [piece for sentence in sentences for piece in sentence])
    pooled = np.concatenate([states.mean(axis=0), states.max(axis=0)])
    post = pooled @ network.parameters["post.weight"] + network.parameters["post.bias"]
    means = np.array([states[:3].mean(axis=0), states[3:5].mean(axis=0), states[5:].mean(axis=0)])
    said = means @ network.parameters["sentence.weight"] + network.parameters["sentence.bias"]
    of_post, of_sentences = network.predict(sentences)
    assert list(of_post.values()) == pytest.approx(post, abs=1e-4)
    assert values(of_sentences) == pytest.approx(said, abs=1e-4)
    assert values(network.predict_sentences(sentences)) == pytest.approx(said, abs=1e-4)


def test_windows_have_whole_sentences() -> None:
    sentences = [[3] * 100, [4] * 20, [5] * 6, [6] * 100, [7] * 100]
    found = split_into_windows(sentences)
    assert found == [sentences[:3], sentences[3:4], sentences[4:]]
    assert all(sum(map(len, window)) <= WINDOW_SIZE for window in found)


def test_network_encodes_the_first_windows_of_a_long_post() -> None:
    network = random_network()
    sentences = [[row] * 100 for row in range(3, 150)]
    of_post, of_sentences = network.predict(sentences)
    assert len(of_sentences) == 2
    assert of_post == network.predict(sentences[:2])[0]


def test_network_output_without_words() -> None:
    of_post, of_sentences = random_network().predict([])
    assert of_sentences == []
    assert all(map(math.isfinite, of_post.values()))


def test_saved_network_is_quantized(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network = random_network()
    monkeypatch.setattr(module, "_MIN_QUANTIZED_SIZE", 1_000)
    save_network(network, tmp_path)
    again = load_network(tmp_path)
    sentences = [[5, 9, 30], [7, 8]]
    assert again.post_labels == network.post_labels
    assert list(again.vocabulary.token_ids) == NAMES
    wanted = values(network.predict_sentences(sentences))
    assert values(again.predict_sentences(sentences)) == pytest.approx(wanted, abs=0.3)
    stored = (tmp_path / "weights.npz").stat().st_size
    numbers = sum(
        array.size for part in (network.parameters, *network.layers) for array in part.values()
    )
    assert stored < 2 * numbers


def test_window_output_does_not_depend_on_other_windows() -> None:
    windows = [[[row] * 100, [row, 4, 5]] for row in range(3, 12)]
    together = random_network().predict_sentences([one for window in windows for one in window])
    network = random_network()
    backwards = [network.predict_sentences(window) for window in windows[::-1]]
    assert [row for window in backwards[::-1] for row in window] == together
    again = network.predict_sentences(windows[0])  # from memory
    assert again == together[:2]


def test_loaded_network_does_not_change_when_it_is_saved_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MIN_QUANTIZED_SIZE", 1_000)
    save_network(random_network(), tmp_path / "first")
    once = load_network(tmp_path / "first")
    save_network(once, tmp_path / "second")
    twice = load_network(tmp_path / "second")
    sentences = [[5, 9, 30], [7, 8]]
    wanted = values(once.predict_sentences(sentences))
    assert values(twice.predict_sentences(sentences)) == pytest.approx(wanted, abs=1e-3)
