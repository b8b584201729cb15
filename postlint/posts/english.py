"""The English pipeline: the one place where spaCy is imported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from postlint import resources
from postlint.posts.segmentation import mark_sentence_starts, unwrap

_BATCH_BLOCKS = 64
_BATCH_TOKENS = 4_000


@lru_cache(maxsize=1)
def _pipeline() -> Language:
    # Lemmas come from word lists in the cues; the rule lemmatizer is not worth its time here.
    return spacy.load(resources.folder("models/english"), exclude=["lemmatizer"])


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
