"""Tests of files with several posts: their sections, platforms, findings, and scores."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.document.draft import MAX_POSTS, read_drafts
from postlint.document.source import Source
from postlint.document.split import SplitMarker
from tests.command import Postlint

EGGS = "Had eggs for breakfast. Taking the garbage out now."


def posts(text: str, marker: str, name: str = "a.md") -> list[tuple[str | None, str]]:
    drafts = read_drafts(Source(name, text), split=marker)
    assert [draft.ordinal for draft in drafts] == list(range(1, len(drafts) + 1))
    assert {draft.total for draft in drafts} == {len(drafts)}
    return [(draft.platform, " / ".join(block.text for block in draft.blocks)) for draft in drafts]


PLAN = """\
# Week 12
Notes for us.

## Post 1
One here.

### LinkedIn
The long one.

### X (short)
The short one.

## Post 2: the launch
Two here.

## Postscript
Not a post.
"""

CASES = [
    ("One.\n\n---\n\nTwo.\n---\nThree.\n", "---", ["One.", "Two.", "Three."]),
    ("---\nt: 1\n---\nOne.\n\n---\n\nTwo.\n", "---", ["One.", "Two."]),
    ("One.\n--\nTwo.\n", "--", ["One.", "Two."]),
    ("One.\n---\nstill one.\n--\nTwo.\n", "--", ["One. / still one.", "Two."]),
    ("---\n\n---\nOne.\n---\n", "---", ["One."]),
    ("One.\n***\n***\nTwo.", "***", ["One.", "Two."]),
    ("```\n---\n```\nOne.\n\n---\nTwo.\n", "---", ["One.", "Two."]),
    ("No marker here.\n", "---", ["No marker here."]),
    (PLAN, "## Post", ["One here. / LinkedIn / The long one. / X (short) / The short one.",
                       "Two here."]),
    (PLAN, "###", ["The long one.", "The short one."]),
    (PLAN, "# Month", ["Week 12 / Notes for us. / Post 1 / One here. / LinkedIn / The long one. / "
                       "X (short) / The short one. / Post 2: the launch / Two here. / Postscript / "
                       "Not a post."]),
    ("Intro.\n```linkedin\nOne *here*.\n```\nBetween.\n~~~\nno\n~~~\n````\nTwo ``` it.\n````\n",
     "```", ["One here.", "Two ``` it."]),
]  # fmt: skip


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("text", "marker", "expected"), CASES)
def test_split_marker_separates_posts(
    text: str, marker: str, expected: list[str], newline: str
) -> None:
    assert [body for _, body in posts(text.replace("\n", newline), marker)] == expected


@pytest.mark.parametrize(
    ("text", "marker", "platforms"),
    [
        (PLAN, "###", ["linkedin", "x"]),
        ("```mastodon\nOne.\n```\n```\nTwo.\n```\n", "```", ["mastodon", None]),
        ("## Post (Newsletter)\nOne.\n## Post 2\nTwo.\n", "## Post", ["newsletter", None]),
        ("## Post for X or LinkedIn\nOne.\n## Post\nTwo.\n", "## Post", [None, None]),
        ("---\nplatform: blog\n---\n### X\nOne.\n### Other\nTwo.\n", "###", ["x", "blog"]),
    ],
)
def test_split_heading_names_the_platform(
    text: str, marker: str, platforms: list[str | None]
) -> None:
    assert [platform for platform, _ in posts(text, marker)] == platforms


@pytest.mark.parametrize("marker", ["abc", "-", "", " ", "Post", "####### a", "1."])
def test_invalid_split_marker_is_refused(marker: str) -> None:
    with pytest.raises(ValueError, match="isn't a valid marker"):
        SplitMarker(marker)


PIECES = st.lists(
    st.sampled_from(["---", "\n", "\r\n", "\r", "## Post", " x", "```", "~~~", "🥚", "# A"]),
    max_size=40,
)


@given(PIECES, st.sampled_from(["---", "## Post", "##", "```", "~~~"]))
def test_split_sections_are_sorted_without_overlaps(pieces: list[str], marker: str) -> None:
    text = "".join(pieces)
    sections = SplitMarker(marker).split(text, 0)
    end = 0
    for section in sections:
        assert end <= section.span.start <= section.span.end <= len(text)
        end = section.span.end


def test_split_posts_have_findings_at_their_positions(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text('split = "###"\n')
    text = f"\ufeff# Plan 🥚\r\n\r\n### LinkedIn\r\n{EGGS}\r\n\r\n### X\r\n{EGGS}\r\n"
    (tmp_path / "many.md").write_bytes(text.encode())
    results = json.loads(postlint("check", "many.md", "--output-format", "json").stdout)["posts"]
    assert [(post["ordinal"], post["platform"], post["line"]) for post in results] == [
        (1, "linkedin", 4),
        (2, "x", 7),
    ]
    for post in results:
        finding = post["findings"][0]
        assert (finding["rule"], finding["line"]) == ("self-focused", post["line"])
        line = text.removeprefix("\ufeff").split("\r\n")[finding["line"] - 1]
        assert line[finding["column"] - 1 : finding["end_column"] - 1] == finding["excerpt"]
    shown = postlint("check", "many.md").stdout
    assert "many.md (post 1)" in shown
    assert "2 posts checked" in shown
    scored = postlint("score", "many.md").stdout
    assert "many.md (post 2)" in scored


def test_split_file_with_too_many_posts_is_truncated() -> None:
    text = "".join(f"Post {number} is for you.\n\n---\n\n" for number in range(MAX_POSTS + 7))
    drafts = read_drafts(Source("posts.md", text), split="---")
    assert len(drafts) == MAX_POSTS
    assert drafts[-1].blocks[0].text == f"Post {MAX_POSTS - 1} is for you."
    assert "1,007 posts: only the first 1,000 were checked; split the file" in drafts[0].notices
    assert not drafts[1].notices
