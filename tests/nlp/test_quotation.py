"""Tests of the detection of quotations."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.nlp.quotation import Quotations


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
        # A quotation that continues in the next paragraph isn't closed in this one.
        ("“We love it so", ["“We love it so"]),
        ('"We love it so', ['"We love it so']),
        # Inches and apostrophes aren't quotation marks.
        ('A 6" board, a 4" nail and my own 27" screen', []),
        ('He is 6\'2" tall and said "it is so low"', ['"it is so low"']),
        ("It's the clients' idea, isn't it? That's what they're for", []),
        ("’Tis the season, she’s off and the clients’ idea isn’t ours", []),
        ("We love it so” without a start", []),
        ('x"we love it so"y', []),
        ('The sign (") is what I want to write about', []),
        ("She said ‘we love it so’ to us.", ["‘we love it so’"]),
        ("She said 'we love it so' to us.", ["'we love it so'"]),
        ("‘We love it so,’ she said.", ["‘We love it so,’"]),
        ("‘We love our clients’ work,’ she said.", ["‘We love our clients’ work,’"]),
        ("‘We love our clients’ work’ is on the wall.", ["‘We love our clients’ work’"]),
        ("Our ‘quick wins’ are dull, and the clients’ teams know.", []),
        ("‘Tis the season, and rock ’n’ roll isn’t what the ’90s left us.", []),
        ("'Twas late when he said 'we love it so' to us.", ["'we love it so'"]),
        ("'Round the clock we work,' he said.", ["'Round the clock we work,'"]),
        ("The bosses' own words and the teams' own needs", []),
        ("‘She said “we love it” to us’ indeed", ["‘She said “we love it” to us’"]),
        ("‘We love it so", ["‘We love it so"]),
        ("„We love it so“, she said.", ["„We love it so“"]),
        ("«We love it so», she said.", ["«We love it so»"]),
        ("« We love it so », she said.", ["« We love it so »"]),
        ("»We love it so«, she said.", ["»We love it so«"]),
        ("‹We love it so›, she said, ›we do love it‹.", ["‹We love it so›", "›we do love it‹"]),
        ("She said 「we love it so」 to us.", ["「we love it so」"]),
        ("“We love it so,”she said.", ["“We love it so,”"]),
        # Two words are a quotation only if they are speech.
        ("“We won,” wrote the bank.", ["“We won,”"]),
        ("'Thank you,' my first tenant said.", ["'Thank you,'"]),
        ("She told us: “Great work.” It was.", ["“Great work.”"]),
        ("“Well done!” is on the wall.", ["“Well done!”"]),
        ("It's a “quick win,” as they say, and an 'open door'.", []),
        ("The “Great work.” sticker is ours.", []),
    ],
)  # fmt: skip
def test_quotations_are_found(text: str, quoted: list[str]) -> None:
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
def test_quoted_words_are_not_the_authors(text: str, quoted: list[str], own: list[str]) -> None:
    quotations = Quotations(text)
    assert all(text.index(word) in quotations for word in quoted)
    assert not any(text.index(word) in quotations for word in own)


@settings(deadline=None)
@given(st.text(st.sampled_from("ab \n\"“”'’‘«».,"), max_size=60))
def test_quotation_spans_are_sorted_without_overlaps(text: str) -> None:
    end = 0
    for start, stop in Quotations(text).spans:
        assert end <= start < stop <= len(text)
        end = stop


@settings(deadline=None)
@given(st.text(st.sampled_from("ab \n\"“”'’‘.,"), max_size=60))
def test_quotations_with_straight_and_curly_marks_are_the_same(text: str) -> None:
    straight = text.translate({ord(mark): "'" for mark in "‘’"} | {ord(mark): '"' for mark in "“”"})
    assert Quotations(text).spans == Quotations(straight).spans
