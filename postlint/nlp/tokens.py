"""How the words of a post are counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from spacy.tokens import Token


_EMOJI = regex.compile(
    r"(?:(?![©®™‼⁉])\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}"
    r"|[\u200d\ufe0f]|[0-9#*]\ufe0f?\u20e3|<3)+"
)


def is_emoji(word: str) -> bool:
    """Return whether a word is an emoji, or a part of one, such as a skin tone."""
    return bool(_EMOJI.fullmatch(word))


def count_words(tokens: Iterable[Token]) -> int:
    """Return how many words and numbers there are among tokens."""
    return sum(map(is_word, tokens))


def is_word(token: Token) -> bool:
    """Return whether a token counts as a word: letters or a number."""
    return bool(token.is_alpha or token.like_num)


def normalized_words(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the words among tokens, in small letters and usual spelling.

    All numbers are one word, "0", and so are all mentions, "@"; punctuation is none.
    """
    for token in tokens:
        word = _NORMALIZED.get((token.orth, token.norm))
        if word is None:
            word = _NORMALIZED[token.orth, token.norm] = _normalize(token)
        if word:
            yield word


_NORMALIZED: dict[tuple[int, int], str] = {}
"""By spaCy's numbers of a token; there is one for each different word, as in its own tables."""


def _normalize(token: Token) -> str:
    """Return a word as it is usually spelt; "" for what is none."""
    if token.is_space or token.is_punct:
        return ""
    if token.text[0] == "@":
        return "@"
    return "0" if token.like_num else str(token.norm_)
