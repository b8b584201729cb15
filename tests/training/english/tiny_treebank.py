"""The treebank that the tests use, and what several of them share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from postlint.training.english.conllu import read_documents
from postlint.training.english.treebank import Passage, TreebankSentence

TINY = Path(__file__).with_name("tiny.conllu")
SHIPPED = Path(__file__).parents[3] / "models" / "english"
DATA = os.environ.get("POSTLINT_DATA")

needs_treebank = pytest.mark.skipif(DATA is None, reason="POSTLINT_DATA is not set")


def tiny_documents() -> list[Passage]:
    return list(read_documents(TINY))


def sentence(beginning: str) -> TreebankSentence:
    return next(
        s for document in tiny_documents() for s in document if s.text.startswith(beginning)
    )


def write_treebank(folder: Path) -> Path:
    """Make a folder like that of a treebank, with the tiny one as every part of it."""
    for part in ("train", "dev", "test"):
        shutil.copy(TINY, folder / f"{part}.conllu")
    return folder


def assert_is_tree(sentence: TreebankSentence) -> None:
    heads = [word.head for word in sentence.words]
    assert sum(head == index for index, head in enumerate(heads)) == 1
    assert sentence.words[sentence.root].dep == "root"
    for index in range(len(heads)):
        steps = 0
        while heads[index] != index:
            assert heads[index] in range(len(heads))
            index = heads[index]
            steps += 1
            assert steps <= len(heads), "a cycle"
