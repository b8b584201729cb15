"""School grades by formula."""

from __future__ import annotations

import pytest

from postlint.checks.readability import grade


def test_ari() -> None:
    # 8 words, 30 characters with the full stops, 2 sentences.
    sentences = ["The cat sat here.", "It ate 3 mice."]
    assert grade("ari", sentences) == pytest.approx(4.71 * 25 / 8 + 0.5 * 4 - 21.43)


def test_coleman_liau() -> None:
    sentences = ["The cat sat here.", "It ate 3 mice."]
    assert grade("coleman-liau", sentences) == pytest.approx(
        0.0588 * 2300 / 8 - 0.296 * 200 / 8 - 15.8
    )


def test_full_stops_inside_of_sentences_end_none() -> None:
    sentences = ["Mr. Lee paid 3.50 at 9 a.m. for tea."]
    assert grade("ari", sentences) > grade("ari", ["Mr. Lee paid 3.50", "at 9 a.m. for tea."])


@pytest.mark.parametrize("sentences", [[], [""], ["🎉 …", "!"]])
def test_no_words_have_no_grade(sentences: list[str]) -> None:
    assert grade("ari", sentences) == grade("coleman-liau", sentences) == 0
