"""The treebank as a spaCy corpus."""

from __future__ import annotations

import spacy

from postlint.training.english.augmentation import LABEL_SAMPLE
from postlint.training.english.corpus import passages, to_doc, treebank_reader
from postlint.training.english.treebank import TreebankSentence
from tests.training.english.tiny_treebank import TINY, sentence, tiny_documents


def test_to_doc_keeps_text_and_annotation() -> None:
    doc = to_doc(spacy.blank("en").vocab, tiny_documents()[0])
    assert doc.text == (
        "I don't sell software. You should ask your clients.\n\n"
        "Its late (again)...We need to lower the price today."
    )
    assert [s.text.strip() for s in doc.sents] == [s.text for s in tiny_documents()[0]]
    line_break = next(token for token in doc if token.is_space)
    assert (line_break.tag_, line_break.pos_, line_break.head.text) == ("_SP", "SPACE", ".")
    assert str(doc[3].morph) == "VerbForm=Inf"
    assert str(doc[2].morph) == "", "polarity isn't kept"


def test_to_doc_makes_the_tokenizers_tokens_of_line_breaks() -> None:
    nlp = spacy.blank("en")
    for whitespace in ("\n", "\n\n", " \n", "\n \n"):
        shipped_it = sentence("We shipped")
        passage = (TreebankSentence(shipped_it.words, whitespace), shipped_it)
        doc = to_doc(nlp.vocab, passage)
        assert [token.text_with_ws for token in doc] == [
            token.text_with_ws for token in nlp.make_doc(doc.text)
        ]


def test_passages_cut_long_documents() -> None:
    short = sentence("We shipped")
    ends = TreebankSentence(short.words, "\n\n")
    document = (*[short] * 9, ends, short)
    assert [len(passage) for passage in passages([document])] == [10, 1]
    assert [len(passage) for passage in passages([(short,) * 20])] == [16, 4]


def test_treebank_reader_augments_anew_in_each_call() -> None:
    nlp = spacy.blank("en")
    read = treebank_reader(TINY, augmented_share=1.0, seed=3)
    first, second = ({eg.reference.text for eg in read(nlp)} for _ in range(2))
    assert first != second


def test_treebank_reader_augments_nothing_by_default() -> None:
    nlp = spacy.blank("en")
    texts = {eg.reference.text for eg in treebank_reader(TINY)(nlp)}
    assert texts == {to_doc(nlp.vocab, document).text for document in tiny_documents()}


def test_treebank_reader_yields_the_label_sample_first() -> None:
    nlp = spacy.blank("en")
    first = next(treebank_reader(TINY, label_sample=True)(nlp))
    assert first.reference.text == to_doc(nlp.vocab, LABEL_SAMPLE).text
