"""Tables of the lemmatizer."""

from __future__ import annotations

import pytest

from postlint.training.english.treebank import TreebankSentence, TreebankToken

pytest.importorskip("spacy_lookups_data")

from postlint.training.english.lemma_tables import build_lemma_tables


def aux(form: str, lemma: str) -> TreebankSentence:
    return TreebankSentence((TreebankToken(form, "AUX", "VBP", "root", lemma=lemma),))


def test_build_lemma_tables_learns_frequent_forms_of_closed_classes() -> None:
    document = (
        *[aux("'ve", "have")] * 3,
        *[aux("Ca", "can")] * 3,
        aux("ca", "cat"),
        aux("wil", "will"),
    )
    exceptions = build_lemma_tables([document]).get_table("lemma_exc")
    assert exceptions["aux"] == {"'ve": ["have"], "’ve": ["have"], "ca": ["can"]}
    assert exceptions["verb"]["'ve"] == ["have"], "it's also a full verb"
    assert "ca" not in exceptions["verb"]


def test_build_lemma_tables_corrects_verbs() -> None:
    tables = build_lemma_tables([])
    verbs = tables.get_table("lemma_index")["verb"]
    assert "sing" in verbs
    assert "singe" not in verbs
    assert ["", ""] in tables.get_table("lemma_rules")["verb"]
