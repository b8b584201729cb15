"""What the models say about a text, remembered for later tests.

Most tests aren't about the models, and lint the same few sentences. What the models say depends
only on the text, so they read each text once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from unittest import mock

from postlint.nlp import analysis, spacy_pipeline
from postlint.scoring.encoder.network import LabelLogits, Network

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PARSE = spacy_pipeline.parse
_READ = Network.predict

_MAX_CHARACTERS = 2_000
"""Longer texts are rare, and would take much memory."""

_MAX_DOCS = 5_000

_docs: dict[str, Doc] = {}


def _parse(texts: Iterable[str]) -> Iterator[Doc]:
    texts = iter(texts)
    while batch := list(islice(texts, 64)):
        docs = {text: _docs[text] for text in batch if text in _docs}
        new = [text for text in dict.fromkeys(batch) if text not in docs]
        docs.update(zip(new, _PARSE(new), strict=True))
        if len(_docs) > _MAX_DOCS:
            _docs.clear()
        # Kept before they are yielded: a caller may stop after the last document it wants.
        _docs.update((text, docs[text]) for text in new if len(text) <= _MAX_CHARACTERS)
        yield from [docs[text] for text in batch]


@lru_cache(maxsize=5_000)
def _read_once(
    network: Network, sentences: tuple[tuple[int, ...], ...]
) -> tuple[LabelLogits, list[LabelLogits]]:
    return _READ(network, sentences)


def _read(
    network: Network, sentences: Sequence[Sequence[int]]
) -> tuple[LabelLogits, list[LabelLogits]]:
    return _read_once(network, tuple(map(tuple, sentences)))


@contextmanager
def remember_models() -> Iterator[None]:
    """Let the models read no text twice."""
    with mock.patch.object(analysis, "parse", _parse), mock.patch.object(Network, "predict", _read):
        yield
