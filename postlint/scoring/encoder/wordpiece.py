"""WordPiece tokenization, as in BERT's uncased models.

The text is normalized first, so details that don't matter don't change the prediction: case,
accents, emoji, hashtags at the end, and a missing period.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

UNK_TOKEN = "[UNK]"
CLS_TOKEN = "[CLS]"
SEP_TOKEN = "[SEP]"

MAX_SENTENCE_PIECES = 100
"""The most pieces of a sentence that are encoded."""

_MAX_WORD_LENGTH = 60
"""The most characters of a word that is split; a longer word is unknown."""

_MAX_CACHED_SENTENCES = 2_000
"""The most sentences whose token IDs are cached: after an edit, most sentences are the same."""

_MAX_CACHED_WORDS = 50_000
"""The most words whose token IDs are cached."""

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_MENTION = re.compile(r"@\w[\w.-]*(?:@[\w.-]+)?")
_DROPPED_CATEGORIES = frozenset({"So", "Sk", "Cf", "Cs", "Co", "Cn", "Mn", "Cc"})
"""The Unicode categories of emoji, accents, and invisible characters."""

_ASCII_PUNCTUATION = str.maketrans({"…": "...", "—": "-", "–": "-"})
_CLOSING_MARKS = frozenset(".!?:;")
_QUOTES = frozenset("\"')’”")


def sentence_words(sentence: str, *, quoted: bool = False) -> list[str]:
    """Return the words and punctuation marks of a sentence, in lowercase; none without words.

    A sentence without a closing mark gets a period. A quoted sentence gets quotation marks.
    """
    text = _MENTION.sub("@", _without_closing_hashtags(sentence))
    if not text.isascii():
        text = unicodedata.normalize("NFD", text.translate(_ASCII_PUNCTUATION))
        text = "".join(
            character
            for character in text
            if character.isspace() or unicodedata.category(character) not in _DROPPED_CATEGORIES
        )
    words = [word for word in _WORD.findall(text.lower()) if word != "#"]
    if not any(map(str.isalnum, words)):
        return []
    if next(word for word in reversed(words) if word not in _QUOTES) not in _CLOSING_MARKS:
        words.append(".")
    return ['"', *words, '"'] if quoted else words


def _without_closing_hashtags(sentence: str) -> str:
    words = sentence.split()
    while words and words[-1].startswith("#"):
        words.pop()
    return " ".join(words)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The word pieces of a network.

    Attributes:
        token_ids: the ID of each piece; pieces inside a word begin with `##`.
    """

    token_ids: Mapping[str, int]

    @classmethod
    def read(cls, path: Path) -> Vocabulary:
        """Read a vocabulary from a file with one piece per line."""
        pieces = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
        return cls({piece: row for row, piece in enumerate(pieces)})

    def encode(self, sentence: str, *, quoted: bool = False) -> tuple[int, ...]:
        """Return the token IDs of a sentence; none if it has no words."""
        return self._cached_sentence_ids(sentence, quoted)

    @cached_property
    def _cached_sentence_ids(self) -> Callable[[str, bool], tuple[int, ...]]:
        return lru_cache(_MAX_CACHED_SENTENCES)(self._sentence_ids)

    def _sentence_ids(self, sentence: str, quoted: bool) -> tuple[int, ...]:
        words = sentence_words(sentence, quoted=quoted)
        ids = [token_id for word in words for token_id in self._cached_word_ids(word)]
        return tuple(ids[:MAX_SENTENCE_PIECES])

    @cached_property
    def _cached_word_ids(self) -> Callable[[str], list[int]]:
        return lru_cache(_MAX_CACHED_WORDS)(self._word_ids)

    def _word_ids(self, word: str) -> list[int]:
        """Return the token IDs of a word, split greedily into the longest pieces."""
        unknown = [self.token_ids[UNK_TOKEN]]
        if len(word) > _MAX_WORD_LENGTH:
            return unknown
        ids: list[int] = []
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            for end in range(len(word), start, -1):
                token_id = self.token_ids.get(prefix + word[start:end])
                if token_id is not None:
                    break
            else:
                return unknown
            ids.append(token_id)
            start = end
        return ids
