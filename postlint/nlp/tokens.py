"""Counting and normalization of the words among tokens."""

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
    """Return the number of words and numbers among tokens."""
    return sum(map(is_word, tokens))


def is_word(token: Token) -> bool:
    """Return whether a token counts as a word: it consists of letters, or is a number."""
    return bool(token.is_alpha or token.like_num)


def normalized_words(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the words among tokens, in lowercase and their usual spelling.

    Numbers become "0", and mentions become "@"; punctuation is left out.
    """
    for token in tokens:
        if token.is_space or token.is_punct:
            continue
        if token.text[0] == "@":
            yield "@"
        else:
            yield "0" if token.like_num else token.norm_
