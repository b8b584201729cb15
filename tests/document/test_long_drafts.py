"""The limit of a draft's length."""

from __future__ import annotations

from postlint.document.draft import MAX_LINES, MAX_MARKS, MAX_WORDS, read_draft
from postlint.document.source import Source


def is_cut(text: str) -> bool:
    """Return whether a draft is too long to check all of it."""
    return any(
        notice.startswith("very long") for notice in read_draft(Source("a.md", text)).notices
    )


def test_long_draft_is_cut() -> None:
    paragraph = "We baked bread for the whole street today " * 10 + "\n\n"
    assert not is_cut(paragraph * (MAX_WORDS // 100))
    assert is_cut(paragraph * (MAX_WORDS // 80))


def test_short_lines_count_as_more_words() -> None:
    assert not is_cut("bread  \n" * (MAX_WORDS // 20))
    assert is_cut("bread  \n" * (MAX_WORDS // 10))


def test_lines_of_a_wrapped_paragraph_count_as_words() -> None:
    line = "We baked all the bread for the whole street again today, and you ate it all.\n"
    assert not is_cut(line * (MAX_WORDS // 20))


def test_notice_counts_the_words_that_were_read() -> None:
    draft = read_draft(Source("a.md", "bread  \n" * MAX_WORDS))
    words = sum(len(block.text.split()) for block in draft.blocks)
    (notice,) = draft.notices
    assert f" {words:,} words" in notice


def test_first_part_is_always_read() -> None:
    blocks = read_draft(Source("a.md", "a\n" * MAX_WORDS)).blocks
    assert len(blocks) == 1


def test_line_beyond_the_limit_is_not_read() -> None:
    text = "We baked bread." + "\n" * MAX_LINES
    assert is_cut(f"{text}You ate it.")
    assert not is_cut(f"{text}\n\n")
    assert [block.text for block in read_draft(Source("a.md", f"{text}x")).blocks] == [
        "We baked bread."
    ]


def test_marks_beyond_the_limit_are_not_read() -> None:
    text = "We baked bread. " + "\\" * (MAX_MARKS - 1)
    assert not is_cut(f"{text} You ate it")
    assert is_cut(f"{text}\\ You ate it")
    assert "ate" not in read_draft(Source("a.md", f"{text}\\ You ate it")).blocks[-1].text


def test_long_paragraph_with_markup_is_read_in_parts() -> None:
    text = "We baked *bread* and **you ate [it all](https://example.com/) today**. " * 2_000
    blocks = read_draft(Source("a.md", text)).blocks
    assert len(blocks) > 1
    assert (
        " ".join("".join(block.original for block in blocks).split())
        == ("We baked bread and you ate it all today. " * 2_000).strip()
    )
    for block in blocks:
        for mapping in block.source_map:
            assert (
                text[mapping.source_start : mapping.source_end]
                == (block.original[mapping.start : mapping.end])
            )
    assert sum(block.links for block in blocks) == 2_000


def test_reading_ends_within_a_long_paragraph() -> None:
    draft = read_draft(Source("a.md", "a *b* " * MAX_WORDS * 2))
    assert draft.blocks[-1].source_map[-1].source_end < 6 * MAX_WORDS
