"""Tests of the detection of several posts in a file without a configured marker."""

from __future__ import annotations

import re

import pytest

from postlint.document.draft import Draft, read_drafts
from postlint.document.source import Source

BANK = "Ask your bank for the short form before you sign. Which form did you get?"
AWARD = "We won an award. We are so proud of our team. Our new office is great."
LEASE = "Read page six of your lease. It tells you who pays for the roof."
POSTS = (BANK, AWARD, LEASE)


def read(
    text: str, path: str = "week.md", *, split: str | None = None, platform: str | None = None
) -> tuple[Draft, ...]:
    return read_drafts(Source(path, text), split=split, platform=platform)


def prose(draft: Draft) -> str:
    return "\n".join(block.text for block in draft.blocks)


def post_texts(text: str, path: str = "week.md", *, split: str | None = None) -> list[str]:
    """Return the prose of each post in a file."""
    return [prose(draft) for draft in read(text, path, split=split)]


def notice(text: str, path: str = "week.md", *, split: str | None = None) -> str | None:
    (draft,) = read(text, path, split=split)
    return next((message for message in draft.notices if "looks like" in message), None)


def below(*labels: str, between: str = "\n") -> str:
    return between.join(f"{label}\n\n{post}\n" for label, post in zip(labels, POSTS, strict=False))


# Clear: each post is checked separately


@pytest.mark.parametrize(
    "labels",
    [
        ("## Post 1", "## Post 2", "## Post 3"),
        ("# Post 1", "# Post 2", "# Post 3"),
        ("## Post 1 (Monday)", "## Post 2 (Wednesday)", "## Post 3 (Friday)"),
        ("### Post 1: The bank", "### Post 2: The award", "### Post 3: The lease"),
        ("## Post #1", "## Post #2", "## Post #3"),
        ("## Post one", "## Post two", "## Post three"),
        ("## LinkedIn post 1 – The bank", "## LinkedIn post 2 – Award", "## X post 1 – Lease"),
        ("POST 1", "POST 2", "POST 3"),
        ("**Post 1**", "**Post 2**", "**Post 3**"),
        ("**Post 1:**", "**Post 2:**", "**Post 3:**"),
        ("**Post 1** (Monday)", "**Post 2** (Tuesday)", "**Post 3** (Friday)"),
        ("__Post 1__", "__Post 2__", "__Post 3__"),
        ("Post #1:", "Post #2:", "Post #3:"),
        ("=== Post 1 ===", "=== Post 2 ===", "=== Post 3 ==="),
        ("[Post 1]", "[Post 2]", "[Post 3]"),
        ("Post 1\n------", "Post 2\n------", "Post 3\n------"),
        ("Tweet A", "Tweet B", "Tweet C"),
        ("## Tweet 1", "## Tweet 2", "## Tweet 3"),
        ("## Thread 1", "## Thread 2", "## Thread 3"),
        ("## Email 1", "## Email 2", "## Email 3"),
        ("## Newsletter 1", "## Newsletter 2", "## Newsletter 3"),
        ("## Caption 1", "## Caption 2", "## Caption 3"),
        ("## LinkedIn", "## X / Twitter", "## Facebook"),
        ("### LinkedIn (long)", "### LinkedIn (short)", "### Bluesky"),
        ("## 📘 Facebook", "## 💼 LinkedIn", "## 📸 Instagram"),
        ("**LinkedIn:**", "**X:**", "**Facebook:**"),
        ("LinkedIn:", "X / Twitter:", "Mastodon:"),
    ],
)
def test_detection_by_labels(labels: tuple[str, ...]) -> None:
    assert post_texts(below(*labels)) == [*POSTS]


