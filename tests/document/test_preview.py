"""Previews: where a feed cuts a post, what is too long, and how it would be split."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.core.platforms import PLATFORMS, get_platform
from postlint.document.draft import read_draft
from postlint.document.preview import Preview, previews
from postlint.document.source import Source

URL = "https://example.com/a/rather/long/path?with=a&query=as#well"


def preview(text: str, platform: str, name: str = "a.txt") -> Preview:
    (found,) = previews(read_draft(Source(name, text)), [get_platform(platform)])
    return found


def test_preview_is_the_text_without_markup() -> None:
    text = "---\ntitle: Tea\n---\n# Tea\n\nSee **our** [shop](https://example.com)."
    assert preview(text, "linkedin", "a.md").text == "Tea\n\nSee our shop https://example.com."


@pytest.mark.parametrize(
    ("platform", "fold"), [("linkedin", 210), ("facebook", 477), ("instagram", 125), ("x", None)]
)
def test_preview_is_cut_at_the_fold_of_the_platform(platform: str, fold: int | None) -> None:
    assert preview("a" * 600, platform).fold == fold
    assert preview("a" * 100, platform).fold is None


def test_preview_counts_as_the_platform_does() -> None:
    assert preview(f"See {URL}", "x").length == 4 + 23
    assert preview("👩‍👩‍👧 tea", "x").length == 2 + 4
    assert preview("👩‍👩‍👧 tea", "linkedin").length == 1 + 4


def test_preview_marks_what_is_over_the_limit() -> None:
    found = preview("a" * 300, "x")
    assert (found.length, found.limit, found.end) == (300, 280, 280)
    assert preview("a" * 280, "x").end is None
    assert preview("a" * 9_999, "blog").end is None


def test_long_text_becomes_a_thread_that_breaks_between_paragraphs() -> None:
    first, second = "One sentence here. " * 12, "Another one there. " * 8
    thread = preview(f"{first}\n\n{second}", "x").thread
    assert thread == (f"{first.strip()} 1/2", f"{second.strip()} 2/2")


def test_numbered_draft_is_a_thread_as_it_is() -> None:
    text = "---\nplatform: x\n---\n1/ Buy tea.\n\n2/ Boil water.\n\n3/ Wait.\n"
    found = preview(text, "x", "a.md")
    assert [post.split()[-1] for post in found.thread] == ["tea.", "water.", "Wait."]
    assert found.end is None
    assert preview(text, "linkedin", "a.md").thread == ()


WORDS = st.sampled_from(
    ["tea", "Tea.", "\n\n", "👩‍👩‍👧", "日本", URL, "a" * 90, "e\u0301", "@jo", "…"]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=200))
def test_each_post_of_a_thread_fits_and_no_word_is_lost(words: list[str]) -> None:
    text = " ".join(words)
    for name, platform in PLATFORMS.items():
        found = preview(text, name) if platform.has_threads else None
        if platform.limit is None or found is None or not found.thread:
            continue
        assert all(platform.counting.length(post) <= platform.limit for post in found.thread)
        if len(found.thread) < 25:
            said = [word for post in found.thread for word in post.split()[:-1]]
            assert "".join(said) == "".join(found.text.split())


FORMATTED = """# Tea

**Bold**, *sloped*, ~~struck~~, `code`, [a link](https://a.example), ![an image](a.png).[^1]

> A quote.

| a | b |
|---|---|
| c | d |

---

[^1]: A note.
"""


@pytest.mark.parametrize("platform", PLATFORMS)
def test_networks_lose_formatting(platform: str) -> None:
    lost = preview(FORMATTED, platform, "a.md").lost
    if platform in ("blog", "newsletter"):
        assert lost == ()
    else:
        assert lost == (
            "headings", "bold and italics", "strikethrough", "link texts", "images", "tables",
            "quote blocks", "code", "footnotes", "dividing lines",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Plain text.\n\n- with\n- a list\n", ()),
        ("https://a.example and <https://a.example> and <me@a.example>", ()),
        ("*Tea*", ("bold and italics",)),
        ("<b>Tea</b> <IMG src=x>", ("bold and italics", "images")),
        ("<table><tr><td>Tea</td></tr></table>", ("tables",)),
        ("---\ntitle: '**Tea**'\n---\nTea\n\n<!-- **no** -->", ()),
        ("Not `**bold**` but code", ("code",)),
    ],
)
def test_only_formatting_in_the_draft_is_lost(text: str, lost: tuple[str, ...]) -> None:
    assert preview(text, "mastodon", "a.md").lost == lost


def test_plain_text_has_no_formatting() -> None:
    assert preview(FORMATTED, "linkedin", "a.txt").lost == ()
