"""Making a network smaller."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from postlint.scoring.encoder.network import HEAD_SIZE, WINDOW_SIZE, Network
from tests.scoring.test_network import PIECES, random_network

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from postlint.training.encoder.compression import compress, make_augmenter, shrink  # noqa: E402
from postlint.training.encoder.packed_network import PackedNetwork  # noqa: E402
from postlint.training.encoder.training_loop import TrainingConfig  # noqa: E402

if TYPE_CHECKING:
    from postlint.training.encoder.packed_network import Window


def make_windows(count: int = 60) -> list[Window]:
    random = Random(1)

    def sentence() -> tuple[int, ...]:
        return tuple(random.randrange(3, PIECES) for _ in range(random.randint(2, 8)))

    return [[sentence() for _ in range(random.randint(1, 5))] for _ in range(count)]


@pytest.mark.parametrize("pair_layers", [0, 1])
def test_packed_network_computes_the_same(pair_layers: int) -> None:
    network = random_network(heads=1, pair_layers=pair_layers)
    windows = make_windows(5)
    packed = PackedNetwork(network)
    with torch.no_grad():
        output = packed(packed.make_batch(windows))
    sentences = output.sentences.tolist()
    for window, of_post in zip(windows, output.posts.tolist(), strict=True):
        post, of_sentences = network.predict(window)
        assert of_post == pytest.approx([*post.values()], abs=1e-4)
        for logits in of_sentences:
            assert sentences.pop(0) == pytest.approx([*logits.values()], abs=1e-4)
    assert sentences == []
    exported = packed.export()
    assert exported.pair_layers == pair_layers
    assert exported.predict(windows[0]) == network.predict(windows[0])


def test_shrink_keeps_the_heads_and_units_that_matter() -> None:
    network = random_network(layers=1)
    (layer,) = network.layers
    layer["attention"][:HEAD_SIZE] *= 1e-3
    layer["outer"][10:] *= 1e-3
    (small,) = shrink(network, make_windows(), heads=1, intermediate_size=10).layers
    assert np.array_equal(small["key"], layer["key"][:, HEAD_SIZE:])
    assert np.array_equal(small["attention"], layer["attention"][HEAD_SIZE:])
    assert np.array_equal(small["outer"], layer["outer"][:10])


@pytest.mark.parametrize("pair_layers", [0, 1])
def test_compress_learns_the_output_of_the_whole_network(pair_layers: int) -> None:
    whole, windows = random_network(), make_windows()
    differences: list[float] = []

    def after_epoch(network: Network, epoch: int) -> None:
        assert epoch == len(differences)
        pairs = [
            (network.predict(window)[0][label], whole.predict(window)[0][label])
            for window in windows
            for label in network.post_labels
        ]
        differences.append(float(np.mean([abs(one - other) for one, other in pairs])))

    small = shrink(whole, windows, heads=1, intermediate_size=24)
    small = replace(small, pair_layers=pair_layers)
    before = random_network()
    config = TrainingConfig(epochs=10, learning_rate=3e-3)
    trained = compress(whole, small, windows, config, after_epoch=after_epoch)
    assert differences[-1] < 0.75 * differences[0]
    assert trained.layers[0]["query"].shape == (64, HEAD_SIZE)
    assert trained.layers[0]["inner"].shape == (64, 24)
    assert trained.pair_layers == pair_layers
    for layer, old_layer in zip(whole.layers, before.layers, strict=True):
        assert all(np.array_equal(layer[name], old_layer[name]) for name in layer)


def test_augmented_windows_have_other_sentences_or_pieces() -> None:
    windows = [*make_windows(), [(5,) * 100, (6,) * 26]]
    sentences = {tuple(sentence) for window in windows for sentence in window}
    augment = make_augmenter(windows, Random(2))
    changed = [augment(window) for window in windows * 5]
    assert all(1 <= sum(map(len, window)) <= WINDOW_SIZE for window in changed)
    lengths = {len(sentence) for sentence in sentences}
    assert {len(sentence) for window in changed for sentence in window} <= lengths
    known = [sentences.issuperset(map(tuple, window)) for window in changed]
    assert 0.4 < sum(known) / len(known) < 0.8
    kept = sum(
        [*map(tuple, new)] == [*map(tuple, old)]
        for new, old in zip(changed, windows * 5, strict=True)
    )
    assert 0.1 < kept / len(changed) < 0.4
