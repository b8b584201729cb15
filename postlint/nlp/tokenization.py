"""Tokenization in linear time, and splitting of long blocks into parts for the parser.

spaCy's tokenizer strips punctuation from text between spaces one character at a time and searches
the rest each time, so it takes quadratic time. Text of normal length goes to spaCy; longer text,
which isn't words anyway, is split here. An emoji of several code points becomes one token, because
the parser would read its parts as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import regex
from spacy.attrs import NORM, ORTH, SENT_START, SPACY
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

MAX_CHUNK_LENGTH = 64
"""The most characters without a space that spaCy tokenizes."""

_PICTURE = r"\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}\U000e0020-\U000e007f]"
_EMOJI = (
    rf"\p{{Regional_Indicator}}{{2}}|[0-9#*]\ufe0f?\u20e3"
    rf"|{_PICTURE}{{0,9}}(?:\u200d{_PICTURE}{{0,9}}){{1,9}}|{_PICTURE}{{1,9}}"
)
_LONG_OR_EMOJI = regex.compile(rf"(?P<long>\S{{{MAX_CHUNK_LENGTH + 1},}}) ?|(?:{_EMOJI}) ?")
_CHUNK_TOKEN = re.compile(rf"\w{{1,{MAX_CHUNK_LENGTH}}}|[^\w\s]{{1,{MAX_CHUNK_LENGTH}}}")

_MAX_SUFFIX = 8
"""The most characters of a suffix that spaCy strips, except runs of dots."""

_MAX_UNSPLIT_TOKENS = 500
"""The most tokens of a block that is parsed as a whole.

A batch takes as many steps as its longest block, so longer blocks are split.
"""

_PART_TOKENS = 120
_SENTENCE_ENDERS = frozenset(".!?…")


_MAX_SEARCHED_CHARACTERS = 20_000
"""The number of characters in which special cases are searched, before all of them are added."""


class LazyTokenizer(Tokenizer):  # type: ignore[misc]  # spaCy has no types
    """spaCy's tokenizer, but a special case is added when a text contains it for the first time.

    The tokens are the same. Adding all 1,300 special cases takes longer than parsing a post.
    """

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 -- spaCy's arguments
        self._pending_rules: dict[str, Any] = {}
        self._searched_characters = 0
        super().__init__(*args, **options)

    @property
    def rules(self) -> Mapping[str, Any]:
        """The special cases: the tokens of each, as spaCy describes them."""
        return {**super().rules, **self._pending_rules}

    @rules.setter
    def rules(self, rules: Mapping[str, Any]) -> None:
        Tokenizer.rules.__set__(self, {})
        self._pending_rules = dict(rules)

    def __call__(self, text: str) -> Doc:
        """Return the tokens of a text."""
        if self._pending_rules:
            self._searched_characters += len(text)
            if self._searched_characters > _MAX_SEARCHED_CHARACTERS:
                self.add_pending_rules()
            for case in [case for case in self._pending_rules if case in text]:
                self.add_special_case(case, self._pending_rules.pop(case))
        doc: Doc = super().__call__(text)
        return doc

    def add_pending_rules(self) -> None:
        """Add all special cases now."""
        Tokenizer.rules.__set__(self, self.rules)
        self._pending_rules = {}


def limit_suffix_search(tokenizer: Tokenizer) -> None:
    """Make a tokenizer search for suffixes only at the end of a text.

    spaCy's pattern ends with `$`, but is tried at every offset of the text.
    """
    pattern = tokenizer.suffix_search.__self__

    def search(text: str) -> re.Match[str] | None:
        start = 0 if text.endswith("..") else max(0, len(text) - _MAX_SUFFIX)
        match: re.Match[str] | None = pattern.search(text, start)
        return match

    tokenizer.suffix_search = search


def tokenize(tokenizer: Tokenizer, text: str) -> Doc:
    """Return the tokens of a text."""
    return join_docs(list(_tokenize_parts(tokenizer, text)) or [Doc(tokenizer.vocab)])


def _tokenize_parts(tokenizer: Tokenizer, text: str) -> Iterator[Doc]:
    start = 0
    for match in _LONG_OR_EMOJI.finditer(text):
        if start < match.start():
            yield tokenizer(text[start : match.start()])
        words = _CHUNK_TOKEN.findall(match["long"]) if match["long"] else [match[0].rstrip(" ")]
        spaces = [False] * (len(words) - 1) + [match[0].endswith(" ")]
        yield Doc(tokenizer.vocab, words=words, spaces=spaces)
        start = match.end()
    if start < len(text):
        yield tokenizer(text[start:])


def split_doc(doc: Doc) -> list[Doc]:
    """Return a block's tokens in parts that are short enough to parse in a batch."""
    if len(doc) <= _MAX_UNSPLIT_TOKENS:
        return [doc]
    attributes = doc.to_array([NORM, SENT_START])
    parts = []
    start = 0
    while start < len(doc):
        end = _end_of_part(doc, start)
        tokens = doc[start:end]
        spaces = [bool(token.whitespace_) for token in tokens]
        part = Doc(doc.vocab, words=[token.text for token in tokens], spaces=spaces)
        part.from_array([NORM, SENT_START], attributes[start:end])  # type: ignore[arg-type]
        parts.append(part)
        start = end
    return parts


def doc_key(part: Doc) -> bytes:
    """Return a key that is the same for unparsed parts with the same tokens."""
    return bytes(part.to_array([ORTH, SPACY, NORM, SENT_START]).tobytes())


def join_docs(parts: list[Doc]) -> Doc:
    """Return the block that was split into parts, with their annotations."""
    if len(parts) == 1:
        return parts[0]
    joined = Doc.from_docs(parts, ensure_whitespace=False)
    assert joined is not None  # noqa: S101 -- only None for an empty list
    return joined


def _end_of_part(doc: Doc, start: int) -> int:
    """Return the last index up to the limit where a sentence starts or ends, or the limit."""
    limit = start + _PART_TOKENS
    if limit >= len(doc):
        return len(doc)
    for end in range(limit, start + _PART_TOKENS // 2, -1):
        if doc[end].is_sent_start or doc[end - 1].text in _SENTENCE_ENDERS:
            return end
    return limit
