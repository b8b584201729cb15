"""The English pipeline."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from postlint.nlp import spacy_speedups as quick  # the first of all: it imports spaCy

# isort: split
import spacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc, Span

from postlint.core import resources
from postlint.nlp.segmentation import hide_emoji, mark_sentence_starts, unwrap
from postlint.nlp.tokenization import cut, identity, join, limit_suffix_search, tokenize
from postlint.nlp.tokens import is_emoji

_BATCH_TOKENS = 6_000
"""Blocks with so many tokens are parsed together: enough to be fast, few enough to stay small."""


@lru_cache(maxsize=1)
def _pipeline() -> Language:
    # The cues rest on word lists; base forms are found where a rule's pattern wants them.
    pipeline = quick.load(resources.folder("models/english"), exclude=["lemmatizer"])
    limit_suffix_search(pipeline.tokenizer)
    return pipeline


@lru_cache(maxsize=1)
def _lemmatizer() -> Lemmatizer:
    lemmatizer = spacy.blank("en", vocab=_pipeline().vocab).add_pipe("lemmatizer")
    assert isinstance(lemmatizer, Lemmatizer)  # noqa: S101 -- that is what was asked for
    folder = resources.folder("models/english") / "lemmatizer"
    return lemmatizer.from_disk(folder, exclude=["vocab"])


@lru_cache(maxsize=64)
def _required_words(patterns: str) -> list[list[frozenset[int]]]:
    """Return for each pattern sets of words: it only matches where there is one of each set.

    The words are spaCy's numbers of them.
    """
    strings = _pipeline().vocab.strings
    return [
        [frozenset(map(strings.add, words)) for words in _required_word_sets(pattern)]
        for pattern in json.loads(patterns)
    ]


def _required_word_sets(pattern: list[dict[str, Any]]) -> Iterator[list[str]]:
    for token in pattern:
        wanted = token.get("LOWER")
        if wanted is None or token.get("OP", "+") != "+":
            continue
        if isinstance(wanted, str):
            yield [wanted]
        elif "IN" in wanted:
            yield wanted["IN"]


@lru_cache(maxsize=1)
def _emoji_flag() -> int:
    """Return the attribute that emoji have; spaCy has none of its own."""
    return _pipeline().vocab.add_flag(is_emoji)


@lru_cache(maxsize=256)
def _matcher(patterns: str, chosen: tuple[int, ...]) -> Matcher:
    # spaCy's own validation doesn't know added attributes; a rule's patterns are checked before.
    matcher = Matcher(_pipeline().vocab, validate=False)
    wanted = json.loads(patterns)
    matcher.add("pattern", [_to_spacy_pattern(wanted[index]) for index in chosen], greedy="LONGEST")
    return matcher


def _to_spacy_pattern(pattern: list[dict[str, Any]]) -> list[dict[Any, Any]]:
    """Return the tokens of a pattern as spaCy's matcher takes them."""
    own = {"IS_EMOJI": _emoji_flag()}
    return [{own.get(name, name): value for name, value in token.items()} for token in pattern]


def match_patterns(patterns: str, sentence: Span) -> list[Span]:
    """Return where patterns match in a sentence, in the order of the text, none in another.

    `patterns` is a list of spaCy's token patterns as JSON. Words get their base forms first
    if a pattern asks for them.
    """
    # The matcher tries every pattern on every word: most can be told at a glance not to match.
    words = {token.lower for token in sentence}
    chosen = tuple(
        index
        for index, needed in enumerate(_required_words(patterns))
        if not any(map(words.isdisjoint, needed))
    )
    if not chosen:
        return []
    if '"LEMMA"' in patterns and not sentence.doc.has_annotation("LEMMA"):
        _lemmatizer()(sentence.doc)
    return sorted(_matcher(patterns, chosen)(sentence, as_spans=True))


def warm_up() -> None:
    """Load the pipeline now."""
    _pipeline()


def parse(texts: Iterable[str]) -> Iterator[Doc]:
    """Yield one `Doc` for each block of prose.

    Its text is the block's, except that line breaks in a hard-wrapped paragraph and emoji inside
    sentences are blanks.
    """
    pipeline = _pipeline()
    for batch in _batches(pipeline, texts):
        # Pieces with the same words have the same annotations.
        distinct: dict[bytes, Doc] = {}
        blocks = [
            [distinct.setdefault(identity(piece), piece) for piece in pieces] for pieces in batch
        ]
        quick.annotate(pipeline, list(distinct.values()))
        yield from map(join, blocks)


def _batches(pipeline: Language, texts: Iterable[str]) -> Iterator[list[list[Doc]]]:
    """Yield tokenised blocks in batches, each block in pieces."""
    batch: list[list[Doc]] = []
    tokens = 0
    for text in texts:
        doc = tokenize(pipeline.tokenizer, hide_emoji(unwrap(text)))
        mark_sentence_starts(doc)
        batch.append(cut(doc))
        tokens += len(doc)
        if tokens >= _BATCH_TOKENS:
            yield batch
            batch, tokens = [], 0
    if batch:
        yield batch
