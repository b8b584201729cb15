"""The network in PyTorch: a BERT encoder with outputs for posts and for sentences."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from postlint.scoring.encoder.network import MAX_WINDOWS, Array, Network, split_into_windows
from postlint.scoring.encoder.wordpiece import CLS_TOKEN, SEP_TOKEN, Vocabulary
from postlint.training.encoder.examples import POST_LABELS, SENTENCE_LABELS

_DROPOUT = 0.1
_BIAS = -1.0
"""Most labels hold of few posts."""

_POSITIONS = 128


class PostEncoder(nn.Module):
    """Reads posts.

    A post's outputs rest on the mean and the maximum of its pieces' states, those of a sentence on
    the mean of its own.
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
            nn.init.constant_(head.bias, _BIAS)

    def forward(self, posts: Sequence[Sequence[Sequence[int]]]) -> tuple[Tensor, list[Tensor]]:
        """Return the log odds of the labels of posts, and of those of each one's sentences.

        Args:
            posts: the pieces of each sentence of each post.

        Returns:
            A tensor of shape (posts, labels), and for each post one of shape (sentences, labels).
        """
        rows = [
            (number, window)
            for number, post in enumerate(posts)
            for window in split_into_windows(post)[:MAX_WINDOWS]
        ]
        states = self._encode([[piece for one in window for piece in one] for _, window in rows])
        of_post: list[list[Tensor]] = [[] for _ in posts]
        of_sentences: list[list[Tensor]] = [[] for _ in posts]
        for (number, window), found in zip(rows, states, strict=True):
            of_post[number].append(found)
            parts = torch.split(found, [len(sentence) for sentence in window])
            of_sentences[number] += [part.mean(dim=0) for part in parts]
        pooled = torch.stack([_pool(torch.cat(found)) for found in of_post])
        return self.post(self.dropout(pooled)), [
            self.sentence(self.dropout(torch.stack(found))) for found in of_sentences
        ]

    def _encode(self, texts: Sequence[Sequence[int]], together: int = 16) -> list[Tensor]:
        """Return the states of the pieces of each text; texts of like length go together."""
        start, end = self.vocabulary.token_ids[CLS_TOKEN], self.vocabulary.token_ids[SEP_TOKEN]
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        states: list[Tensor] = [torch.empty(0)] * len(texts)
        for first in range(0, len(order), together):
            part = order[first : first + together]
            longest = len(texts[part[-1]]) + 2
            pieces = torch.zeros((len(part), longest), dtype=torch.long)
            mask = torch.zeros((len(part), longest), dtype=torch.long)
            for row, index in enumerate(part):
                whole = [start, *texts[index], end]
                pieces[row, : len(whole)] = torch.tensor(whole)
                mask[row, : len(whole)] = 1
            found = self.body(input_ids=pieces, attention_mask=mask).last_hidden_state
            for row, index in enumerate(part):
                states[index] = found[row, 1 : len(texts[index]) + 1]
        return states


def _pool(states: Tensor) -> Tensor:
    return torch.cat([states.mean(dim=0), states.max(dim=0).values])


def load_pretrained(folder: Path) -> tuple[BertModel, Vocabulary]:
    """Return the public encoder and its vocabulary from a folder with its files."""
    body = BertModel.from_pretrained(folder, add_pooling_layer=False)
    lines = (folder / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    return body, Vocabulary({piece: row for row, piece in enumerate(lines)})


def prune(
    body: BertModel, vocabulary: Vocabulary, *, layers: int, inner: int, pieces: Sequence[int]
) -> tuple[BertModel, Vocabulary]:
    """Return the first layers of an encoder, narrower, for a part of its vocabulary.

    Of each layer's inner values, those with the largest weights are kept. The activation is the
    approximation by tanh that the shipped network computes.
    """
    config = BertConfig.from_dict(body.config.to_dict())
    config.num_hidden_layers, config.intermediate_size = layers, inner
    config.hidden_act, config.vocab_size = "gelu_pytorch_tanh", len(pieces)
    small = BertModel(config, add_pooling_layer=False)
    state = body.state_dict()
    rows = torch.tensor(pieces)
    state["embeddings.word_embeddings.weight"] = state["embeddings.word_embeddings.weight"][rows]
    for number in range(layers):
        prefix = f"encoder.layer.{number}."
        up, down = f"{prefix}intermediate.dense", f"{prefix}output.dense"
        size = state[f"{up}.weight"].norm(dim=1) * state[f"{down}.weight"].norm(dim=0)
        kept = size.topk(inner).indices.sort().values
        state[f"{up}.weight"] = state[f"{up}.weight"][kept]
        state[f"{up}.bias"] = state[f"{up}.bias"][kept]
        state[f"{down}.weight"] = state[f"{down}.weight"][:, kept]
    wanted = small.state_dict().keys()
    small.load_state_dict({name: value for name, value in state.items() if name in wanted})
    names = list(vocabulary.token_ids)
    return small, Vocabulary({names[row]: place for place, row in enumerate(pieces)})


_PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attention": "attention.output.dense",
    "inner": "intermediate.dense",
    "outer": "output.dense",
}
_NORMS = {"attention": "attention.output.LayerNorm", "outer": "output.LayerNorm"}


def export(encoder: PostEncoder) -> Network:
    """Return the network as plain arrays, for `inference.py`."""
    state = {name: value.detach().numpy().copy() for name, value in encoder.state_dict().items()}

    def matrix(name: str) -> Array:
        return np.ascontiguousarray(state[f"{name}.weight"].T)

    embeddings = "body.embeddings."
    positions = state[f"{embeddings}position_embeddings.weight"][:_POSITIONS]
    arrays = {
        "pieces": state[f"{embeddings}word_embeddings.weight"],
        # All pieces are of one segment, so its vector is added once and for all.
        "positions": positions + state[f"{embeddings}token_type_embeddings.weight"][0],
        "embedding.scale": state[f"{embeddings}LayerNorm.weight"],
        "embedding.shift": state[f"{embeddings}LayerNorm.bias"],
    }
    for head in ("post", "sentence"):
        arrays |= {f"{head}.weight": matrix(head), f"{head}.bias": state[f"{head}.bias"]}
    layers: list[dict[str, Array]] = []
    for number in range(encoder.body.config.num_hidden_layers):
        prefix = f"body.encoder.layer.{number}."
        layer = {name: matrix(prefix + part) for name, part in _PARTS.items()}
        layer |= {f"{name}.bias": state[f"{prefix}{part}.bias"] for name, part in _PARTS.items()}
        for name, part in _NORMS.items():
            layer[f"{name}.scale"] = state[f"{prefix}{part}.weight"]
            layer[f"{name}.shift"] = state[f"{prefix}{part}.bias"]
        layers.append(layer)
    return Network(encoder.vocabulary, arrays, layers, POST_LABELS, SENTENCE_LABELS)
