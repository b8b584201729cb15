"""Inserting a paragraph: no other word changes."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from postlint.fixes import apply, insert_paragraph
from tests.fixes.generated_files import (
    HIDDEN,
    JOINING,
    PATIENT,
    QUESTION,
    SENTENCES,
    WrittenFile,
    files,
    in_order,
    marks_of,
    reader,
    span_of,
    words_of,
)


def inserted(
    text: str, after: str, ordinal: int = 1, *, words: str = QUESTION, path: str = "a.md",
    split: str | None = None,
) -> str | None:  # fmt: skip
    """Return the text with words inserted after others; None if that's impossible."""
    edits = insert_paragraph(text, words, span_of(text, after), ordinal, reader(path, split))
    assert in_order(edits, text)
    return apply(text, edits) if edits else None


INSERTED = [
    ("Read this.", "Read this.\n\n{}"),
    ("Read this.\n", "Read this.\n\n{}\n"),
    ("Read this.\n\n\n", "Read this.\n\n{}\n\n\n"),
    ("Read this.  \n", "Read this.  \n\n{}\n"),
    ("---\na: b\n---\nRead this.\n", "---\na: b\n---\nRead this.\n\n{}\n"),
    ("+++\n+++\nRead this.", "+++\n+++\nRead this.\n\n{}"),
    ("Before it.\n\nRead this.\n\nAfter it.\n", "Before it.\n\nRead this.\n\n{}\n\nAfter it.\n"),
    ("Read this.\n\n#tag #two\n", "Read this.\n\n{}\n\n#tag #two\n"),
    ("Read this.\n\nhttps://a.b/c\n", "Read this.\n\n{}\n\nhttps://a.b/c\n"),
    ("Read this.\n\n![i](a.png)", "Read this.\n\n{}\n\n![i](a.png)"),
    ("Read this.\n\n```\ncode. It\n```\n", "Read this.\n\n{}\n\n```\ncode. It\n```\n"),
    ("Read this.\n\n```\nopen", "Read this.\n\n{}\n\n```\nopen"),
    ("Read this.\n\n    code\n", "Read this.\n\n{}\n\n    code\n"),
    ("Read this.\n\n<div>\nhtml\n</div>\n", "Read this.\n\n{}\n\n<div>\nhtml\n</div>\n"),
    ("Read this.\n\n<!-- a\nb -->\n", "Read this.\n\n{}\n\n<!-- a\nb -->\n"),
    ("Read this.\n\n---\n", "Read this.\n\n{}\n\n---\n"),
    ("Read this.\n\n===\n", "Read this.\n\n{}\n\n===\n"),
    ("Read this.\n\n- a\n- b\n", "Read this.\n\n{}\n\n- a\n- b\n"),
    ("Read this.\n- a\n- b\n", "Read this.\n\n{}\n- a\n- b\n"),
    ("Read this.\n# Title\n", "Read this.\n\n{}\n# Title\n"),
    ("Read this.\n\nTitle\n---\n", "Read this.\n\n{}\n\nTitle\n---\n"),
    ("Read this.\n\n[^1]: Note.\n", "Read this.\n\n{}\n\n[^1]: Note.\n"),
    ("Read this.\n\n[r]: http://a.b\n", "Read this.\n\n{}\n\n[r]: http://a.b\n"),
    ("- one\n- Read this.\n", "- one\n- Read this.\n\n{}\n"),
    ("> Read this.\n", "> Read this.\n\n{}\n"),
    ("| a |\n|---|\n| Read this. |\n", "| a |\n|---|\n| Read this. |\n\n{}\n"),
    ("# Read this.", "# Read this.\n\n{}"),
    ("Read this.\n===\n", "Read this.\n===\n\n{}\n"),
    ("Read this.\n---\n", "Read this.\n---\n\n{}\n"),
    ("**Read this.**\n", "**Read this.**\n\n{}\n"),
    ("<p>Read this.</p>\n", "<p>Read this.</p>\n\n{}\n"),
    ("<b>Read this.</b>", "<b>Read this.</b>\n\n{}"),
    ("Read this. 🎉👩‍👩‍👧\n", "Read this. 🎉👩‍👩‍👧\n\n{}\n"),
    ("Read this. ![i](a.png)\n", "Read this. ![i](a.png)\n\n{}\n"),
    ("- Read this.\n- two\n", "- Read this.\n\n{}\n- two\n"),
    # Not possible directly after it, so the words go to the end of the post.
    ("> Read this.\n> more\n", "> Read this.\n> more\n\n{}\n"),
    ("Read this.\n#tag #two\n", "Read this.\n#tag #two\n\n{}\n"),
    ("Read this.\nMore of it.\n", "Read this.\nMore of it.\n\n{}\n"),
    ("Read this `code\ncode` too.\n", "Read this `code\ncode` too.\n\n{}\n"),
    ("Read this. <!-- a\nb --> It is.\n", "Read this. <!-- a\nb --> It is.\n\n{}\n"),
]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(("before", "after"), INSERTED)
def test_insert_paragraph_adds_a_paragraph(before: str, after: str, end: str) -> None:
    after_words = next(words for words in ("Read this.", "Read this") if words in before)
    found = inserted(before.replace("\n", end), after_words)
    wanted = after.replace("{}", QUESTION)
    # A text of one line has no line ending to use.
    assert found == (wanted.replace("\n", end) if "\n" in before else wanted)


