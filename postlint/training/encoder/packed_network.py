"""The network in PyTorch, for windows of any length one after another, without padding.

It computes the same as `postlint/scoring/encoder/network.py`, and its parameters have the same
names and shapes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, layer_norm

from postlint.scoring.encoder.network import HEAD_SIZE, Array, Network, count_pairs, find_pairs
from postlint.scoring.encoder.wordpiece import CLS_TOKEN, SEP_TOKEN

Window = Sequence[Sequence[int]]
"""The word pieces of a few sentences."""

_EPSILON = 1e-12
_NOT_TRAINED = ("pieces", "positions")


@dataclass(frozen=True)
class Batch:
    """Windows whose word pieces are one after another, with the marks at their starts and ends.

    Attributes:
        windows: the windows.
        ids: the token IDs; shape (pieces,).
        positions: their positions in their windows; shape (pieces,).
        lengths: the number of pieces in each window.
    """

    windows: Sequence[Window]
    ids: Tensor
    positions: Tensor
    lengths: list[int]

    @classmethod
    def from_windows(cls, windows: Sequence[Window], token_ids: Mapping[str, int]) -> Batch:
        """Return a batch of windows."""
        start, end = token_ids[CLS_TOKEN], token_ids[SEP_TOKEN]
        rows = [[start, *chain.from_iterable(window), end] for window in windows]
        return cls(
            windows,
            torch.tensor([*chain.from_iterable(rows)]),
            torch.cat([torch.arange(len(row)) for row in rows]),
            [*map(len, rows)],
        )

    @cached_property
    def pair_sizes(self) -> list[Tensor]:
        """The number of pieces in each pair, for each window."""
        ends = zip(self.windows, self.lengths, strict=True)
        return [torch.tensor([*find_pairs(window), end]).diff() for window, end in ends]

    def average_pairs(self, states: Tensor) -> Tensor:
        """Return the mean states of pairs of pieces, given those of pieces."""
        sizes = torch.cat(self.pair_sizes)
        pairs = torch.arange(len(sizes)).repeat_interleave(sizes)
        sums = torch.zeros(len(sizes), states.shape[1]).index_add(0, pairs, states)
        return sums / sizes[:, None]


@dataclass(frozen=True)
class Output:
    """The output of a network for a batch.

    Attributes:
        states: the hidden states after each layer; shape (pieces or pairs, size) each.
        posts: the log odds of each window's labels, as if it were a post; shape (windows, labels).
        sentences: those of all sentences; shape (sentences, labels).
    """

    states: Sequence[Tensor]
    posts: Tensor
    sentences: Tensor


class PackedNetwork(nn.Module):
    """A network that can be trained."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.shared = _to_parameters(network.float_parameters)
        for name in _NOT_TRAINED:
            self.shared[name].requires_grad_(False)
        self.layers = nn.ModuleList(map(_to_parameters, network.layers))

    def make_batch(self, windows: Sequence[Window]) -> Batch:
        """Return a batch of windows."""
        return Batch.from_windows(windows, self.network.vocabulary.token_ids)

    def forward(self, batch: Batch, masks: Sequence[tuple[Tensor, Tensor]] | None = None) -> Output:
        """Return the output for a batch.

        Args:
            batch: the windows.
            masks: for each layer, factors for the values of its attention heads, and for its hidden
                units.
        """
        states = self.shared["pieces"][batch.ids] + self.shared["positions"][batch.positions]
        states = _normalize(states, self.shared, "embedding")
        lengths = batch.lengths
        sentence_lengths = [len(sentence) for window in batch.windows for sentence in window]
        after_layers: list[Tensor] = []
        for number, layer in enumerate(self.layers):
            if number == len(self.layers) - self.network.pair_layers:
                states = batch.average_pairs(states)
                lengths = [*map(len, batch.pair_sizes)]
                sentence_lengths = [*map(count_pairs, sentence_lengths)]
            of_heads, of_units = masks[number] if masks else (None, None)
            attended = _attend(states, layer, lengths)
            attended = attended if of_heads is None else attended * of_heads
            states = _normalize(states + _apply(attended, layer, "attention"), layer, "attention")
            inner = gelu(_apply(states, layer, "inner"), approximate="tanh")
            inner = inner if of_units is None else inner * of_units
            states = _normalize(states + _apply(inner, layer, "outer"), layer, "outer")
            after_layers.append(states)
        of_windows = [part[1:-1] for part in states.split(lengths)]
        pooled = [torch.cat([part.mean(dim=0), part.max(dim=0).values]) for part in of_windows]
        of_sentences = torch.cat(of_windows).split(sentence_lengths)
        means = torch.stack([part.mean(dim=0) for part in of_sentences])
        return Output(
            after_layers,
            _apply(torch.stack(pooled), self.shared, "post"),
            _apply(means, self.shared, "sentence"),
        )

    def export(self) -> Network:
        """Return the network that computes the same with NumPy."""
        return replace(
            self.network,
            parameters=_to_arrays(self.shared, self.network.float_parameters),
            layers=[
                _to_arrays(layer, arrays)
                for layer, arrays in zip(self.layers, self.network.layers, strict=True)
            ],
        )


def _to_parameters(arrays: Mapping[str, Array]) -> nn.ParameterDict:
    return nn.ParameterDict(
        {
            _key(name): nn.Parameter(torch.from_numpy(np.array(array, dtype=np.float32)))
            for name, array in arrays.items()
        }
    )


def _to_arrays(parameters: nn.ParameterDict, names: Mapping[str, Array]) -> dict[str, Array]:
    return {name: parameters[_key(name)].detach().numpy().copy() for name in names}


def _key(name: str) -> str:
    """Return a name that PyTorch allows."""
    return name.replace(".", "_")


def _attend(states: Tensor, layer: nn.ParameterDict, lengths: Sequence[int]) -> Tensor:
    """Return the values that the attention heads of a layer see, next to each other."""
    # shape (3, heads, pieces, head size)
    query, key, value = (
        _apply(states, layer, name).unflatten(1, (-1, HEAD_SIZE)).transpose(0, 1)
        for name in ("query", "key", "value")
    )
    attended = [
        torch.softmax(one @ other.transpose(1, 2) * HEAD_SIZE**-0.5, dim=2) @ seen
        for one, other, seen in zip(
            *(part.split([*lengths], dim=1) for part in (query, key, value)), strict=True
        )
    ]
    return torch.cat(attended, dim=1).transpose(0, 1).flatten(start_dim=1)


def _apply(states: Tensor, parameters: nn.ParameterDict, name: str) -> Tensor:
    weight = f"{name}_weight" if f"{name}_weight" in parameters else name
    return torch.addmm(parameters[f"{name}_bias"], states, parameters[weight])


def _normalize(states: Tensor, parameters: nn.ParameterDict, name: str) -> Tensor:
    scale, shift = parameters[f"{name}_scale"], parameters[f"{name}_shift"]
    return layer_norm(states, (states.shape[1],), scale, shift, _EPSILON)
