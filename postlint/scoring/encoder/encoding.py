"""Posts as the network reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from postlint.core import resources

if TYPE_CHECKING:
    from postlint.nlp.post import Post
    from postlint.scoring.encoder.network import Network
    from postlint.scoring.encoder.wordpiece import Vocabulary


@dataclass(frozen=True)
class PostEncoding:
    """What the network says of a post.

    Attributes:
        post: log odds of each label of the post, by name.
        sentences: log odds of each label of the sentences that were read, by their index.
    """

    post: Mapping[str, float]
    sentences: Mapping[int, Mapping[str, float]]


def tokenize_sentences(post: Post, vocabulary: Vocabulary) -> dict[int, tuple[int, ...]]:
    """Return the word pieces of a post's sentences, by index; those of only hashtags are left out.

    A sentence without words has none, and is left out, too.
    """
    found = {
        index: tuple(vocabulary.encode(one.text, quoted=one.block.prose.kind == "quote"))
        for index, one in enumerate(post.sentences)
        if "tags" not in one.cues
    }
    return {index: pieces for index, pieces in found.items() if pieces}


def encode(post: Post, network: Network) -> PostEncoding:
    """Read a post; of a long one, its beginning and its end."""
    # Imported late: NumPy is not needed before there is a post.
    from postlint.scoring.encoder.network import select_sentences

    pieces = tokenize_sentences(post, network.vocabulary)
    indices = list(pieces)
    chosen = [indices[at] for at in select_sentences([*map(len, pieces.values())])]
    output = network.read([pieces[index] for index in chosen])
    rows = zip(chosen, output.sentences.tolist(), strict=True)
    return PostEncoding(output.post, {index: _named(network, row) for index, row in rows})


def encode_sentences(post: Post, network: Network) -> dict[int, Mapping[str, float]]:
    """Return the log odds of each label of all sentences that have words, by index."""
    pieces = tokenize_sentences(post, network.vocabulary)
    output = network.predict_sentence_logits(list(pieces.values()))
    rows = zip(pieces, output.tolist(), strict=True)
    return {index: _named(network, row) for index, row in rows}


def _named(network: Network, row: list[float]) -> Mapping[str, float]:
    return dict(zip(network.sentence_labels, row, strict=True))


@lru_cache(maxsize=1)
def load_default_network() -> Network:
    """Return the network that comes with postlint."""
    from postlint.scoring.encoder.network import load_network

    return load_network(resources.folder("models/encoder"))