@pytest.mark.parametrize(
    ("text", "after", "wanted"),
    [
        ("One.\n\nTwo.", "One.", "One.\n\n{}\n\nTwo."),
        ("One.\nTwo.\n\nThree.", "Two.", "One.\nTwo.\n\n{}\n\nThree."),
        ("One.\n- two", "One.", "One.\n- two\n\n{}"),
        ("# One.\n\n#tag", "# One.", "# One.\n\n{}\n\n#tag"),
        ("One <b>a</b>.\n\n```\nx\n```", "One <b>a</b>.", "One <b>a</b>.\n\n{}\n\n```\nx\n```"),
    ],
)
def test_insert_paragraph_in_plain_text(text: str, after: str, wanted: str) -> None:
    assert inserted(text, after, path="a.txt") == wanted.replace("{}", QUESTION)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("import A from 'a'\n\nOne.\n\n<A />\n", "import A from 'a'\n\nOne.\n\n{}\n\n<A />\n"),
        ("<A>\n\nOne.\n\n</A>\n", "<A>\n\nOne.\n\n{}\n\n</A>\n"),
        ("One.\n\n{/* not shown */}\n", "One.\n\n{}\n\n{/* not shown */}\n"),
    ],
)
def test_insert_paragraph_in_mdx(text: str, wanted: str) -> None:
    assert inserted(text, "One.", path="a.mdx") == wanted.replace("{}", QUESTION, 1)


@pytest.mark.parametrize(
    ("text", "after", "ordinal", "split", "wanted"),
    [
        ("One.\n\n---\n\nTwo.\n", "One.", 1, "---", "One.\n\n{}\n\n---\n\nTwo.\n"),
        ("One.\n\n---\n\nTwo.\n", "Two.", 2, "---", "One.\n\n---\n\nTwo.\n\n{}\n"),
        ("One.\n---\nTwo.\n", "One.", 1, "---", "One.\n\n{}\n---\nTwo.\n"),
        ("- One.\n- more\n---\nTwo.\n", "more", 1, "---", "- One.\n- more\n\n{}\n---\nTwo.\n"),
        (
            "## Post a\nOne.\n## Post b\nTwo.\n", "One.", 1, "## Post",
            "## Post a\nOne.\n\n{}\n## Post b\nTwo.\n",
        ),
        (
            "```\nOne.\n```\n```x\nTwo.\n```\n", "One.", 1, "```",
            "```\nOne.\n\n{}\n```\n```x\nTwo.\n```\n",
        ),
        ("```\nOne.\n```\n```x\nTwo.\n", "Two.", 2, "```", "```\nOne.\n```\n```x\nTwo.\n\n{}\n"),
    ],
)  # fmt: skip
def test_insert_paragraph_in_one_of_several_posts(
    text: str, after: str, ordinal: int, split: str, wanted: str
) -> None:
    found = inserted(text, after, ordinal, split=split)
    assert found == wanted.replace("{}", QUESTION)
    drafts = reader(split=split)(found)
    assert [QUESTION in {block.text.strip() for block in one.blocks} for one in drafts] == [
        number == ordinal for number in (1, 2)
    ]


@pytest.mark.parametrize(
    "words",
    ["# What?", "- What?", "1. What?", "> What?", "---", "`what`", "<b>What?</b>", "a&amp;b?",
     "**What?**", "", " ", "[what](u)", "<!-- what -->", "```", "    What?", "\\*What?"],
)  # fmt: skip
def test_insert_paragraph_rejects_words_with_markup(words: str) -> None:
    assert inserted("Read this.\n", "Read this.", words=words) is None


@pytest.mark.parametrize(
    "words", ["R&D?", "a < b?", "5 * 3 * 2?", "snake_case_name?", "Why, Größe 🎉?", "“So”? {x}"]
)
def test_insert_paragraph_accepts_plain_punctuation(words: str) -> None:
    assert inserted("Read this.\n", "Read this.", words=words) == f"Read this.\n\n{words}\n"


@pytest.mark.parametrize("rest", ["https://a.b/c", "`code`", "![i](a.png)", "{{ x }}"])
def test_insert_paragraph_keeps_paragraphs_whole(rest: str) -> None:
    text = f"Read this.\n{rest}\n"
    assert inserted(text, "Read this.") == f"{text}\n{QUESTION}\n"


@PATIENT
@given(
    files([*HIDDEN, *JOINING]),
    st.sampled_from([QUESTION, "How do you deal with R&D 🎉?"]),
    st.data(),
)
def test_insert_paragraph_changes_nothing_else(
    file: WrittenFile, words: str, data: st.DataObject
) -> None:
    blocks = list(file.blocks())
    assume(blocks)
    ordinal, block = data.draw(st.sampled_from(blocks))
    after = block.to_source(0, len(block.text.rstrip()))
    edits = insert_paragraph(file.text, words, after, ordinal, file.read)
    assert in_order(edits, file.text)
    if not edits:
        return
    (edit,) = edits
    assert edit.span.start == edit.span.end
    assert edit.text.strip() == words
    found = apply(file.text, edits)
    before, now = file.read(file.text), file.read(found)
    assert words_of(now) == words_of(before) + Counter(re.findall(r"\w+", words))
    assert marks_of(now) == marks_of(before)
    for one, other in zip(before, now, strict=True):
        # One more paragraph below a title can make a blog post.
        assert other.platform in (one.platform, one.platform or "blog")
    assert words in {one.text.strip() for one in now[ordinal - 1].blocks}
    assert now[0].front_matter.values == before[0].front_matter.values
    ends = set(re.findall(r"\r\n|\n|\r", file.text))
    assert set(re.findall(r"\r\n|\n|\r", found)) == (ends or {"\n"})


@PATIENT
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"])
)
def test_insert_paragraph_always_works_in_a_simple_post(parts: list[str], end: str) -> None:
    text = "\n\n".join(["Had tea.", *parts, "Read this."]).replace("\n", end)
    found = inserted(text, "Read this.")
    assert found == f"{text}{end}{end}{QUESTION}"
