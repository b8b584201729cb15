"""Makes a network smaller, and trains it to compute the same.

Attention heads and hidden units are removed if the output depends little on them, and the last
layers see word pieces in pairs. Then the network learns the output and the hidden states of the
whole network, on texts of any kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import mse_loss

from postlint.scoring.encoder.network import HEAD_SIZE, Array, Network, split_into_windows
from postlint.training.encoder.packed_network import Output, PackedNetwork, Window
from postlint.training.encoder.training_loop import TrainingConfig, optimize

_BATCH = 16
MEASURED_WINDOWS = 160
"""The number of windows on which the importance of heads and units is measured."""

_STATES_WEIGHT = 0.3
"""How much the hidden states count, compared with the output."""

_DROPPED_SHARE = 0.2
"""Share of the sentences that are dropped from some windows."""

_REPLACED_SHARE = 0.6
"""Share of the windows of which some pieces are replaced."""

_MAX_REPLACED_PIECES = 0.24
"""The highest share of the pieces of a window that are replaced."""


def make_augmenter(windows: Sequence[Window], random: Random) -> Callable[[Window], Window]:
    """Return a function that changes most of the windows that it's given.

    It leaves out sentences at the ends or anywhere, or it adds sentences of other windows. Then it
    may replace some pieces with others, of any sentence.
    """
    pieces = [*chain.from_iterable(chain.from_iterable(windows))]

    def change_sentences(window: Window) -> Window:
        kind = random.choice(("keep", "keep", "cut", "drop", "mix", "mix"))
        if kind == "keep":
            return window
        if kind == "drop":
            return [one for one in window if random.random() > _DROPPED_SHARE] or window
        others = random.choices(windows, k=random.choice((1, 2))) if kind == "mix" else []
        parts = [_cut(part, random) for part in (window, *others)]
        return split_into_windows([*chain.from_iterable(parts)])[0]

    def augment(window: Window) -> Window:
        changed = change_sentences(window)
        if random.random() > _REPLACED_SHARE:
            return changed
        share = random.uniform(0, _MAX_REPLACED_PIECES)
        return [
            tuple(random.choice(pieces) if random.random() < share else one for one in sentence)
            for sentence in changed
        ]

    return augment


def _cut(window: Window, random: Random) -> Window:
    length = random.randint(1, len(window))
    start = random.randint(0, len(window) - length)
    return window[start : start + length]


def shrink(
    network: Network, windows: Sequence[Window], *, heads: int, intermediate_size: int
) -> Network:
    """Keep the attention heads and hidden units of each layer that the output depends on most.

    This is measured by the gradient with respect to a mask over them (Michel, Levy, and Neubig
    2019).
    """
    layers = []
    for layer, (by_head, by_unit) in zip(
        network.layers, _importance(network, windows), strict=True
    ):
        kept_heads = by_head.topk(min(heads, len(by_head))).indices.sort().values
        values = (kept_heads[:, None] * HEAD_SIZE + torch.arange(HEAD_SIZE)).flatten().numpy()
        units = by_unit.topk(min(intermediate_size, len(by_unit))).indices.sort().values.numpy()
        layers.append(_select(layer, values, units))
    return replace(network, layers=layers)


def _select(
    layer: Mapping[str, Array], values: NDArray[np.int64], units: NDArray[np.int64]
) -> dict[str, Array]:
    """Return a layer with some of the values of its attention heads and some hidden units."""
    selected = dict(layer)
    for name in ("query", "key", "value"):
        selected[name] = layer[name][:, values]
        selected[f"{name}.bias"] = layer[f"{name}.bias"][values]
    selected["attention"] = layer["attention"][values]
    selected["inner"], selected["outer"] = layer["inner"][:, units], layer["outer"][units]
    selected["inner.bias"] = layer["inner.bias"][units]
    return {name: np.ascontiguousarray(array) for name, array in selected.items()}


def _importance(network: Network, windows: Sequence[Window]) -> list[tuple[Tensor, Tensor]]:
    """Return for each layer how much the output depends on each head, and on each hidden unit.

    It's the sum of squared gradients for single windows, with random signs for the outputs.
    """
    model = PackedNetwork(network)
    totals = [
        (torch.zeros(len(layer["attention"]) // HEAD_SIZE), torch.zeros(len(layer["outer"])))
        for layer in network.layers
    ]
    for window in windows:
        masks = [torch.ones_like(total, requires_grad=True) for total in chain(*totals)]
        of_values = [heads.repeat_interleave(HEAD_SIZE) for heads in masks[::2]]
        output: Output = model(
            model.make_batch([window]), [*zip(of_values, masks[1::2], strict=True)]
        )
        logits = torch.cat([output.posts.flatten(), output.sentences.flatten()])
        signs = torch.randint_like(logits, 2) * 2 - 1
        gradients = torch.autograd.grad((logits * signs).sum(), masks)
        for total, gradient in zip(chain(*totals), gradients, strict=True):
            total += gradient.square()
    return totals


def compress(
    teacher: Network,
    student: Network,
    windows: Sequence[Window],
    config: TrainingConfig,
    *,
    after_epoch: Callable[[Network, int], None] = lambda network, epoch: None,
) -> Network:
    """Train a network to compute nearly the same as another, and return it.

    Args:
        teacher: the network whose output is learned.
        student: the network to train; it has as many layers, of the same size.
        windows: what to train on.
        config: how long and how fast.
        after_epoch: is called with the trained network and the number of each epoch, from 0.
    """
    random = Random(config.seed)
    torch.manual_seed(config.seed)
    whole, small = PackedNetwork(teacher), PackedNetwork(student)
    augment = make_augmenter(windows, random)
    sample = random.sample(windows, min(len(windows), _BATCH))
    with torch.no_grad():
        states = whole(whole.make_batch(sample)).states
    variances = [float(of_layer.var()) for of_layer in states]

    def loss(part: Sequence[Window]) -> Tensor:
        batch = whole.make_batch([augment(window) for window in part])
        with torch.no_grad():
            wanted: Output = whole(batch)
        found: Output = small(batch)
        total = mse_loss(found.posts, wanted.posts) + mse_loss(found.sentences, wanted.sentences)
        for one, other, variance in zip(found.states, wanted.states, variances, strict=True):
            same = other if len(one) == len(other) else batch.average_pairs(other)
            total = total + _STATES_WEIGHT / variance * mse_loss(one, same)
        return total

    optimize(
        {config.learning_rate: small.parameters()},
        windows,
        config,
        loss,
        length=lambda window: sum(map(len, window)),
        after_epoch=lambda epoch: after_epoch(small.export(), epoch),
    )
    return small.export()
