"""How the words of a post are counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token


def count_words(tokens: Iterable[Token]) -> int:
    """Return how many words and numbers there are among tokens."""
    return sum(map(is_word, tokens))


def is_word(token: Token) -> bool:
    """Say whether a token counts as a word: letters or a number."""
    return bool(token.is_alpha or token.like_num)


def spoken_words(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the words among tokens, in small letters and usual spelling.

    All numbers are one word, "0", and so are all mentions, "@"; punctuation is none.
    """
    for token in tokens:
        if not token.is_space and not token.is_punct:
            yield _spelling(token)


def _spelling(token: Token) -> str:
    if token.text[0] == "@":
        return "@"
    return "0" if token.like_num else str(token.norm_)
