"""The network in NumPy: from word pieces to the log odds of labels.

It's a transformer encoder like BERT (Devlin et al. 2019), with few layers, and computes the same as
`postlint/training/encoder/torch_network.py` in PyTorch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postlint.core import blas
from postlint.core.atomic_write import replace_file
from postlint.scoring.encoder.wordpiece import CLS_TOKEN, SEP_TOKEN, UNK_TOKEN, Vocabulary

Array = NDArray[np.float32]

LabelLogits = Mapping[str, float]
"""The log odds of each label."""

WINDOW_SIZE = 126
"""The most word pieces in a window, which consists of whole sentences."""

MAX_WINDOWS = 2
"""The most windows of a post that are encoded."""

_HEAD_SIZE = 32
"""The dimensions of each attention head."""

_EPSILON = np.float32(1e-12)
_MAX_LEVEL = 127
"""The largest level: matrices are stored as integers from -127 to 127 with scales."""

_MIN_QUANTIZED_SIZE = 10_000
"""The least size of arrays that are quantized."""

_QUANTIZATION_AXIS = {"pieces": 1, "positions": 1}
_SCALE_SUFFIX = ":scale"
_PIECES_SCALE = f"pieces{_SCALE_SUFFIX}"
_LAYER_PARAMETER = re.compile(r"(\d+)\.(.+)")


@dataclass(frozen=True, eq=False)
class Network:
    """A network that predicts labels of posts and sentences.

    Attributes:
        parameters: the parameters of the embedding and of the outputs, by name. The vectors of
            pieces can be integers with scales.
        layers: the parameters of each layer, by name.
    """

    vocabulary: Vocabulary
    parameters: Mapping[str, Array]
    layers: Sequence[Mapping[str, Array]]
    post_labels: tuple[str, ...]
    sentence_labels: tuple[str, ...]

    def predict(self, sentences: Sequence[Sequence[int]]) -> tuple[LabelLogits, list[LabelLogits]]:
        """Return the log odds of the labels of a post, and of each of its encoded sentences.

        Args:
            sentences: the token IDs of each sentence, at least one each. Only the first
                `MAX_WINDOWS` windows are encoded; see `select_sentences`.
        """
        unknown = (self.vocabulary.token_ids[UNK_TOKEN],)
        windows = self._encode_windows((sentences or [unknown]), MAX_WINDOWS)
        mean = sum(window.total for window in windows) / sum(window.pieces for window in windows)
        maximum = np.max([window.maximum for window in windows], axis=0)
        post = np.concatenate([mean, maximum]) @ self.parameters["post.weight"]
        post += self.parameters["post.bias"]
        logits = [row for window in windows for row in window.sentences]
        return dict(zip(self.post_labels, post.tolist(), strict=True)), logits[: len(sentences)]

    def predict_sentences(self, sentences: Sequence[Sequence[int]]) -> list[LabelLogits]:
        """Return the log odds of the labels of all sentences."""
        return [row for window in self._encode_windows(sentences) for row in window.sentences]

    def _encode_windows(
        self, sentences: Sequence[Sequence[int]], limit: int | None = None
    ) -> list[_EncodedWindow]:
        """Return the encoder's output for all windows of sentences, or for the first ones."""
        windows = split_into_windows(sentences)[:limit]
        return [self._encode_cached(tuple(map(tuple, window))) for window in windows]

    @cached_property
    def _encode_cached(self) -> Callable[[_Window], _EncodedWindow]:
        # Windows are encoded one by one: larger batches aren't faster, and the output would depend
        # on them. An edit changes one or two windows, so the others are kept.
        return lru_cache(_MAX_CACHED_WINDOWS)(self._encode_window)

    def _encode_window(self, window: _Window) -> _EncodedWindow:
        with blas.single_thread():
            states = self._hidden_states(list(chain.from_iterable(window)))
        starts = [0, *accumulate(map(len, window[:-1]))]
        sums = np.add.reduceat(states, starts)
        means = sums / np.array([[len(sentence)] for sentence in window], dtype=np.float32)
        logits = means @ self.parameters["sentence.weight"] + self.parameters["sentence.bias"]
        return _EncodedWindow(
            pieces=len(states),
            total=sums.sum(axis=0),
            maximum=states.max(axis=0),
            sentences=[
                dict(zip(self.sentence_labels, row, strict=True)) for row in logits.tolist()
            ],
        )

    def _hidden_states(self, pieces: Sequence[int]) -> Array:
        """Return the hidden state of each piece; shape (pieces, size)."""
        parameters, token_ids = self.parameters, self.vocabulary.token_ids
        ids = [token_ids[CLS_TOKEN], *pieces, token_ids[SEP_TOKEN]]
        states = parameters["pieces"][ids].astype(np.float32)
        if (scale := parameters.get(_PIECES_SCALE)) is not None:
            states *= scale[ids]
        states += parameters["positions"][: len(ids)]
        _normalize(states, parameters["embedding.scale"], parameters["embedding.shift"])
        for layer in self._prepared_layers:
            states += _self_attention(states, layer)
            _normalize(states, layer["attention.scale"], layer["attention.shift"])
            states += _feed_forward(states, layer)
            _normalize(states, layer["outer.scale"], layer["outer.shift"])
        return states[1:-1]

    @cached_property
    def _prepared_layers(self) -> list[Mapping[str, Array]]:
        """The layers with the matrices of query, key, and value next to each other."""
        return [*map(_prepare_layer, self.layers)]


