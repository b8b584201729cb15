"""Genres of posts, such as news of an event or an award, by the words in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from postlint.core.resources import folder
from postlint.nlp.lexicon import to_words
from postlint.nlp.tokens import lowercase_words

if TYPE_CHECKING:
    from postlint.nlp.post import Post

_LISTS = json.loads((folder("words") / "genres.json").read_text(encoding="utf-8"))

GENRES: Mapping[str, frozenset[str]] = {genre: to_words(lines) for genre, lines in _LISTS.items()}
"""The words of each genre, in lowercase. A post may have several genres, or no genre."""

_MIN_WORDS = 2
"""The fewest distinct words of a genre in a post: a single word is too ambiguous."""


def detect_genres(words: Iterable[str]) -> frozenset[str]:
    """Return the genres that some words in lowercase indicate."""
    distinct = frozenset(words)
    return frozenset(
        genre for genre, listed in GENRES.items() if len(distinct & listed) >= _MIN_WORDS
    )


def detect_post_genres(post: Post) -> frozenset[str]:
    """Return the genres that the words of a post indicate."""
    return detect_genres(chain.from_iterable(lowercase_words(block.doc) for block in post.blocks))
