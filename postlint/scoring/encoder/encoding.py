"""Encoding of posts: from sentences to word pieces, and to the network's output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from postlint.core import resources

if TYPE_CHECKING:
    from postlint.nlp.post import Post
    from postlint.scoring.encoder.network import LabelLogits, Network
    from postlint.scoring.encoder.wordpiece import Vocabulary


def tokenize_sentences(post: Post, vocabulary: Vocabulary) -> dict[int, tuple[int, ...]]:
    """Return the word pieces of a post's sentences, by index.

    Sentences that are only hashtags and sentences without words are left out.
    """
    all_pieces = {
        index: vocabulary.encode(sentence.text, quoted=sentence.block.prose.kind == "quote")
        for index, sentence in enumerate(post.sentences)
        if "tags" not in sentence.cues
    }
    return {index: pieces for index, pieces in all_pieces.items() if pieces}


@dataclass(frozen=True)
class EncodedPost:
    """The encoder's output for a post.

    Attributes:
        post: the log odds of the post's labels.
        sentences: those of its encoded sentences, by index.
        is_complete: whether these are all sentences with words.
    """

    post: LabelLogits
    sentences: Mapping[int, LabelLogits]
    is_complete: bool


def encode_post(post: Post) -> EncodedPost:
    """Return the encoder's output for a post; of a long one, for its beginning and its end."""
    # Imported late: NumPy isn't needed before there is a post.
    from postlint.scoring.encoder.network import select_sentences

    network = load_default_network()
    pieces = tokenize_sentences(post, network.vocabulary)
    indices = list(pieces)
    selected = [indices[number] for number in select_sentences([*map(len, pieces.values())])]
    of_post, of_sentences = network.predict([pieces[index] for index in selected])
    sentences = dict(zip(selected, of_sentences, strict=True))
    return EncodedPost(of_post, sentences, is_complete=len(selected) == len(indices))


def encode_sentences(post: Post, encoded: EncodedPost) -> Mapping[int, LabelLogits]:
    """Return the log odds of each label of all sentences with words, by index."""
    if encoded.is_complete:
        return encoded.sentences
    network = load_default_network()
    pieces = tokenize_sentences(post, network.vocabulary)
    missing = [index for index in pieces if index not in encoded.sentences]
    logits = network.predict_sentences([pieces[index] for index in missing])
    return {**encoded.sentences, **dict(zip(missing, logits, strict=True))}


@lru_cache(maxsize=1)
def load_default_network() -> Network:
    """Return the network that comes with postlint; loaded once."""
    from postlint.scoring.encoder.network import load_network

    return load_network(resources.folder("models/encoder"))
