"""Tests of the splitting of blocks that are too long to be analyzed as a whole."""

from __future__ import annotations

from postlint.document.draft import read_draft
from postlint.document.prose import MAX_LENGTH
from postlint.document.source import Source


def test_long_block_is_split_at_spaces_with_exact_positions() -> None:
    text = "Fish &amp; **chips** 🎉 again " * 2_000
    blocks = read_draft(Source("a.md", text)).blocks
    assert len(blocks) > 1
    assert all(len(block.text) <= MAX_LENGTH for block in blocks)
    assert (
        "".join(block.text for block in blocks).split()
        == ["Fish", "&", "chips", "🎉", "again"] * 2_000
    )
    for block in blocks:
        assert (
            "".join(block.text[piece.start : piece.end] for piece in block.source_map) == block.text
        )
        place = block.text.index("chips")
        span = block.to_source(place, place + 5)
        assert text[span.start : span.end] in ("chips", "**chips**")


def test_long_word_is_split() -> None:
    blocks = read_draft(Source("a.txt", "a" * (MAX_LENGTH + 1))).blocks
    assert [len(block.text) for block in blocks] == [MAX_LENGTH, 1]
