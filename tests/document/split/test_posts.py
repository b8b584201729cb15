"""Files with several posts: each post is linted like a file of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import ASKS_NOTHING, GOOD, SELF_FOCUSED, Postlint
from tests.document.split.helpers import (
    JSON,
    LAYOUTS,
    SHOUT,
    Layout,
    check,
    configure,
    fault,
    loud_only,
    rows,
    scored,
    told,
)

EGGS = "Had eggs 🥚 for breakfast. Taking the garbage out now.\n"

POSTS = [GOOD, SELF_FOCUSED, ASKS_NOTHING, EGGS]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "front", ["", "\ufeff", "\ufeff---\ntopic: 🥚\n---\n", "+++\na = 1\n+++\n"]
)
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.usefixtures("postlint")
def test_split_posts_are_linted_like_single_files(
    layout: Layout, front: str, newline: str, tmp_path: Path
) -> None:
    configure(tmp_path, layout.marker)
    text = (front + layout.write(POSTS)).replace("\n", newline)
    posts = check(text)
    assert [post["ordinal"] for post in posts] == [1, 2, 3, 4]
    first_line = 0
    for post, own in zip(posts, POSTS, strict=True):
        first_line = rows(text).index(own.split("\n")[0], first_line) + 1
        (alone,) = check(own.replace("\n", newline), name="alone.md")
        assert scored(post, first_line) == scored(alone, 1)
        assert post["line"] <= first_line
        assert first_line + own.rstrip().count("\n") <= post["end_line"]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("name", ["many.md", "many.mdx", "many.txt", "many.markdown"])
@pytest.mark.usefixtures("postlint")
def test_split_works_in_every_file_type(layout: Layout, name: str, tmp_path: Path) -> None:
    loud_only(tmp_path, layout.marker)
    text = layout.write([f"{SHOUT} One.\n", f"{SHOUT} Two.\n"])
    places = [rows(text).index(f"{SHOUT} {which}.") + 1 for which in ("One", "Two")]
    assert told(check(text, name=name)) == [[(line, "loud")] for line in places]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_split_standard_input(layout: Layout, postlint: Postlint, tmp_path: Path) -> None:
    configure(tmp_path, layout.marker)
    text = layout.write(POSTS)
    args = ("check", "-", "--stdin-filename", "many.md", *JSON)
    assert json.loads(postlint(*args, stdin=text).stdout)["posts"] == check(text)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.usefixtures("postlint")
def test_split_without_a_marker_gives_one_post(layout: Layout, tmp_path: Path) -> None:
    (alone,) = check(SELF_FOCUSED)
    configure(tmp_path, layout.marker)
    assert check(SELF_FOCUSED) == [alone]


def test_split_only_files_of_an_override(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text('[[overrides]]\nfiles = ["many*"]\nsplit = "---"\n')
    text = LAYOUTS["rule"].write(POSTS)
    assert [len(check(text, name=name)) for name in ("many.md", "one.md")] == [4, 1]
    assert postlint("check", "--quiet").exit_code == 1


def test_split_totals_and_exit_status_count_each_post(postlint: Postlint, tmp_path: Path) -> None:
    configure(tmp_path, "---")
    (tmp_path / "many.md").write_text(f"{GOOD}---\n{SELF_FOCUSED}---\n{SELF_FOCUSED}")
    result = postlint("check", "many.md", *JSON)
    assert result.exit_code == 1
    summary = json.loads(result.stdout)["summary"]
    assert (summary["posts"], summary["errors"], summary["skipped"]) == (3, 2, 0)
    concise = postlint("check", "many.md", "--output-format", "concise").stdout.splitlines()
    assert [line.split(" ")[:3] for line in concise] == [
        ["many.md:5:1:", "error", "self-focused"],
        ["many.md:9:1:", "error", "self-focused"],
    ]


def test_split_score_of_each_post(postlint: Postlint, tmp_path: Path) -> None:
    configure(tmp_path, "---")
    (tmp_path / "many.md").write_text(f"{GOOD}---\n{SELF_FOCUSED}")
    result = postlint("score", "many.md")
    assert result.exit_code == 0
    heads = [line for line in result.stdout.splitlines() if line.startswith("many.md (post ")]
    assert len(heads) == 2
    posts = check(f"{GOOD}---\n{SELF_FOCUSED}")
    for head, post in zip(heads, posts, strict=True):
        shown = f"(post {post['ordinal']}): {post['headline']} ({post['relevance']:.2f})"
        assert shown in head


@pytest.mark.parametrize(
    ("marker", "text"),
    fault(
        "a file in which no part has a word has no draft to ask for its front matter",
        ("## Post", "## Post 1\n\n## Post 2\n"),
        ("---", "---\n"),
        ("---", "🥚\n---\n🥚\n"),
        ("```", "```\n```\n"),
        ("---", "---\npostlint: false\n---\n---\n"),
    ),
)
def test_split_file_of_empty_posts(
    marker: str, text: str, postlint: Postlint, tmp_path: Path
) -> None:
    configure(tmp_path, marker)
    (tmp_path / "empty.md").write_text(text)
    (tmp_path / "proud.md").write_text(marker.join(["", f"\n{SELF_FOCUSED}", ""]))
    result = postlint("check", *JSON)
    assert result.exit_code in (0, 1)
    assert "self-focused" in result.stdout


def test_split_scores_are_json(postlint: Postlint, tmp_path: Path) -> None:
    configure(tmp_path, "---")
    (tmp_path / "many.md").write_text(f"{GOOD}---\n{SELF_FOCUSED}")
    assert json.loads(postlint("score", "many.md", *JSON).stdout)
