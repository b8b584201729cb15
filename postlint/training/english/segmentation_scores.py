"""How well a pipeline finds the ends of sentences in whole documents, with its own tokenizer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spacy.language import Language

from postlint.training.english.treebank import Passage, TreebankSentence

_OWN_LINE = "\n\n"


def score_sentences(nlp: Language, documents: Sequence[Passage]) -> dict[str, float]:
    """Return the F1 of the ends of sentences that a pipeline finds, by the kind of text."""

    def score(write: Callable[[TreebankSentence], tuple[str, str]]) -> float:
        return _f1(nlp, [_text_and_ends(document, write) for document in documents])

    return {
        "sentence ends, F1: the text as it is": score(
            lambda sentence: (sentence.text, sentence.whitespace_after)
        ),
        "sentence ends, F1: one sentence per line": score(
            lambda sentence: (sentence.text, _OWN_LINE)
        ),
        "sentence ends, F1: one sentence per line, no periods": score(
            lambda sentence: (sentence.text.rstrip(".") or sentence.text, _OWN_LINE)
        ),
    }


def _text_and_ends(
    document: Passage, write: Callable[[TreebankSentence], tuple[str, str]]
) -> tuple[str, set[int]]:
    """Return a document's text, and the offsets where its sentences end.

    `write` returns a sentence's text, and what follows it.
    """
    text = between = ""
    ends: set[int] = set()
    for sentence in document:
        body, whitespace_after = write(sentence)
        text += between + body
        ends.add(len(text))
        between = whitespace_after
    return text, ends


def _f1(nlp: Language, texts: Sequence[tuple[str, set[int]]]) -> float:
    correct = total = 0
    for doc, (_, gold) in zip(nlp.pipe(text for text, _ in texts), texts, strict=True):
        found = {
            sent.start_char + len(sent.text.rstrip()) for sent in doc.sents if sent.text.strip()
        }
        correct += len(found & gold)
        total += len(found) + len(gold)
    return 2 * correct / total if total else 0.0
