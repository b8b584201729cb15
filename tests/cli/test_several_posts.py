"""Files of several posts without a configuration, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command import ASKS_NOTHING, GOOD, SELF_FOCUSED, Postlint

DATED = f"# LinkedIn posts\n\n## March 2, 2026\n\n{GOOD}\n## March 9, 2026\n\n{SELF_FOCUSED}"


def posts(postlint: Postlint, *args: str) -> list[dict[str, Any]]:
    return list(json.loads(postlint("check", *args, "--output-format", "json").stdout)["posts"])


def rules(found: list[dict[str, Any]]) -> list[list[str]]:
    return [[one["rule"] for one in post["findings"]] for post in found]


def test_several_posts_are_checked_separately(postlint: Postlint, tmp_path: Path) -> None:
    text = f"## Post 1\n\n{GOOD}\n## Post 2\n\n{SELF_FOCUSED}\n## Post 3\n\n{ASKS_NOTHING}"
    (tmp_path / "week.md").write_text(text)
    found = posts(postlint, "week.md")
    assert rules(found) == [[], ["self-focused"], ["no-question"]]
    assert [post["ordinal"] for post in found] == [1, 2, 3]


def test_several_posts_file_name_is_part_of_the_cache_key(
    postlint: Postlint, tmp_path: Path
) -> None:
    text = f"{ASKS_NOTHING}\n---\n\n{SELF_FOCUSED}"
    for name in ("notes.md", "linkedin-posts.md"):
        (tmp_path / name).write_text(text)
    for _ in range(2):  # the second time from the cache
        assert len(posts(postlint, "notes.md")) == 1
        found = posts(postlint, "linkedin-posts.md")
        assert [post["platform"] for post in found] == ["linkedin", "linkedin"]


def test_several_posts_same_result_for_every_way_to_name_a_file(
    postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "my-linkedin-posts" / "2026-03-02"
    folder.mkdir(parents=True)
    (folder / "post.md").write_text(GOOD)
    (there,) = posts(postlint, str(folder / "post.md"))
    monkeypatch.chdir(folder)
    (here,) = posts(postlint, "post.md")
    assert here["platform"] == there["platform"] == "linkedin"


def test_several_posts_on_named_standard_input(postlint: Postlint) -> None:
    result = postlint(
        "check", "-", "--stdin-filename", "tweets.md", "--output-format", "json",
        stdin=f"{ASKS_NOTHING}\n---\n\n{ASKS_NOTHING}",
    )  # fmt: skip
    assert [post["platform"] for post in json.loads(result.stdout)["posts"]] == ["x", "x"]


def test_several_posts_notice_suggests_a_working_setting(
    postlint: Postlint, tmp_path: Path
) -> None:
    (tmp_path / "notes.md").write_text(f"{ASKS_NOTHING}\n---\n\n{SELF_FOCUSED}")
    said = 'this looks like 2 posts: set `split = "---"` in postlint.toml'
    assert said in postlint("check", "notes.md").stderr
    config = tmp_path / "postlint.toml"
    config.write_text('split = "---"\n')
    assert rules(posts(postlint, "notes.md")) == [["no-question"], ["self-focused"]]
    for one_post in ('split = "none"\n', "split = false\n"):
        config.write_text(one_post)
        assert postlint("check", "notes.md").stderr == ""
    config.write_text("split = true\n")
    assert postlint("check", "notes.md").exit_code == 2


def test_several_posts_audit_uses_dates_in_headings(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "week.md").write_text(DATED)
    result = postlint("audit", "week.md", "--output-format", "json")
    audit = json.loads(result.stdout)
    assert "2026-03-02" in result.stdout
    assert "2026-03-09" in result.stdout
    assert audit


def test_several_posts_suppression_and_baseline_are_per_post(
    postlint: Postlint, tmp_path: Path
) -> None:
    path = tmp_path / "week.md"
    text = f"## Post 1\n\n{ASKS_NOTHING}\n## Post 2\n\n{SELF_FOCUSED}"
    path.write_text(text)
    assert postlint("baseline", "week.md").exit_code == 0
    (tmp_path / "postlint.toml").write_text('baseline = "postlint-baseline.json"\n')
    assert rules(posts(postlint, "week.md")) == [[], []]
    path.write_text(text.replace("## Post 1", "## Post 0\n\n" + GOOD + "\n## Post 1"))
    assert [len(one) for one in rules(posts(postlint, "week.md"))] == [0, 0, 0]
    path.write_text("## Post 1\n\n<!-- postlint-ignore nothing -->\n\n" + text[10:])
    assert rules(posts(postlint, "week.md"))[0] == ["unused-ignore"]
