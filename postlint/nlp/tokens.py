"""Counting and normalization of the words among tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import regex

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_Result = TypeVar("_Result")


_EMOJI = regex.compile(
    r"(?:(?![©®™‼⁉])\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}"
    r"|[\u200d\ufe0f]|[0-9#*]\ufe0f?\u20e3|<3)+"
)


def is_emoji(word: str) -> bool:
    """Return whether a word is an emoji, or a part of one, such as a skin tone."""
    return bool(_EMOJI.fullmatch(word))


def kept_with_doc(compute: Callable[[Doc], _Result]) -> Callable[[Doc], _Result]:
    """Decorate a function so that its result is kept with the document.

    After an edit, most documents are the same, and going through their tokens is slow.
    """
    key = f"postlint.{compute.__name__}"

    @wraps(compute)
    def cached(doc: Doc) -> _Result:
        if key not in doc.user_data:
            doc.user_data[key] = compute(doc)
        result: _Result = doc.user_data[key]
        return result

    return cached


def values_kept_with_doc(doc: Doc, name: str) -> dict[Any, Any]:
    """Return a dictionary that is kept with the document, for values that depend on its text."""
    values: dict[Any, Any] = doc.user_data.setdefault(f"postlint.{name}", {})
    return values


@kept_with_doc
def word_starts(doc: Doc) -> Sequence[int]:
    """Return the offsets where the words of a document start."""
    # Arrays are faster than going through the tokens.
    idx, is_alpha, like_num = doc.to_array(["IDX", "IS_ALPHA", "LIKE_NUM"]).T
    starts: list[int] = idx[(is_alpha | like_num) != 0].tolist()
    return starts


@kept_with_doc
def lowercase_words(doc: Doc) -> frozenset[str]:
    """Return the distinct tokens of a document, in lowercase."""
    return frozenset(map(doc.vocab.strings.__getitem__, set(lowercase_ids(doc))))


@kept_with_doc
def lowercase_ids(doc: Doc) -> Sequence[int]:
    """Return spaCy's IDs of all tokens of a document in lowercase."""
    ids: list[int] = doc.to_array("LOWER").tolist()
    return ids


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
