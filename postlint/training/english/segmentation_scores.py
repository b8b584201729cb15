"""How well a pipeline finds the ends of sentences in whole documents, with its own tokenizer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacy.language import Language

from postlint.training.english.treebank import Passage, TreebankSentence

_OWN_LINE = "\n\n"


@dataclass(frozen=True, slots=True)
class SentenceScores:
    """F1 of the ends of sentences, from 0 to 1.

    Attributes:
        as_is: in the text as it is.
        one_per_line: with a blank line after every sentence.
        without_periods: with a blank line after every sentence, and without periods.
    """

    as_is: float
    one_per_line: float
    without_periods: float


@dataclass(frozen=True, slots=True)
class _Text:
    """A document's text, and the offsets where its sentences end."""

    text: str
    ends: frozenset[int]


def score_sentences(nlp: Language, documents: Sequence[Passage]) -> SentenceScores:
    """Compare the ends of sentences that a pipeline finds with the treebank's."""

    def score(write: Callable[[TreebankSentence], tuple[str, str]]) -> float:
        return _f1(nlp, [_text(document, write) for document in documents])

    return SentenceScores(
        as_is=score(lambda sentence: (sentence.text, sentence.whitespace_after)),
        one_per_line=score(lambda sentence: (sentence.text, _OWN_LINE)),
        without_periods=score(
            lambda sentence: (sentence.text.rstrip(".") or sentence.text, _OWN_LINE),
        ),
    )


def _text(document: Passage, write: Callable[[TreebankSentence], tuple[str, str]]) -> _Text:
    """Return a document's text; `write` returns a sentence's text, and what follows it."""
    text = ""
    between = ""
    ends: set[int] = set()
    for sentence in document:
        body, whitespace_after = write(sentence)
        text += between + body
        ends.add(len(text))
        between = whitespace_after
    return _Text(text, frozenset(ends))


def _f1(nlp: Language, texts: Sequence[_Text]) -> float:
    correct = gold = found = 0
    for doc, text in zip(nlp.pipe(text.text for text in texts), texts, strict=True):
        ends = {
            sent.start_char + len(sent.text.rstrip()) for sent in doc.sents if sent.text.strip()
        }
        correct += len(ends & text.ends)
        gold += len(text.ends)
        found += len(ends)
    return 2 * correct / (gold + found) if gold + found else 0.0
