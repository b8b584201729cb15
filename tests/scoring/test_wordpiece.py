"""Tests of the WordPiece tokenization."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.scoring.encoder.wordpiece import MAX_SENTENCE_PIECES, Vocabulary, sentence_words

PIECES = "[UNK] [CLS] [SEP] had eggs egg ##s for breakfast break ##fast . ? ! i don ' t \" @ slate"
VOCABULARY = Vocabulary({piece: row for row, piece in enumerate(PIECES.split(" "))})


def pieces_of(text: str) -> list[str]:
    names = list(VOCABULARY.token_ids)
    return [names[row] for row in VOCABULARY.encode(text)]


@pytest.mark.parametrize(
    "changed",
    [
        "HAD EGGS FOR BREAKFAST.",
        "had eggs for breakfast",
        "Had eggs for breakfast 🍳",
        "Had 🍳 eggs for breakfast. 👩‍👩‍👧",
        "Had eggs for breakfast. #eggs #morning",
        "Had éggs for breakfast.",
        "  Had  eggs\nfor breakfast.",
    ],
)
def test_word_pieces_ignore_case_accents_and_emoji(changed: str) -> None:
    assert VOCABULARY.encode(changed) == VOCABULARY.encode("Had eggs for breakfast.")


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("I don't.", ["i", "don", "'", "t", "."]),
        ("Really?)", ["really", "?", ")"]),
        ("Ask @rosa@example.social", ["ask", "@", "."]),
        ("Slate – or tile…", ["slate", "-", "or", "tile", ".", ".", "."]),
        ("New #roofs in slate", ["new", "roofs", "in", "slate", "."]),
        ("#roofs #slate", []),
        ("🎉🎉!", []),
        ("", []),
    ],
)
def test_sentence_words_and_marks(sentence: str, words: list[str]) -> None:
    assert sentence_words(sentence) == words


def test_sentence_words_of_a_quoted_sentence_have_quotation_marks() -> None:
    assert sentence_words("Had eggs", quoted=True) == ['"', "had", "eggs", ".", '"']


def test_word_pieces_are_the_longest_known() -> None:
    assert pieces_of("Eggs, eggss, breakfasts") == [
        "eggs", "[UNK]", "eggs", "##s", "[UNK]", "breakfast", "##s", ".",
    ]  # fmt: skip


def test_word_pieces_of_a_long_sentence_are_truncated() -> None:
    assert len(VOCABULARY.encode("eggs " * 10_000)) == MAX_SENTENCE_PIECES
    assert pieces_of("e" * 10_000) == ["[UNK]", "."]


@settings(deadline=None)
@given(st.text())
def test_word_pieces_of_any_text(text: str) -> None:
    assert bool(VOCABULARY.encode(text)) == any(map(str.isalnum, sentence_words(text)))
