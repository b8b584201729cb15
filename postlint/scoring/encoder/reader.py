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
    from postlint.scoring.encoder.pieces import Vocabulary


@dataclass(frozen=True)
class Encoded:
    """What the network says of a post.

    Attributes:
        post: log odds of each label of the post, by name.
        sentences: log odds of each label of the sentences that were read, by their index.
    """

    post: Mapping[str, float]
    sentences: Mapping[int, Mapping[str, float]]


def find_pieces(post: Post, vocabulary: Vocabulary) -> dict[int, tuple[int, ...]]:
    """Return the word pieces of a post's sentences, by index; those of only hashtags are left out.

    A sentence without words has none, and is left out, too.
    """
    found = {
        index: tuple(vocabulary.encode(one.text, quoted=one.block.prose.kind == "quote"))
        for index, one in enumerate(post.sentences)
        if "tags" not in one.cues
    }
    return {index: pieces for index, pieces in found.items() if pieces}


def encode(post: Post, network: Network) -> Encoded:
    """Read a post; of a long one, its beginning and its end."""
    # Imported late: NumPy is not needed before there is a post.
    from postlint.scoring.encoder.network import choose_read

    pieces = find_pieces(post, network.vocabulary)
    indices = list(pieces)
    chosen = [indices[at] for at in choose_read([*map(len, pieces.values())])]
    said = network.read([pieces[index] for index in chosen])
    rows = zip(chosen, said.sentences.tolist(), strict=True)
    return Encoded(said.post, {index: _named(network, row) for index, row in rows})


def encode_sentences(post: Post, network: Network) -> dict[int, Mapping[str, float]]:
    """Return the log odds of each label of all sentences that have words, by index."""
    pieces = find_pieces(post, network.vocabulary)
    said = network.read_sentences(list(pieces.values()))
    rows = zip(pieces, said.tolist(), strict=True)
    return {index: _named(network, row) for index, row in rows}


def _named(network: Network, row: list[float]) -> Mapping[str, float]:
    return dict(zip(network.sentence_labels, row, strict=True))


@lru_cache(maxsize=1)
def shipped_network() -> Network:
    """Return the network that comes with postlint."""
    from postlint.scoring.encoder.network import load_network

    return load_network(resources.folder("models/encoder"))