_Window = tuple[tuple[int, ...], ...]
"""The token IDs of each sentence in a window."""

_MAX_CACHED_WINDOWS = 256
"""The most encoded windows that are cached: those of about 20,000 words, in 1 MB."""


@dataclass(frozen=True, eq=False)
class _EncodedWindow:
    """The encoder's output for a window.

    Attributes:
        pieces: the number of word pieces.
        total: the sum of their hidden states; shape (size,).
        maximum: the maximum of their hidden states; shape (size,).
        sentences: the log odds of each sentence's labels.
    """

    pieces: int
    total: Array
    maximum: Array
    sentences: Sequence[LabelLogits]


def _prepare_layer(layer: Mapping[str, Array]) -> Mapping[str, Array]:
    # Dividing the query here saves dividing the product of query and key for each pair of pieces.
    scale = np.float32(_HEAD_SIZE**-0.5)
    return {
        **layer,
        "projection": np.hstack([layer["query"] * scale, layer["key"], layer["value"]]),
        "projection.bias": np.hstack(
            [layer["query.bias"] * scale, layer["key.bias"], layer["value.bias"]]
        ),
    }


def _self_attention(states: Array, layer: Mapping[str, Array]) -> Array:
    """Return the output of multi-head self-attention; shape (pieces, size)."""
    length, size = states.shape
    projected = states @ layer["projection"]
    projected += layer["projection.bias"]
    # shape (3, heads, pieces, head size)
    heads = projected.reshape(length, 3, size // _HEAD_SIZE, _HEAD_SIZE).transpose(1, 2, 0, 3)
    query, key, value = heads
    weights = query @ key.transpose(0, 2, 1)
    weights -= weights.max(axis=2, keepdims=True)
    np.exp(weights, out=weights)
    attended = weights @ value
    # Dividing by the sum here, and not the weights, takes fewer steps.
    attended /= (weights @ np.ones(length, np.float32))[:, :, np.newaxis]
    output: Array = attended.transpose(1, 0, 2).reshape(length, size) @ layer["attention"]
    output += layer["attention.bias"]
    return output


def _feed_forward(states: Array, layer: Mapping[str, Array]) -> Array:
    """Return the output of the feed-forward part of a layer; shape (pieces, size)."""
    inner = states @ layer["inner"]
    inner += layer["inner.bias"]
    output: Array = _gelu(inner) @ layer["outer"]
    output += layer["outer.bias"]
    return output


def split_into_windows(sentences: Sequence[Sequence[int]]) -> list[list[Sequence[int]]]:
    """Return the sentences in windows: as many sentences in each as fit, in order."""
    windows: list[list[Sequence[int]]] = []
    room = 0
    for sentence in sentences:
        if not windows or len(sentence) > room:
            windows.append([])
            room = WINDOW_SIZE
        windows[-1].append(sentence)
        room -= len(sentence)
    return windows


def select_sentences(lengths: Sequence[int]) -> list[int]:
    """Return the indices of the sentences of a post to encode, given their numbers of pieces.

    If not all sentences fit into two windows, these are the first ones that fit into a window, and
    the last ones that fit into another.
    """
    first = _count_fitting(lengths)
    if first + _count_fitting(lengths[first:]) >= len(lengths):
        return list(range(len(lengths)))
    last = _count_fitting(lengths[::-1])
    return [*range(first), *range(len(lengths) - last, len(lengths))]


def _count_fitting(lengths: Sequence[int]) -> int:
    """Return the number of sentences, from the first one on, that fit into a window."""
    return sum(total <= WINDOW_SIZE for total in accumulate(lengths))


def _normalize(states: Array, scale: Array, shift: Array) -> None:
    """Normalize each row to mean 0 and variance 1, then scale and shift it (Ba et al. 2016)."""
    size = np.float32(states.shape[1])
    mean = np.full(states.shape[1], 1 / size)  # a product with it is faster than NumPy's mean
    states -= (states @ mean)[:, np.newaxis]
    variance = np.einsum("ij,ij->i", states, states) / size
    states /= np.sqrt(variance + _EPSILON)[:, np.newaxis]
    states *= scale
    states += shift


def _gelu(values: Array) -> Array:
    """Return the Gaussian error linear unit, approximated by tanh (Hendrycks and Gimpel 2016)."""
    inner = values * values
    inner *= np.float32(0.044715)
    inner += np.float32(1)
    inner *= values
    inner *= np.float32((2 / np.pi) ** 0.5)
    np.tanh(inner, out=inner)
    inner += np.float32(1)
    inner *= values
    inner *= np.float32(0.5)
    return inner


def save_network(network: Network, folder: Path) -> None:
    """Write a network: `vocabulary.txt`, with one piece per line, and `weights.npz`.

    Matrices are stored as integers with a scale for each row (embeddings) or column.
    """
    arrays = dict(network.parameters)
    if (piece_scale := arrays.pop(_PIECES_SCALE, None)) is not None:
        arrays["pieces"] = arrays["pieces"] * piece_scale
    for number, layer in enumerate(network.layers):
        arrays |= {f"{number}.{name}": array for name, array in layer.items()}
    stored: dict[str, NDArray[Any]] = {
        "post_labels": np.array(network.post_labels),
        "sentence_labels": np.array(network.sentence_labels),
    }
    for name, array in arrays.items():
        if array.ndim == 2 and array.size > _MIN_QUANTIZED_SIZE:
            scale = (
                np.abs(array).max(axis=_QUANTIZATION_AXIS.get(name, 0), keepdims=True) / _MAX_LEVEL
            )
            scale = np.maximum(scale, 1e-12).astype(np.float32)
            stored[name] = np.rint(array / scale).astype(np.int8)
            stored[f"{name}{_SCALE_SUFFIX}"] = scale
        else:
            stored[name] = array.astype(np.float32)
    folder.mkdir(parents=True, exist_ok=True)
    text = "\n".join(network.vocabulary.token_ids) + "\n"
    with (
        replace_file(folder / "vocabulary.txt") as vocabulary,
        replace_file(folder / "weights.npz", binary=True) as weights,
    ):
        vocabulary.write(text)
        np.savez(weights, **stored)  # type: ignore[arg-type]


def load_network(folder: Path) -> Network:
    """Return the network that was saved in a folder."""
    with np.load(folder / "weights.npz", allow_pickle=False) as stored:
        labels = {
            name: tuple(map(str, stored[name])) for name in ("post_labels", "sentence_labels")
        }
        arrays = {name: stored[name] for name in stored.files if name not in labels}
    # The vectors of pieces stay as they are, because most aren't used: that saves 15 MB.
    scales = {name for name in arrays if name.endswith(_SCALE_SUFFIX)} - {_PIECES_SCALE}
    for name in scales:
        matrix = name.removesuffix(_SCALE_SUFFIX)
        arrays[matrix] = arrays[matrix] * arrays.pop(name)
    layers: dict[int, dict[str, Array]] = {}
    for name in list(arrays):
        if match := _LAYER_PARAMETER.fullmatch(name):
            layers.setdefault(int(match[1]), {})[match[2]] = arrays.pop(name)
    return Network(
        vocabulary=Vocabulary.read(folder / "vocabulary.txt"),
        parameters=arrays,
        layers=[layers[number] for number in sorted(layers)],
        post_labels=labels["post_labels"],
        sentence_labels=labels["sentence_labels"],
    )
