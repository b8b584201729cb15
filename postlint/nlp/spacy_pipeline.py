"""The English spaCy pipeline: parsing of blocks, and matching of token patterns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from postlint.nlp import spacy_speedups  # first, because it imports spaCy

# isort: split
import spacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc, Span

from postlint.core import resources
from postlint.nlp.segmentation import hide_emoji, mark_sentence_starts, unwrap
from postlint.nlp.tokenization import (
    LazyTokenizer,
    doc_key,
    join_docs,
    limit_suffix_search,
    split_doc,
    tokenize,
)
from postlint.nlp.tokens import is_emoji, lowercase_ids, values_kept_with_doc

_BATCH_TOKENS = 3_000
"""The tokens of a batch of blocks: enough to be fast, but not too many for memory."""


@lru_cache(maxsize=1)
def _pipeline() -> Language:
    # Only some rules' patterns need lemmas, so they are computed on demand.
    pipeline = spacy_speedups.load(resources.folder("models/english"), exclude=["lemmatizer"])
    limit_suffix_search(pipeline.tokenizer)
    return pipeline


@lru_cache(maxsize=1)
def _lemmatizer() -> Lemmatizer:
    lemmatizer = spacy.blank("en", vocab=_pipeline().vocab).add_pipe("lemmatizer")
    assert isinstance(lemmatizer, Lemmatizer)  # noqa: S101 -- for the type checker
    folder = resources.folder("models/english") / "lemmatizer"
    return lemmatizer.from_disk(folder, exclude=["vocab"])


@lru_cache(maxsize=1_024)
def _required_words(patterns: str) -> list[list[frozenset[int]]]:
    """Return the required words of each pattern, as spaCy's numbers.

    A pattern matches only where at least one word of each of its sets occurs.
    """
    strings = _pipeline().vocab.strings
    return [
        [frozenset(map(strings.add, words)) for words in _required_word_sets(pattern)]
        for pattern in json.loads(patterns)
    ]


def _required_word_sets(pattern: list[dict[str, Any]]) -> Iterator[list[str]]:
    for token in pattern:
        required = token.get("LOWER", {})
        if token.get("OP", "+") != "+":
            continue
        if isinstance(required, str):
            yield [required]
        elif "IN" in required:
            yield required["IN"]


@lru_cache(maxsize=1)
def _emoji_flag() -> int:
    """Return the attribute of emoji tokens, which spaCy itself doesn't have."""
    return _pipeline().vocab.add_flag(is_emoji)


@lru_cache(maxsize=4_096)
def _matcher(patterns: str, chosen: tuple[int, ...]) -> Matcher:
    # spaCy's validation doesn't know added attributes; rules' patterns are validated on loading.
    matcher = Matcher(_pipeline().vocab, validate=False)
    loaded = json.loads(patterns)
    matcher.add("pattern", [_to_spacy_pattern(loaded[index]) for index in chosen], greedy="LONGEST")
    return matcher


def _to_spacy_pattern(pattern: list[dict[str, Any]]) -> list[dict[Any, Any]]:
    """Return a pattern with spaCy's keys for added attributes."""
    keys = {"IS_EMOJI": _emoji_flag()}
    return [{keys.get(name, name): value for name, value in token.items()} for token in pattern]


def _select_patterns(
    patterns: str, indices: Iterable[int], words: Iterable[int]
) -> tuple[int, ...]:
    """Return the indices of the patterns that can match among some words."""
    words = set(words)
    required = _required_words(patterns)
    return tuple(index for index in indices if not any(map(words.isdisjoint, required[index])))


def match_patterns(patterns: str, sentence: Span) -> list[Span]:
    """Return the longest matches of patterns in a sentence, sorted.

    Args:
        patterns: a list of spaCy's token patterns, as JSON. Lemmas are computed if they are used.
        sentence: the sentence.
    """
    # The matcher tries every pattern on every word, so patterns that can't match are skipped.
    doc = sentence.doc
    possible = values_kept_with_doc(doc, "patterns")
    if patterns not in possible:
        every = range(len(_required_words(patterns)))
        possible[patterns] = _select_patterns(patterns, every, lowercase_ids(doc))
    chosen = possible[patterns]
    if chosen and len(sentence) < len(doc):
        words = lowercase_ids(doc)[sentence.start : sentence.end]
        chosen = _select_patterns(patterns, chosen, words)
    if not chosen:
        return []
    if '"LEMMA"' in patterns and not sentence.doc.has_annotation("LEMMA"):
        _lemmatizer()(sentence.doc)
    return sorted(_matcher(patterns, chosen)(sentence, as_spans=True))


def warm_up(*, add_special_cases: bool = True) -> None:
    """Load the pipeline in advance.

    Args:
        add_special_cases: whether to add all of the tokenizer's special cases now.
    """
    tokenizer = _pipeline().tokenizer
    if add_special_cases and isinstance(tokenizer, LazyTokenizer):
        tokenizer.add_pending_rules()


def parse(texts: Iterable[str]) -> Iterator[Doc]:
    """Yield one parsed `Doc` for each text of a block.

    Its text is the same, except that line breaks in a hard-wrapped paragraph and emoji inside
    sentences are spaces.
    """
    pipeline = _pipeline()
    for batch in _batches(pipeline, texts):
        # Parts with the same words have the same annotations.
        distinct: dict[bytes, Doc] = {}
        blocks = [[distinct.setdefault(doc_key(part), part) for part in parts] for parts in batch]
        spacy_speedups.annotate(pipeline, list(distinct.values()))
        yield from map(join_docs, blocks)


def _batches(pipeline: Language, texts: Iterable[str]) -> Iterator[list[list[Doc]]]:
    """Yield tokenized blocks in batches, each block split into parts."""
    batch: list[list[Doc]] = []
    tokens = 0
    for text in texts:
        doc = tokenize(pipeline.tokenizer, hide_emoji(unwrap(text)))
        mark_sentence_starts(doc)
        batch.append(split_doc(doc))
        tokens += len(doc)
        if tokens >= _BATCH_TOKENS:
            yield batch
            batch, tokens = [], 0
    if batch:
        yield batch