@pytest.mark.parametrize("between", ["\n", "\n---\n\n", "\n***\n\n", "\n\n\n"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_detection_excludes_rules_between_labeled_posts(between: str, newline: str) -> None:
    text = below("## Post 1", "## Post 2", "## Post 3", between=between)
    assert post_texts(text.replace("\n", newline)) == [*POSTS]


@pytest.mark.parametrize(
    "labels",
    [
        ("## Week 1", "## Week 2", "## Week 3"),
        ("## Monday", "## Wednesday", "## Friday"),
        ("## Monday: the bank", "## Tue – the award", "## Wed (the lease)"),
        ("## Day 1", "## Day 2", "## Day 3"),
        ("## 2026-03-02", "## 2026-03-04", "## 2026-03-06"),
        ("### March 2, 2026", "### March 4, 2026", "### March 6, 2026"),
        ("## Mon 2 March", "## Wed 4 March", "## Fri 6 March"),
        ("## Option A", "## Option B", "## Option C"),
        ("## Version A", "## Version B", "## Version C"),
        ("## Draft 1", "## Draft 2", "## Draft 3"),
        ("## Variant 1", "## Variant 2", "## Variant 3"),
        ("## 1.", "## 2.", "## 3."),
        ("## 1. The bank", "## 2. The award", "## 3. The lease"),
        ("## #1", "## #2", "## #3"),
    ],
)
@pytest.mark.parametrize(
    ("title", "path"),
    [
        ("# LinkedIn posts for May\n\n", "week.md"),
        ("# LinkedIn posts\n\n", "week.md"),
        ("---\ntitle: LinkedIn posts for May\n---\n", "week.md"),
        ("", "linkedin-posts.md"),
        ("# May\n\n", "linkedin-posts.md"),
    ],
)
def test_detection_by_dates_in_a_collection(labels: tuple[str, ...], title: str, path: str) -> None:
    drafts = read(title + below(*labels), path)
    assert [prose(draft) for draft in drafts] == [*POSTS]
    assert {draft.platform for draft in drafts} == {"linkedin"}


def test_detection_by_hashtags_in_sections() -> None:
    text = "# May\n\n" + "\n".join(
        f"## {day}\n\n{post}\n\n#bank #lease\n"
        for day, post in zip(("Monday", "Tuesday", "Friday"), POSTS, strict=True)
    )
    assert [post.split("\n")[0] for post in post_texts(text)] == [*POSTS]


@pytest.mark.parametrize("rule", ["---", "-----", "***", "* * *", "___", "===", "=====", "--"])
@pytest.mark.parametrize("blank", ["\n\n", "\n"])
def test_detection_by_rules_in_a_collection(rule: str, blank: str) -> None:
    text = f"{blank}{rule}{blank}".join(POSTS)
    assert post_texts(text, "linkedin-posts.md") == [*POSTS]


def test_detection_by_rules_between_posts_with_hashtags() -> None:
    text = "\n\n---\n\n".join(f"{post}\n\n#bank #lease" for post in POSTS)
    assert len(post_texts(text)) == 3


def test_detection_of_posts_in_fences() -> None:
    text = below("## Post 1", "## Post 2").replace(BANK, f"```\n{BANK}\n```")
    text = text.replace(AWARD, f"```text\n{AWARD}\n```")
    assert post_texts(text) == [BANK, AWARD]
    assert post_texts(f"```\n{BANK}\n```\n\n```\n{AWARD}\n```\n") == [BANK, AWARD]
    assert post_texts(f"# May\n\n~~~\n{BANK}\n~~~\n\n~~~\n{AWARD}\n~~~\n") == [BANK, AWARD]
    assert post_texts(f"# May\n\n```\n{BANK}\n```\n") == [BANK]


def test_fence_names_the_platform_of_its_post() -> None:
    text = f"# May\n\n```linkedin\n{BANK}\n```\n\n```x\n{AWARD}\n```\n"
    assert [draft.platform for draft in read(text)] == ["linkedin", "x"]


def test_detection_ignores_code_in_fences() -> None:
    code = "```\nfor post in posts:\n    print(post.text)\nreturn posts(1) == {2};\n```\n"
    assert len(read(f"{BANK}\n\n{code}\n{AWARD}\n\n{code}")) == 1


def test_posts_in_block_quotes_are_the_authors_text() -> None:
    text = below("## Post 1", "## Post 2").replace(BANK, f"> {BANK}").replace(AWARD, f"> {AWARD}")
    assert post_texts(text) == [BANK, AWARD]
    assert {block.kind for draft in read(text) for block in draft.blocks} == {"paragraph"}


# Platforms


def test_nearest_heading_names_the_platform() -> None:
    text = (
        f"# Launch\n\n## X posts\n\n### Post 1\n\n{BANK}\n\n### Post 2\n\n{AWARD}\n\n"
        f"## LinkedIn posts\n\n### Post 1\n\n{LEASE}\n\n### Post 2 (Facebook)\n\n{BANK}\n"
    )
    expected = ["x", "x", "linkedin", "facebook"]
    assert [draft.platform for draft in read(text)] == expected
    assert [draft.platform for draft in read(text, split="### Post")] == expected


def test_detection_of_posts_below_a_platform_section() -> None:
    text = f"## X posts\n\n{BANK}\n\n---\n\n{AWARD}\n\n## LinkedIn posts\n\n{LEASE}\n"
    assert [draft.platform for draft in read(text)] == ["x", "x", "linkedin"]


@pytest.mark.parametrize(
    ("path", "platform"),
    [
        ("linkedin-posts.md", "linkedin"),
        ("LinkedIn Posts - March.md", "linkedin"),
        ("linkedin_posts_march_2026.txt", "linkedin"),
        ("my-linkedin-posts/2025-11-14_short/post.md", "linkedin"),
        ("acme-linkedin-posts.md", "linkedin"),
        ("linkedin/2026-03.md", "linkedin"),
        ("social/twitter/2026/03/post.md", "x"),
        ("tweets.md", "x"),
        ("x.md", "x"),
        ("x/launch.md", "x"),
        ("x-posts.md", "x"),
        ("newsletter-03.md", "newsletter"),
        ("newsletters/2026-03-02.md", "newsletter"),
        ("social/threads/a.md", "threads"),
        ("blog/linkedin/a.md", "linkedin"),
        ("linkedin/blog/a.md", "blog"),
        ("_posts/2026-03-02-linkedin.md", "blog"),
        ("blog/how-to-use-linkedin.md", "blog"),
        ("project-x.md", None),
        ("threads.md", None),
        ("sewing-threads.md", None),
        ("leaving-twitter.md", None),
        ("10-linkedin-posts-that-work.md", None),
        ("twitter-archive-importer.md", None),
        ("notes/a.md", None),
    ],
)
def test_platform_from_the_names_of_file_and_folders(path: str, platform: str | None) -> None:
    (draft,) = read(BANK, f"drafts-of-a-firm/{path}")
    assert draft.platform == platform


def test_explicit_platform_overrides_path_hints() -> None:
    path = "linkedin/a.md"
    assert read(BANK, path, platform="x")[0].platform == "x"
    assert read(f"---\nplatform: x\n---\n{BANK}", path)[0].platform == "x"
    assert read(below("## X", "## Facebook"), path)[0].platform == "x"


@pytest.mark.parametrize(
    ("text", "path", "platform"),
    [
        ("# November 14, 2025\n\n{}\n", "a.md", None),
        ("# November 14, 2025\n\n{}\n", "my-linkedin-posts/a/post.md", "linkedin"),
        ("# The lease\n\n{}\n", "a.md", None),
        ("## LinkedIn\n\n{}\n", "a.md", "linkedin"),
        ("# The lease\n\n{}\n\n{}\n\n{}\n", "a.md", "blog"),
        ("# The lease\n\n## Page six\n\n{}\n", "a.md", "blog"),
        ("# The lease\n\n{}\n", "blog/a.md", "blog"),
        ("{}\n", "_posts/a.md", "blog"),
        ("---\ntitle: The lease\n---\n{}\n", "a.md", "blog"),
        ("---\ntitle: On Mastodon\n---\n{}\n", "mastodon.md", "blog"),
        ("---\ntitle: The lease\n---\n{}\n", "linkedin/a.md", "linkedin"),
    ],
)
def test_heading_alone_is_not_a_blog_post(text: str, path: str, platform: str | None) -> None:
    (draft,) = read(text.replace("{}", BANK), path)
    assert draft.platform == platform


# Notes that aren't posted


def test_notes_are_not_prose() -> None:
    text = (
        "# LinkedIn posts\n\n## Post 1\n\n**Platform:** X\n**Date:** March 2, 2026\n"
        f"- **Status**: ready\n\n---\n\n**Hook:** {BANK}\n\nHashtags: #bank\n\n"
        "Image idea: a page with a roof\n*[210/280 characters]*\n\n"
        f"## Post 2\n\n(Photo of the office)\n\n{AWARD}\n"
    )
    first, second = read(text)
    assert prose(first).split() == [*BANK.split(), "#bank"]
    assert (first.platform, first.date) == ("x", "March 2, 2026")
    assert prose(second) == AWARD
    assert second.platform == "linkedin"


def test_details_for_readers_are_not_notes() -> None:
    event = "Join us at the fair.\n\nDate: March 3\nTime: 6 pm\nLink: https://fair.example"
    text = f"## Post 1\n\n{event}\n\n## Post 2\n\n{BANK}\n"
    assert "Date: March 3" in post_texts(text)[0]


@pytest.mark.parametrize(
    ("heading", "date"),
    [
        ("## 2026-03-02", "2026-03-02"),
        ("## Monday, March 2, 2026", "March 2, 2026"),
        ("## Post 1 (2026-03-02)", "2026-03-02"),
        ("## Post 1 — March 2, 2026", "March 2, 2026"),
        ("## 2026-03-02\n\n### LinkedIn", "2026-03-02"),
    ],
)
def test_heading_gives_the_date_of_a_post(heading: str, date: str) -> None:
    text = f"# LinkedIn posts\n\n{heading}\n\n{BANK}\n\n## 2026-03-09\n\n{AWARD}\n"
    assert [draft.date for draft in read(text)] == [date, "2026-03-09"]


def test_skipped_sections_have_a_notice() -> None:
    text = below("## Post 1", "## Post 2") + f"\n## Follow-up\n\n{LEASE}\n\n## Notes\n\n{LEASE}\n"
    drafts = read(text)
    assert [prose(draft) for draft in drafts] == [BANK, AWARD]
    (message,) = drafts[0].notices
    assert "`Follow-up` (line 9)" in message


# Unclear: the author gets a notice


@pytest.mark.parametrize(
    "text",
    [
        "\n\n---\n\n".join(POSTS),
        "\n\n___\n\n".join(POSTS),
        "\n\n-----\n\n".join(POSTS),
        below("## 2026-03-02", "## 2026-03-04", "## 2026-03-06"),
        below("## Monday", "## Wednesday", "## Friday"),
        below("## Day 1", "## Day 2", "## Day 3"),
        below("## Option A", "## Option B", "## Option C"),
        "---\ntitle: Spring\n---\n" + below("## Post 1", "## Post 2", "## Post 3"),
        f"# Spring\n\n{' '.join([LEASE] * 4)}\n\n" + below("## Post 1", "## Post 2", "## Post 3"),
    ],
)
def test_suggested_marker_splits_the_file(text: str) -> None:
    message = notice(text)
    assert message is not None
    assert message.startswith("this looks like 3 posts: set `split = ")
    marker = re.search(r"split = \"([^\"]+)\"`", message)
    assert marker
    assert post_texts(text, split=marker[1]) == [*POSTS]
    assert notice(text, split="none") is None


# One post: no split, and no notice

SECTION = f"{LEASE} {BANK} {LEASE}"
ARTICLES = {
    "thematic breaks": f"---\ntitle: The lease\n---\n{SECTION}\n\n---\n\n{SECTION}\n\n***\n\nX\n",
    "thematic breaks below a title": f"# The lease\n\n{SECTION}\n\n---\n\n{SECTION}\n",
    "steps": f"# Moving\n\n## Step 1\n\n{SECTION}\n\n## Step 2\n\n{SECTION}\n",
    "days": f"# A week in Lisbon\n\n## Day 1\n\n{SECTION}\n\n## Day 2\n\n{SECTION}\n",
    "weeks": f"# A course\n\nIt takes two weeks.\n\n## Week 1\n\n{SECTION}\n\n## Week 2\n\nB.\n",
    "a listicle": f"# Do this\n\n## 1. Call the bank\n\n{SECTION}\n\n## 2. Read it\n\n{SECTION}\n",
    "bare numbers": f"# Essay\n\n## 1\n\n{SECTION}\n\n## 2\n\n{SECTION}\n",
    "networks compared": (
        "# LinkedIn or Facebook?\n\n## LinkedIn\n\nBuyers read LinkedIn at work.\n\n"
        "## Facebook\n\nFacebook is where they are at home.\n\n## X\n\nNobody reads it.\n"
    ),
    "networks compared, with an introduction": (
        f"# Where to post\n\nWe tried three networks for a whole year.\n\n## LinkedIn\n\n{SECTION}"
        f"\n\n## Facebook\n\n{SECTION}\n"
    ),
    "networks in an article": (
        f"---\ntitle: Where to post\n---\n## LinkedIn\n\n{SECTION}\n\n## Facebook\n\n{SECTION}\n"
    ),
    "a plan": (
        f"# Plan\n\n## Goals\n\n{SECTION}\n\n## Budget\n\n{SECTION}\n\n## LinkedIn\n\n{SECTION}\n\n"
        f"## Hiring\n\n{SECTION}\n"
    ),
    "options compared": f"# Rent or buy\n\n## Option A\n\n{SECTION}\n\n## Option B\n\n{SECTION}\n",
    "a recipe": "# Bread\n\n## Ingredients\n\n- flour\n- water\n\n---\n\n## Method\n\nBake it.\n",
    "questions": f"# FAQ\n\n## Who pays?\n\n{SECTION}\n\n---\n\n## Who calls?\n\n{SECTION}\n",
    "versions": "# News\n\n## 1.2.0\n\nThe roof is new.\n\n## Version 2.0\n\nThe door is new.\n",
    "a diary": f"# Diary\n\n## 2026-03-02\n\n{SECTION}\n\n## 2026-03-04\n\n{SECTION}\n",
    "words of posting": f"# Post\n\n## Post count limit\n\n{LEASE}\n\n## Post a photo\n\n{LEASE}\n",
    "code": f"# Code\n\n{SECTION}\n\n```python\nprint(1)\n```\n\n```sh\nls -l\n```\n",
    "a signature": f"{SECTION}\n\n--\nAnna\n",
    "one list": "Three things:\n\n1. The bank.\n\n2. The lease.\n\n3. The roof.\n",
}


@pytest.mark.parametrize("text", ARTICLES.values(), ids=ARTICLES)
def test_article_is_not_split(text: str) -> None:
    (draft,) = read(text)
    assert draft.notices == ()
    assert draft.total == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("newsletter-03.md", f"{SECTION}\n\n---\n\n{SECTION}\n\n---\n\n{SECTION}\n"),
        ("blog/a.md", f"{SECTION}\n\n---\n\n{SECTION}\n"),
        ("blog/a.md", below("## Post 1", "## Post 2")),
        ("devlog.md", below("## 2026-03-02", "## 2026-03-04")),
        ("release-notes.md", below("## 2026-03-02", "## 2026-03-04")),
    ],
)
def test_path_hints_prevent_a_split(path: str, text: str) -> None:
    (draft,) = read(text, path)
    assert draft.notices == ()


