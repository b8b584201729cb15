"""What stands in quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.posts.quotation import Quotations


def bug(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=reason)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("", []),
        ("No quotation here.", []),
        ('She said "we love it so" to us.', ['"we love it so"']),
        ("She said “we love it so” to us.", ["“we love it so”"]),
        ('"We love it," she said. "We really do."', ['"We love it,"', '"We really do."']),
        ('("We love it so")', ['"We love it so"']),
        ('She said:"We love it so"—twice.', ['"We love it so"']),
        ('"We love\nit so"', ['"We love\nit so"']),
        ("“She said ‘we love it’ to us” indeed", ["“She said ‘we love it’ to us”"]),
        ('“She said "we love it" to us” indeed',
         ["“She said \"we love it\" to us”"]),
        # Terms and scare quotes are the author's own words.
        ('The so-called "expert" view, a “quick win” indeed', []),
        # A quotation that goes on in the next paragraph is not closed in this one.
        ("“We love it so", ["“We love it so"]),
        ('"We love it so', ['"We love it so']),
        # Inches and apostrophes are no quotation marks.
        ('A 6" board, a 4" nail and my own 27" screen', []),
        ('He is 6\'2" tall and said "it is so low"', ['"it is so low"']),
        ("It's the clients' idea, isn't it? That's what they're for", []),
        ("’Tis the season, she’s off and the clients’ idea isn’t ours", []),
        ("We love it so” without a start", []),
        ('x"we love it so"y', []),
        pytest.param("She said ‘we love it so’ to us.", ["‘we love it so’"],
                     marks=bug("single quotation marks, as the British use, are not known")),
        pytest.param('The sign (") is what I want to write about', [],
                     marks=bug('a lone `"` before a bracket opens a quotation to the end')),
    ],
)  # fmt: skip
def test_quotations(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in Quotations(text).spans] == quoted


@pytest.mark.parametrize(
    ("text", "quoted", "own"),
    [
        ('She said "we love it so" to us.', ["we", "so"], ["She", "to"]),
        ("“We love it so,” she said, “and we tell you.”", ["We", "and", "you"], ["she", "said"]),
        pytest.param("“She said ‘we love’ and \"so do you\" to us all” indeed",
                     ["She", "love", "do", "us"], ["indeed"],),
    ],
)  # fmt: skip
def test_which_words_are_quoted(text: str, quoted: list[str], own: list[str]) -> None:
    quotations = Quotations(text)
    assert all(text.index(word) in quotations for word in quoted)
    assert not any(text.index(word) in quotations for word in own)


@settings(deadline=None)
@given(st.text(st.sampled_from("ab \n\"“”'’.,"), max_size=60))
def test_quotations_lie_in_the_text_and_those_of_one_kind_apart(text: str) -> None:
    for kind in ('"', "“"):
        end = 0
        for start, stop in Quotations(text).spans:
            if text[start] == kind:
                assert end <= start < stop <= len(text)
                end = stop
