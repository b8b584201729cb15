"""Tests of the replacement of styled letters, apostrophes, and quotation marks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.document.character_folding import fold_characters
from postlint.document.draft import read_draft
from postlint.document.source import Source

LABELED = Path(__file__).resolve().parents[2] / "models/posts"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain text, it's all", "Plain text, it's all"),
        ("It’s ‘ours’, “yours” and „theirs“", 'It\'s \'ours\', "yours" and "theirs"'),
        ("donʼt don`t don´t don′t `code` 5′", "don't don't don't don't `code` 5′"),
        ("𝗪𝗲 𝘸𝘰𝘯 𝒂 𝓹𝓻𝓲𝔃𝓮, 𝕨𝕖 𝖉𝖎𝖉 𝚒𝚗 𝟮𝟬𝟮𝟰", "We won a prize, we did in 2024"),
        ("Ｗｅ ｗｏｎ！", "We won!"),
        ("ⓌⒺ ⓦⓞⓝ ⓐ 🅿🆁🅸🆉🅴", "WE won a PRIZE"),
        ("ᴡᴇ ᴡᴏɴ ʷᵉ ʷᵒⁿ ⒲⒠ 🄦🄔", "we won we won we WE"),
        ("𝑤ℎ𝑎𝑡 ℝeal ℎouse", "what Real house"),
        ("𝗮 word and wo𝗿d", "a word and word"),
        ("𝛂𝛃 𝚪", "αβ Γ"),
        # Symbols, emoji, footnotes, and units.
        ("ℹ️ Ⓜ️ 🅰️ 🅱️ E = mc² 3ª nº 5 ℓ ™ № ① ⓐ", "ℹ️ Ⓜ️ 🅰️ 🅱️ E = mc² 3ª nº 5 ℓ ™ № ① ⓐ"),
    ],
)
def test_fold_characters_replaces_styled_letters(text: str, expected: str) -> None:
    assert fold_characters(text) == expected


@given(st.text(max_size=60) | st.text(st.sampled_from("a ’“𝗪ℎⓦᴡＷ\ufe0f\u0332"), max_size=30))
def test_fold_characters_keeps_the_length_and_is_idempotent(text: str) -> None:
    assert len(fold_characters(text)) == len(text)
    assert fold_characters(fold_characters(text)) == fold_characters(text)


@pytest.mark.parametrize("path", ["a.md", "a.txt"])
def test_combining_lines_are_removed(path: str) -> None:
    text = "We w̲o̲n̲, w̶e̶ ̶d̶i̶d̶ indeed. ≧̸"
    (block,) = read_draft(Source(path, text)).blocks
    assert block.text == "We won, we did indeed. ≧̸"
    start = block.text.index("won")
    span = block.to_source(start, start + 3)
    assert text[span.start : span.end] == "w̲o̲n̲"


def test_styled_words_have_exact_positions() -> None:
    text = "# 𝗪𝗲 won\n\nIt’s **𝗼𝘂𝗿** prize."
    block = read_draft(Source("a.md", text)).blocks[1]
    assert block.text == "It's our prize."
    span = block.to_source(0, block.text.index(" prize"))
    assert text[span.start : span.end] == "It’s **𝗼𝘂𝗿**"
    assert block.original == "It’s 𝗼𝘂𝗿 prize."


@pytest.mark.parametrize("path", sorted(LABELED.glob("*.jsonl")), ids=lambda path: path.stem)
def test_apostrophe_style_does_not_change_labeled_posts(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        text = json.loads(line).get("text", "")
        curly, straight = (
            [block.text for block in read_draft(Source("a.md", variant)).blocks]
            for variant in (text.replace("'", "’"), text.replace("’", "'"))
        )
        assert curly == straight
