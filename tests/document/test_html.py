"""Tests of the reader of raw HTML."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.document.html import read_html


def text_of(source: str) -> str:
    return "".join(part.text for part in read_html(source) if part.what == "text")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>a<![](y)br/>b", "ab"),
        ("<p>a<![ cdata >b", "ab"),
        ("<p>a<![if-x]>b", "ab"),
        ("<p>a<![CDATA[ b ]]>c", "ac"),
        ("<p>a<![if !IE]>b<![endif]>c", "abc"),
        ("<!DOCTYPE html><p>a", "a"),
    ],
)
def test_html_invalid_declarations_are_comments(source: str, text: str) -> None:
    assert text_of(source) == text


_PIECES = [
    "<!", "<![", "[", "]", "]]>", ">", "<", "/", "if", "cdata", "else", "temp", " ", "-", "--", ".",
    "x", "&", "&#x", "<p", "<a href=", '"', "<?", "<!--", "<script>", "</", "\n",
]  # fmt: skip
_MARKUP = st.lists(st.sampled_from(_PIECES)).map("".join)


@settings(max_examples=500)
@given(_MARKUP)
def test_read_html_never_fails(source: str) -> None:
    for part in read_html(source):
        assert 0 <= part.start <= part.end <= len(source)
