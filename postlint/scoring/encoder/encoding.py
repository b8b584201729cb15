"""Encoding of posts: from sentences to word pieces, and to the network's output."""

from __future__ import annotations

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
        index: tuple(vocabulary.encode(sentence.text, quoted=sentence.block.prose.kind == "quote"))
        for index, sentence in enumerate(post.sentences)
        if "tags" not in sentence.cues
    }
    return {index: pieces for index, pieces in all_pieces.items() if pieces}


def predict_logits(post: Post) -> tuple[LabelLogits, list[LabelLogits]]:
    """Return the log odds of the labels of a post, and of its sentences.

    Of a long post, only the beginning and the end are read.
    """
    # Imported late: NumPy isn't needed before there is a post.
    from postlint.scoring.encoder.network import select_sentences

    network = load_default_network()
    pieces = list(tokenize_sentences(post, network.vocabulary).values())
    selected = select_sentences([*map(len, pieces)])
    return network.predict([pieces[index] for index in selected])


def predict_sentence_logits(post: Post) -> dict[int, LabelLogits]:
    """Return the log odds of each label of all sentences with words, by index."""
    network = load_default_network()
    pieces = tokenize_sentences(post, network.vocabulary)
    return dict(zip(pieces, network.predict_sentences(list(pieces.values())), strict=True))


@lru_cache(maxsize=1)
def load_default_network() -> Network:
    """Return the network that comes with postlint; loaded once."""
    from postlint.scoring.encoder.network import load_network

    return load_network(resources.folder("models/encoder"))
