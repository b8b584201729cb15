"""The network in PyTorch: a BERT encoder with outputs for posts and for sentences."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence
from transformers import BertModel
from transformers.activations import ACT2FN
from transformers.pytorch_utils import prune_linear_layer

from postlint.scoring.encoder.network import MAX_WINDOWS, Array, Network, split_into_windows
from postlint.scoring.encoder.wordpiece import CLS_TOKEN, SEP_TOKEN, Vocabulary
from postlint.training.encoder.examples import POST_LABELS, SENTENCE_LABELS

_DROPOUT = 0.1
_INITIAL_BIAS = -1.0
"""Most labels apply to few posts."""

_BATCH = 16
"""Texts that go through the network together."""

_POSITIONS = 128
"""Positions that are exported: a window, and the pieces that mark its start and end."""


class PostEncoder(nn.Module):
    """Predicts the labels of posts and of their sentences.

    A post's labels depend on the mean and the maximum of the hidden states of its word pieces, a
    sentence's labels on the mean of those of its own pieces.
    """

    def __init__(self, body: BertModel, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.body = body
        self.vocabulary = vocabulary
        size = body.config.hidden_size
        self.post = nn.Linear(2 * size, len(POST_LABELS))
        self.sentence = nn.Linear(size, len(SENTENCE_LABELS))
        self.dropout = nn.Dropout(_DROPOUT)
        for head in (self.post, self.sentence):
            nn.init.constant_(head.bias, _INITIAL_BIAS)

    def forward(self, posts: Sequence[Sequence[Sequence[int]]]) -> tuple[Tensor, list[Tensor]]:
        """Return the log odds of the labels of posts and of their sentences.

        Args:
            posts: the word pieces of each sentence of each post.

        Returns:
            A tensor of shape (posts, labels), and for each post one of shape (sentences, labels).
        """
        rows = [
            (number, window)
            for number, post in enumerate(posts)
            for window in split_into_windows(post)[:MAX_WINDOWS]
        ]
        hidden = self._encode([[piece for one in window for piece in one] for _, window in rows])
        of_posts: list[list[Tensor]] = [[] for _ in posts]
        of_sentences: list[list[Tensor]] = [[] for _ in posts]
        for (number, window), states in zip(rows, hidden, strict=True):
            of_posts[number].append(states)
            parts = torch.split(states, [len(sentence) for sentence in window])
            of_sentences[number] += [part.mean(dim=0) for part in parts]
        pooled = torch.stack([_pool(torch.cat(states)) for states in of_posts])
        return self.post(self.dropout(pooled)), [
            self.sentence(self.dropout(torch.stack(means))) for means in of_sentences
        ]

    def _encode(self, texts: Sequence[Sequence[int]]) -> list[Tensor]:
        """Return the hidden states of the word pieces of each text."""
        start, end = self.vocabulary.token_ids[CLS_TOKEN], self.vocabulary.token_ids[SEP_TOKEN]
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        states: list[Tensor] = [torch.empty(0)] * len(texts)
        for first in range(0, len(order), _BATCH):
            part = order[first : first + _BATCH]
            rows = [torch.tensor([start, *texts[index], end]) for index in part]
            pieces = pad_sequence(rows, batch_first=True)
            mask = pad_sequence([torch.ones_like(row) for row in rows], batch_first=True)
            hidden = self.body(input_ids=pieces, attention_mask=mask).last_hidden_state
            for row, index in enumerate(part):
                states[index] = hidden[row, 1 : len(texts[index]) + 1]
        return states


def _pool(states: Tensor) -> Tensor:
    return torch.cat([states.mean(dim=0), states.max(dim=0).values])


def load_pretrained(folder: Path) -> tuple[BertModel, Vocabulary]:
    """Read the public encoder and its vocabulary from the folder with its files."""
    body = BertModel.from_pretrained(folder, add_pooling_layer=False)
    return body, Vocabulary.read(folder / "vocab.txt")


def prune(
    body: BertModel,
    vocabulary: Vocabulary,
    *,
    layers: int,
    intermediate_size: int,
    pieces: Sequence[int],
) -> tuple[BertModel, Vocabulary]:
    """Make an encoder smaller, and return it with its vocabulary.

    The activation function changes to the approximation by tanh that postlint computes.

    Args:
        body: the encoder.
        vocabulary: its vocabulary.
        layers: how many of its layers to keep, from the first one on.
        intermediate_size: how many hidden units of each layer's feed-forward part to keep: those
            with the largest weights.
        pieces: the rows of the word pieces to keep.
    """
    words = body.get_input_embeddings()
    kept_words = nn.Embedding.from_pretrained(
        words.weight[torch.tensor(pieces)].detach(), freeze=False, padding_idx=words.padding_idx
    )
    body.set_input_embeddings(kept_words)
    body.encoder.layer = body.encoder.layer[:layers]
    for layer in body.encoder.layer:
        up, down = layer.intermediate.dense, layer.output.dense
        size = up.weight.norm(dim=1) * down.weight.norm(dim=0)
        kept = size.topk(intermediate_size).indices.sort().values
        layer.intermediate.dense = prune_linear_layer(up, kept)
        layer.output.dense = prune_linear_layer(down, kept, dim=1)
        layer.intermediate.intermediate_act_fn = ACT2FN["gelu_pytorch_tanh"]
    body.config.num_hidden_layers = layers
    names = list(vocabulary.token_ids)
    return body, Vocabulary({names[row]: index for index, row in enumerate(pieces)})


_MATRICES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attention": "attention.output.dense",
    "inner": "intermediate.dense",
    "outer": "output.dense",
}
_LAYER_NORMS = {"attention": "attention.output.LayerNorm", "outer": "output.LayerNorm"}


def export_network(encoder: PostEncoder) -> Network:
    """Return the network that computes the same with NumPy."""
    state = {name: value.detach().numpy().copy() for name, value in encoder.state_dict().items()}

    def matrix(name: str) -> Array:
        return np.ascontiguousarray(state[f"{name}.weight"].T)

    embeddings = "body.embeddings."
    positions = state[f"{embeddings}position_embeddings.weight"][:_POSITIONS]
    arrays = {
        "pieces": state[f"{embeddings}word_embeddings.weight"],
        # All pieces belong to the first segment, so its vector is added here.
        "positions": positions + state[f"{embeddings}token_type_embeddings.weight"][0],
        "embedding.scale": state[f"{embeddings}LayerNorm.weight"],
        "embedding.shift": state[f"{embeddings}LayerNorm.bias"],
    }
    for head in ("post", "sentence"):
        arrays |= {f"{head}.weight": matrix(head), f"{head}.bias": state[f"{head}.bias"]}
    layers: list[dict[str, Array]] = []
    for number in range(encoder.body.config.num_hidden_layers):
        prefix = f"body.encoder.layer.{number}."
        layer = {name: matrix(prefix + part) for name, part in _MATRICES.items()}
        layer |= {f"{name}.bias": state[f"{prefix}{part}.bias"] for name, part in _MATRICES.items()}
        for name, part in _LAYER_NORMS.items():
            layer[f"{name}.scale"] = state[f"{prefix}{part}.weight"]
            layer[f"{name}.shift"] = state[f"{prefix}{part}.bias"]
        layers.append(layer)
    return Network(encoder.vocabulary, arrays, layers, POST_LABELS, SENTENCE_LABELS)
