"""Text as word pieces, as BERT's uncased models split it.

What says nothing about a post is left out first, so that a post reads the same with and without
it: letter case, accents, emoji, hashtags at the end, and a missing full stop.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

UNK_TOKEN = "[UNK]"
CLS_TOKEN = "[CLS]"
SEP_TOKEN = "[SEP]"

MAX_SENTENCE_PIECES = 100
"""Pieces of a sentence that are read."""

_MAX_WORD_LENGTH = 60
"""Letters of a word that is split; a longer one is unknown."""

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_MENTION = re.compile(r"@\w[\w.-]*(?:@[\w.-]+)?")
_DROPPED_CATEGORIES = frozenset({"So", "Sk", "Cf", "Cs", "Co", "Cn", "Mn", "Cc"})
"""Unicode categories of emoji, accents, and characters that aren't seen."""

_ASCII_PUNCTUATION = str.maketrans({"…": "...", "—": "-", "–": "-"})
_CLOSING_MARKS = frozenset(".!?:;")
_QUOTES = frozenset("\"')’”")


def sentence_words(sentence: str, *, quoted: bool = False) -> list[str]:
    """Return a sentence's words and marks, in lower case; none if it has only marks.

    Each sentence ends in a mark: one without gets a full stop. A quoted one gets quotation marks.
    """
    text = _MENTION.sub("@", _without_closing_hashtags(sentence))
    if not text.isascii():
        text = unicodedata.normalize("NFD", text.translate(_ASCII_PUNCTUATION))
        text = "".join(
            letter
            for letter in text
            if letter.isspace() or unicodedata.category(letter) not in _DROPPED_CATEGORIES
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
    """The pieces that a network knows.

    Attributes:
        rows: the number of each; pieces inside a word begin with `##`.
    """

    rows: Mapping[str, int]
    _cache: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)

    def encode(self, sentence: str, *, quoted: bool = False) -> list[int]:
        """Return the numbers of a sentence's pieces; none if it has no words."""
        words = sentence_words(sentence, quoted=quoted)
        return [row for word in words for row in self._cached_pieces(word)][:MAX_SENTENCE_PIECES]

    def _cached_pieces(self, word: str) -> Sequence[int]:
        """Return the longest pieces that a word is made of, from its start on."""
        if (known := self._cache.get(word)) is None:
            known = self._cache[word] = tuple(self._pieces(word))
            if len(self._cache) > _MAX_CACHED_WORDS:
                self._cache.clear()
        return known

    def _pieces(self, word: str) -> list[int]:
        unknown = [self.rows[UNK_TOKEN]]
        if len(word) > _MAX_WORD_LENGTH:
            return unknown
        found: list[int] = []
        start = 0
        while start < len(word):
            before = "##" if start else ""
            for end in range(len(word), start, -1):
                row = self.rows.get(before + word[start:end])
                if row is not None:
                    break
            else:
                return unknown
            found.append(row)
            start = end
        return found


_MAX_CACHED_WORDS = 50_000
"""Words whose pieces are kept."""
