"""Encoding of posts: from sentences to word pieces, and to the network's output."""

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
class PostLogits:
    """The network's output for a post.

    Attributes:
        post: the log odds of each label of the post.
        sentences: the log odds of each label of the encoded sentences, by their index.
    """

    post: Mapping[str, float]
    sentences: Mapping[int, Mapping[str, float]]


def tokenize_sentences(post: Post, vocabulary: Vocabulary) -> dict[int, tuple[int, ...]]:
    """Return the word pieces of a post's sentences, by index.

    Sentences that are only hashtags and sentences without words are left out.
    """
    all_pieces = {
        index: tuple(vocabulary.encode(sentence.text, quoted=sentence.block.prose.kind == "quote"))
        for index, sentence in enumerate(post.sentences)
        if "tags" not in sentence.cues
    }
    return {index: pieces for index, pieces in all_pieces.items() if pieces}


def encode(post: Post) -> PostLogits:
    """Return the network's output for a post; of a long post, its beginning and end are read."""
    # Imported late: NumPy isn't needed before there is a post.
    from postlint.scoring.encoder.network import select_sentences

    network = load_default_network()
    pieces = tokenize_sentences(post, network.vocabulary)
    indices = list(pieces)
    selected = [indices[number] for number in select_sentences([*map(len, pieces.values())])]
    of_post, of_sentences = network.predict([pieces[index] for index in selected])
    return PostLogits(of_post, dict(zip(selected, of_sentences, strict=True)))


def predict_sentence_logits(post: Post) -> dict[int, Mapping[str, float]]:
    """Return the log odds of each label of all sentences with words, by index."""
    network = load_default_network()
    pieces = tokenize_sentences(post, network.vocabulary)
    return dict(zip(pieces, network.predict_sentences(list(pieces.values())), strict=True))


@lru_cache(maxsize=1)
def load_default_network() -> Network:
    """Return the network that comes with postlint; loaded once."""
    from postlint.scoring.encoder.network import load_network

    return load_network(resources.folder("models/encoder"))
