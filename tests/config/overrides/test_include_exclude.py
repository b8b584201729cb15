"""`include`, `exclude`, and published posts: which files are drafts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import FAKE_BOLD, SELF_FOCUSED, Postlint, write
from tests.config.overrides.helpers import FILES, put, report


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        (["b/"], {"a.md", "d/short.txt"}),
        (["/b/*.md"], {"a.md", "b/c/two.md", "d/short.txt"}),
        (["*.md", "!a.md"], {"a.md", "d/short.txt"}),
        (["b/*", "!b/one.md"], {"a.md", "b/one.md", "d/short.txt"}),
        (["none"], set(FILES)),
        ([], set(FILES)),
        pytest.param(["b/", "!b/one.md"], {"a.md", "d/short.txt"}),
        pytest.param(["*", "!*.md"], {"a.md"}),
        pytest.param(["*", "!*.txt"], set()),
    ],
)  # fmt: skip
def test_exclude_applies_to_files_named_by_a_hook(
    patterns: list[str], left: set[str], postlint: Postlint, folder: Path
) -> None:
    put(folder / "postlint.toml", f"exclude = {json.dumps(patterns)}\n")
    assert set(report(postlint)) == left
    assert set(report(postlint, *FILES)) == set(FILES)
    assert set(report(postlint, *FILES, "--force-exclude")) == left
    for name in FILES:
        args = ("-", "--stdin-filename", name)
        forced = report(postlint, *args, "--force-exclude", stdin=FAKE_BOLD)
        assert set(forced) == {name} & left
        assert set(report(postlint, *args, stdin=FAKE_BOLD)) == {name}


def test_exclude_applies_to_named_folders(postlint: Postlint, folder: Path) -> None:
    put(folder / "postlint.toml", 'exclude = ["/b/c/"]\n')
    for path in ("b/c", "b/c/", folder / "b" / "c", "d/../b/c"):
        assert set(report(postlint, path, "--force-exclude")) == set()
    assert set(report(postlint, "b", "--force-exclude")) == {"b/one.md"}
    result = postlint("check", "b/c", "--force-exclude")
    assert result.exit_code == 0
    assert "b/c: no drafts found" in result.stderr


def test_exclude_does_not_hide_missing_files(postlint: Postlint, folder: Path) -> None:
    put(folder / "postlint.toml", 'exclude = ["/b/"]\n')
    result = postlint("check", "none.md", "a.md", "--force-exclude")
    assert result.exit_code == 2
    assert "none.md: no such file or folder" in result.stderr


def test_exclude_never_applies_to_unnamed_standard_input(postlint: Postlint, folder: Path) -> None:
    put(folder / "postlint.toml", 'exclude = ["*"]\n')
    result = postlint("check", "-", "--force-exclude", stdin=SELF_FOCUSED)
    assert result.exit_code == 1


def test_excluded_drafts_need_no_valid_configuration(postlint: Postlint, folder: Path) -> None:
    put(folder / "postlint.toml", 'exclude = ["/b/"]\n')
    put(folder / "b" / "postlint.toml", "this is no TOML\n")
    assert set(report(postlint)) == {"a.md", "d/short.txt"}


def test_exclude_comes_from_the_nearest_configuration(postlint: Postlint, folder: Path) -> None:
    put(folder / "postlint.toml", 'exclude = ["two.md", "a.md"]\n')
    put(folder / "b" / "postlint.toml", 'exclude = ["one.md"]\n')
    left = {"b/c/two.md", "d/short.txt"}
    assert set(report(postlint)) == left
    assert set(report(postlint, *FILES, "--force-exclude")) == left


def test_include_sets_which_files_are_drafts(postlint: Postlint, folder: Path) -> None:
    for name in ("README.md", "b/README.md", "post.adoc", ".hidden.md", ".git/config.md"):
        put(folder / name, FAKE_BOLD)
    put(folder / "postlint.toml", 'include = ["/README.md", "*.adoc", "b/**/*.md"]\n')
    assert set(report(postlint)) == {
        "README.md", "b/README.md", "b/c/two.md", "b/one.md", "post.adoc",
    }  # fmt: skip
    # Named files are read, included or not.
    assert set(report(postlint, "a.md", ".hidden.md", "--force-exclude")) == {"a.md", ".hidden.md"}
    put(folder / "postlint.toml", "include = []\n")
    assert set(report(postlint)) == set()


@pytest.mark.parametrize(
    ("front", "skipped"),
    [
        ("draft: false", True),
        ("draft: true", False),
        ("published: true", True),
        ("published: false", False),
        ("publish: true", True),
        ("status: published", True),
        ("status: Posted", True),
        ("status: idea", False),
        ("status: idea\ndraft: false", False),
        ("draft: 'false'", False),
        ("title: x", False),
    ],
)
def test_published_posts_can_be_skipped(
    front: str, skipped: bool, postlint: Postlint, folder: Path
) -> None:
    write(folder, post=f"---\n{front}\n---\n{FAKE_BOLD}")
    args = ("post.md", "--fail-on", "info")
    assert postlint("check", *args).exit_code == 1
    result = postlint("check", *args, "--drafts-only")
    assert result.exit_code == (0 if skipped else 1)
    put(folder / "postlint.toml", "drafts-only = true\n")
    assert postlint("check", *args).stdout == result.stdout
    assert report(postlint, "post.md")["post.md"]["skipped"] == skipped
    put(folder / "postlint.toml", "drafts-only = false\n")
    assert postlint("check", *args, "--drafts-only").stdout == result.stdout
    assert postlint("check", *args).exit_code == 1
