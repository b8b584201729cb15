"""The English pipeline: the one place where spaCy is imported."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc, Span

from postlint import resources
from postlint.posts.segmentation import mark_sentence_starts, unwrap

_BATCH_BLOCKS = 64
_BATCH_TOKENS = 4_000


@lru_cache(maxsize=1)
def _pipeline() -> Language:
    # The cues rest on word lists; base forms are found where a rule's pattern wants them.
    return spacy.load(resources.folder("models/english"), exclude=["lemmatizer"])


@lru_cache(maxsize=1)
def _lemmatizer() -> Lemmatizer:
    lemmatizer = spacy.blank("en", vocab=_pipeline().vocab).add_pipe("lemmatizer")
    assert isinstance(lemmatizer, Lemmatizer)  # noqa: S101 -- that is what was asked for
    folder = resources.folder("models/english") / "lemmatizer"
    return lemmatizer.from_disk(folder, exclude=["vocab"])


@lru_cache(maxsize=64)
def _matcher(patterns: str) -> Matcher:
    matcher = Matcher(_pipeline().vocab)
    matcher.add("pattern", json.loads(patterns), greedy="LONGEST")
    return matcher


def match_patterns(patterns: str, sentence: Span) -> list[Span]:
    """Return where patterns match in a sentence, in the order of the text, none in another.

    `patterns` is a list of spaCy's token patterns as JSON. Words get their base forms first
    if a pattern asks for them.
    """
    if '"LEMMA"' in patterns and not sentence.doc.has_annotation("LEMMA"):
        _lemmatizer()(sentence.doc)
    return sorted(_matcher(patterns)(sentence, as_spans=True))


def parse(texts: Iterable[str]) -> Iterator[Doc]:
    """Yield one `Doc` for each block of prose.

    Its text is the block's, except that line breaks in a hard-wrapped paragraph are blanks.
    """
    pipeline = _pipeline()
    for batch in _batches(pipeline, texts):
        yield from pipeline.pipe(batch, batch_size=len(batch))


def _batches(pipeline: Language, texts: Iterable[str]) -> Iterator[list[Doc]]:
    """Yield tokenised blocks in batches that are large enough to be fast and small in memory."""
    batch: list[Doc] = []
    tokens = 0
    for text in texts:
        doc = pipeline.make_doc(unwrap(text))
        mark_sentence_starts(doc)
        batch.append(doc)
        tokens += len(doc)
        if len(batch) >= _BATCH_BLOCKS or tokens >= _BATCH_TOKENS:
            yield batch
            batch, tokens = [], 0
    if batch:
        yield batch