# Explicit settings


def test_configured_split_overrides_detection() -> None:
    text = below("## Post 1", "## Post 2", between="\n---\n\n")
    assert len(read(text, split="none")) == 1
    assert len(read(text, split="###")) == 1
    assert [one.split("\n")[0] for one in post_texts(text, split="---")] == ["Post 1", "Post 2"]


def test_split_in_front_matter_overrides_detection() -> None:
    text = below("## Post 1", "## Post 2", between="\n---\n\n")
    assert len(read(f"---\npostlint: {{split: none}}\n---\n{text}")) == 1
    assert len(read(f"---\npostlint: {{split: false}}\n---\n{text}")) == 1
    article = (
        f"---\ntitle: A\npostlint: {{split: '##'}}\n---\n## The bank\n\n{BANK}\n\n## B\n\n{LEASE}\n"
    )
    assert post_texts(article) == [BANK, LEASE]
    (draft,) = read(f"---\npostlint: {{split: Post}}\n---\n{BANK}")
    assert "`postlint: split` in the front matter is ignored" in draft.notices[0]


# Arbitrary files


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "---",
        "## Post 1",
        "## Post 1\n## Post 2",
        "```",
        "**Post 1**",
        "# LinkedIn posts\n",
    ],
)
def test_detection_in_files_without_posts(text: str) -> None:
    assert len(read(text)) == 1


def test_detected_posts_have_exact_positions() -> None:
    text = below("## Post 1", "## Post 2", "## Post 3").replace(AWARD, f"> 🥚 **{AWARD}**")
    source = Source("week.md", text)
    for draft in read_drafts(source):
        for block in draft.blocks:
            span = block.to_source(0, len(block.text))
            assert draft.body.start <= span.start < span.end <= draft.body.end
            assert block.text.split()[-1] in text[span.start : span.end]
