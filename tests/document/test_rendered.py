"""Tests of the rendered text of a draft and its map to the prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.document.draft import read_draft
from postlint.document.rendered import RenderedPost
from postlint.document.source import Source


def posted(text: str, path: str = "a.md") -> str:
    return RenderedPost(read_draft(Source(path, text))).text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Plain words.\n", "Plain words."),
        ("---\ntitle: Roofs\n---\n\nTwo words.\n", "Two words."),
        ("One.\r\n\r\nTwo\r\nlines.", "One.\n\nTwo\nlines."),
        ("**Bold**, _slanted_, ~~gone~~ and `code`.", "Bold, slanted, gone and code."),
        ("# A title\n\nText", "A title\n\nText"),
        ("> Somebody said\n> this.", "Somebody said\nthis."),
        ("See https://example.org/a_b for more", "See https://example.org/a_b for more"),
        ("<https://example.org/a>", ""),
        ("Read <https://example.org/a> now", "Read https://example.org/a now"),
        (
            "Read [this](https://example.org/a_(b) 'T') now",
            "Read this https://example.org/a_(b) now",
        ),
        ("Read [this](/about) now", "Read this now"),
        ("A ![picture](a.png)\n\nunder it", "A \n\nunder it"),
        ("One\n\n<!-- not\nthis -->\n\nTwo <!-- nor this -->", "One\n\nTwo"),
        ("One<br>two <b>three</b>", "One\ntwo three"),
        ("- a\n- b\n\n1. c", "- a\n- b\n\n1. c"),
        ("Fish &amp; chips \\*", "Fish & chips *"),
        ("One\n\n🎉🎉\n\nTwo", "One\n\n🎉🎉\n\nTwo"),
        ("{{< youtube a >}}\n\nWords", "Words"),
        ("Words\n\nhttps://example.org", "Words\n\nhttps://example.org"),
    ],
)
def test_rendered_markdown(source: str, expected: str) -> None:
    assert posted(source) == expected


def test_rendered_plain_text_is_literal() -> None:
    text = "**Not bold**, [no link](https://example.org) <!-- no comment -->\n\n  # no title"
    assert posted(text, "a.txt") == text


@given(
    st.text(alphabet="ab *_[](){}<>!-#\n\r`&;:/.\\é🎉", max_size=60),
    st.sampled_from("md txt".split()),
)
def test_rendered_characters_map_to_source_offsets(text: str, suffix: str) -> None:
    draft = read_draft(Source(f"a.{suffix}", text))
    result = RenderedPost(draft)
    for offset, letter in enumerate(result.text):
        number, place = result.to_block_offset(offset)
        block = draft.blocks[number].text
        assert 0 <= place < len(block)
        assert letter.isascii() or letter in text
    if suffix == "txt" and draft.blocks:
        assert "".join(result.text.split()) == "".join(text.split())


@pytest.mark.parametrize("repeated", ["](", "![", "<!--", "<a", "{{", "(", "> ", "# ", "www."])
def test_rendering_many_marks_takes_linear_time(repeated: str) -> None:
    """In quadratic time, the test would hang."""
    posted("Words\n\n```\n" + repeated * 30_000 + "\n```\n\nwords")
