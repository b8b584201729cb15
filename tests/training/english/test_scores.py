"""How well a pipeline analyzes the treebank."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from postlint.training.english.evaluate import score_grammar, score_sentences
from tests.training.english.tiny_treebank import sentence, tiny_documents

SENTENCES = [s for document in tiny_documents() for s in document]


def pipeline(annotate: Callable[[Doc], Doc]) -> Language:
    nlp = spacy.blank("en")
    Language.component("annotate", func=annotate)
    nlp.add_pipe("annotate")
    return nlp


def gold(doc: Doc) -> Doc:
    """Annotate a sentence as the treebank does."""
    words = next(s.words for s in SENTENCES if s.text == doc.text.rstrip())
    return Doc(
        doc.vocab,
        words=[word.form for word in words],
        spaces=[word.space_after for word in words],
        tags=[word.xpos for word in words],
        pos=[word.upos for word in words],
        morphs=[word.feats for word in words],
        heads=[word.head for word in words],
        deps=[word.dep for word in words],
        lemmas=[word.lemma for word in words],
    )


def test_score_grammar_of_a_perfect_pipeline_is_1() -> None:
    imperative = [s for s in SENTENCES if "Mood=Imp" in s.words[0].feats]
    scores = score_grammar(pipeline(gold), SENTENCES)
    *others, precision, recall = scores.values()
    assert others == [1] * 6
    assert precision == recall == bool(imperative)


def test_score_grammar_counts_errors() -> None:
    def with_errors(doc: Doc) -> Doc:
        doc = gold(doc)
        doc[0].pos_ = doc[0].tag_ = "X"
        doc[1].dep_ = "dep"
        return doc

    shipped_it = sentence("We shipped")
    scores = score_grammar(pipeline(with_errors), [shipped_it])
    assert len(shipped_it) == 4
    assert scores["universal part of speech"] == scores["Penn Treebank tag"] == 0.75
    assert scores["unlabeled attachment (UAS)"] == 1
    # The period doesn't count.
    assert scores["labeled attachment (LAS)"] == pytest.approx(2 / 3)


def test_score_sentences_compares_the_ends() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    documents = [(sentence("I don't"), sentence("You should"))]
    as_is, one_per_line, without_periods = score_sentences(nlp, documents).values()
    assert as_is == one_per_line == 1
    # Without periods, the sentencizer finds one sentence that ends with the second one.
    assert without_periods == pytest.approx(2 / 3)
