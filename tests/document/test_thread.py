"""Tests of threads, which are scored as one post and measured by part."""

from __future__ import annotations

import pytest

import postlint
from postlint.document.draft import read_drafts
from postlint.document.source import Source

SHORT = "Ask the owner for the last three bills of the roof."
LONG = "Ask your bank for the short form before you sign, and keep a copy of page six. " * 4


def parts(text: str, platform: str | None = "x") -> list[str]:
    (draft,) = read_drafts(Source("a.md", text), platform=platform)
    return [text[part.start : part.end].strip() for part in draft.parts]


def too_long(text: str, platform: str = "x") -> list[tuple[int, str]]:
    report = postlint.lint(text, platform=platform)
    return [
        (finding.start.line, finding.message)
        for finding in report.findings
        if finding.rule == "too-long"
    ]


NUMBERED = [
    ("1/ {}", "2/ {}", "3/ {}"),
    ("1/3 {}", "2/3 {}", "3/3 {}"),
    ("(1/3) {}", "(2/3) {}", "(3/3) {}"),
    ("[1/3] {}", "[2/3] {}", "[3/3] {}"),
    ("1/n {}", "2/n {}", "3/n {}"),
    ("{} (1/3)", "{} (2/3)", "{} (3/3)"),
    ("{} 1/3", "{} 2/3", "{} 3/3"),
    ("{}\n1/3", "{}\n2/3", "{}\n3/3"),
    ("1. {}", "2. {}", "3. {}"),
    ("1) {}", "2) {}", "3) {}"),
    ("🧵1/ {}", "2/ {}", "3/ {}"),
    ("🧵 1/3 {}", "2/3 {}", "3/3 {}"),
    ("**1/** {}", "**2/** {}", "**3/** {}"),
    ("1/\n{}", "2/\n{}", "3/\n{}"),
    ("{}", "2/ {}", "3/ {}"),
]


@pytest.mark.parametrize("between", ["\n\n", "\n\n---\n\n"])
@pytest.mark.parametrize("marks", NUMBERED, ids=lambda marks: marks[1])
def test_thread_parts_by_numbers(marks: tuple[str, ...], between: str) -> None:
    written = [mark.replace("{}", SHORT) for mark in marks]
    text = between.join(written)
    if between.strip() and marks[0] == "{}":
        text = "\n\n".join(written)
    assert parts(text) == written


LABELED = [
    "**Tweet {}**\n",
    "**Tweet {}:**\n",
    "**Tweet {}/2**\n",
    "**Tweet {}** (hook)\n",
    "Tweet {}:\n",
    "Tweet {}\n",
    "Tweet {}/2\n",
    "Tweet {}: ",
    "**Tweet {}:** ",
    "### Tweet {}/2\n",
]


@pytest.mark.parametrize("between", ["\n\n", "\n\n---\n\n"])
@pytest.mark.parametrize("label", LABELED)
def test_thread_parts_by_labels(label: str, between: str) -> None:
    text = between.join(label.replace("{}", str(number)) + SHORT for number in (1, 2))
    (draft,) = read_drafts(Source("a.md", text))
    assert draft.platform == "x"
    assert [block.text for block in draft.blocks] == [SHORT, SHORT]
    assert parts(text) == [SHORT, SHORT]


def test_thread_parts_in_fences() -> None:
    text = f"**Tweet 1/2 (hook):**\n```\n{SHORT}\n```\n\n**Tweet 2/2:**\n```\n{SHORT}\n```\n"
    (draft,) = read_drafts(Source("a.md", text))
    assert [block.text for block in draft.blocks] == [SHORT, SHORT]
    assert len(draft.parts) == 2


def test_threads_among_other_posts() -> None:
    text = (
        f"# Launch\n\n## Twitter / X thread\n\n### Tweet 1\n\n{SHORT}\n\n### Tweet 2\n\n{SHORT}\n\n"
        f"## LinkedIn\n\n{SHORT}\n"
    )
    first, second = read_drafts(Source("a.md", text))
    assert (first.platform, len(first.parts)) == ("x", 2)
    assert (second.platform, len(second.parts)) == ("linkedin", 0)


@pytest.mark.parametrize(
    "text",
    [
        "1/3 of clients left.\n\n2/3 of them came back.",
        "1/3 left.\n\n2/3 stayed.",
        "We are here 24/7.\n\nIt is 50/50.",
        "Three things:\n\n1. The roof.\n\n2. The lease.\n\n3. The bank.",
        "1/ is the first of a series.",
        "In 2025 we met.\n\n2. The roof.",
        "3/ The roof.\n\n4/ The lease.",
        "It rained on 1/2\n\nand we met on 3/4",
        f"{SHORT}\n\n{SHORT}",
    ],
)
def test_other_numbers_are_not_a_thread(text: str) -> None:
    assert parts(text) == []


@pytest.mark.parametrize("platform", ["linkedin", "blog", "facebook", None])
def test_only_some_platforms_have_threads(platform: str | None) -> None:
    assert parts(f"1/ {SHORT}\n\n2/ {SHORT}", platform) == []


@pytest.mark.parametrize("platform", ["x", "bluesky", "threads", "mastodon"])
def test_too_long_thread_part_is_reported_at_its_position(platform: str) -> None:
    long = LONG * 2
    text = f"1/ {SHORT}\n\n2/ {long}\n\n3/ {SHORT}\n\n4/ {long}"
    assert [line for line, _ in too_long(text, platform)] == [3, 7]


def test_thread_part_length_includes_its_number() -> None:
    fits = ("the roof is yours " * 20)[:276] + "s"
    assert too_long(f"1/ {fits}\n\n2/ {fits}") == []
    ((line, message),) = too_long(f"1/ {fits}\n\n2/ {fits} b")
    assert line == 3
    assert message.startswith("This is 2 characters over the limit of 280.")
    # A label isn't posted.
    assert too_long(f"**Tweet 1**\n{fits}sss\n\n**Tweet 2**\n{fits}sss") == []


def test_hashtags_are_counted_per_thread_part() -> None:
    tags = "#roof #lease #bank #rent"
    text = f"1/ {SHORT} {tags}\n\n2/ {SHORT} {tags}"
    report = postlint.lint(text, platform="x")
    assert [finding for finding in report.findings if finding.rule == "too-many-hashtags"] == []
    report = postlint.lint(f"{text} #shop", platform="x")
    (overuse,) = [finding for finding in report.findings if finding.rule == "too-many-hashtags"]
    assert (overuse.start.line, overuse.excerpt) == (3, "#shop")


def test_thread_is_scored_as_one_post() -> None:
    text = f"1/ {SHORT}\n\n2/ {SHORT}\n\n3/ Which of them did you get?"
    report = postlint.lint(text, platform="x")
    assert report.labels is not None
    assert report.labels.question
    assert report.total == 1
