"""Tests of the plain text reader."""

from __future__ import annotations

import pytest

from postlint.document.draft import read_draft
from postlint.document.source import Source


def texts(text: str) -> list[str]:
    blocks = read_draft(Source("a.txt", text)).blocks
    assert {block.kind for block in blocks} <= {"paragraph"}
    return [block.text for block in blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n \n\t\n", []),
        ("One.\nTwo.\n\nThree.", ["One.\nTwo.", "Three."]),
        ("One.\r\nTwo.\r\n\r\nThree.\r\n", ["One.\nTwo.", "Three."]),
        ("One.\rTwo.\r\rThree.", ["One.\nTwo.", "Three."]),
        ("One.\n \t \nTwo.", ["One.", "Two."]),
        ("  One. \t\n  Two.  ", ["One.\nTwo."]),
        ("One\u2028line", ["One\u2028line"]),
        ("---\n***\n===", []),
        ("🎉🎉🎉", []),
        ("Why not?\n\n!!!\n\nSo.", ["Why not?", "So."]),
    ],
)
def test_plain_text_paragraphs_are_separated_by_blank_lines(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "*no* _emphasis_ **here** ~~at~~ all",
        "- no item",
        "> no quote",
        "`no code`",
        "[no link](here)",
        "<b>no tag</b> <!-- no comment -->",
        "5 &amp; 6 {{ name }} {% x %}",
        "a \\* b",
    ],
)
def test_plain_text_has_no_markup(text: str) -> None:
    assert texts(text) == [text]


def test_plain_text_indented_lines_are_prose() -> None:
    assert texts("    Had eggs.") == ["Had eggs."]


def test_plain_text_urls_are_counted_and_left_out() -> None:
    (block,) = read_draft(Source("a.txt", "See https://a.example/b?c=d and www.b.example.")).blocks
    assert (block.text, block.links) == ("See and .", 2)


def test_plain_text_front_matter_is_not_prose() -> None:
    draft = read_draft(Source("a.txt", "---\nplatform: linkedin\n---\nHad eggs."))
    assert draft.platform == "linkedin"
    assert [block.text for block in draft.blocks] == ["Had eggs."]
