"""Reading treebanks in CoNLL-U."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint.training.english.conllu import read_documents
from tests.training.english.tiny_treebank import (
    DATA,
    TINY,
    needs_treebank,
    sentence,
    tiny_documents,
)


def test_read_documents_keeps_the_text() -> None:
    said = [
        line.removeprefix("# text = ")
        for line in TINY.read_text(encoding="utf-8").splitlines()
        if line.startswith("# text = ")
    ]
    assert [s.text for document in tiny_documents() for s in document] == said


def test_read_documents_splits_documents() -> None:
    assert [len(document) for document in tiny_documents()] == [4, 3, 1]


def test_read_documents_keeps_whitespace_between_sentences() -> None:
    first = tiny_documents()[0]
    # A blank, the end of a paragraph, nothing.
    assert [s.whitespace_after for s in first[:3]] == [" ", "\n\n", ""]


def test_multiword_token_is_split_into_its_words() -> None:
    words = sentence("I don't").words
    assert [(word.form, word.space_after) for word in words[:4]] == [
        ("I", True),
        ("do", False),
        ("n't", True),
        ("sell", True),
    ]


def test_multiword_token_is_divided_by_length_if_its_words_are_not_parts_of_it() -> None:
    words = sentence("Its").words
    assert [(word.form, word.lemma) for word in words[:2]] == [("It", "it"), ("s", "be")]


def test_heads_are_indices_and_the_root_is_its_own_head() -> None:
    assert [word.head for word in sentence("We shipped").words] == [1, 1, 1, 1]


def test_empty_nodes_are_left_out() -> None:
    assert len(sentence("Anna")) == 11


def test_invalid_line_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.conllu"
    broken.write_text("# newdoc\n1\tHello\n\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2: not 10 columns"):
        list(read_documents(broken))


@needs_treebank
def test_read_documents_reads_the_whole_treebank() -> None:
    path = Path(DATA or "", "english", "test.conllu")
    said = [
        line.removeprefix("# text = ").replace("\xa0", " ")
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.startswith("# text = ")
    ]
    assert [s.text for document in read_documents(path) for s in document] == said
