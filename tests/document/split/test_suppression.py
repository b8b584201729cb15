"""Files with several posts: suppression."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import GOOD, SELF_FOCUSED
from tests.document.split.helpers import (
    LAYOUTS,
    SHOUT,
    check,
    configure,
    fault,
    loud_only,
    rows,
    told,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\npostlint: {ignore: [loud]}\n---\n%\n\n---\n\n%\n", [[], []]),
        ("%\n\n---\n\n%\n\n<!-- postlint-ignore-file loud -->\n", [[], []]),
        ("<!-- postlint-disable -->\n\n%\n\n---\n\n%\n", [[], []]),
        ("%\n\n<!-- postlint-disable -->\n%\n\n---\n%\n\n<!-- postlint-enable -->\n%\n",
         [[1], [10]]),
        ("<!-- postlint-ignore loud -->\n%\n\n---\n\n%\n", [[], [6]]),
        ("%\n\n---\n\n<!-- postlint-ignore -->\n\n%\n\n---\n\n%\n", [[1], [], [11]]),
        ("% <!-- postlint-ignore loud -->\n---\n%\n", [[], [3]]),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("postlint")
def test_split_suppression(text: str, expected: list[list[int]], tmp_path: Path) -> None:
    loud_only(tmp_path, "---")
    posts = check(text.replace("%", SHOUT))
    assert told(posts) == [[(line, "loud") for line in lines] for lines in expected]


@pytest.mark.parametrize("says", ["ignore loud", "ignore-file loud", "ignore luod", "ignor loud"])
@pytest.mark.parametrize("which", range(3))
@pytest.mark.usefixtures("postlint")
def test_split_unused_ignore_is_reported_once(which: int, says: str, tmp_path: Path) -> None:
    loud_only(tmp_path, "---")
    parts = [GOOD, GOOD, GOOD]
    parts[which] = f"<!-- postlint-{says} -->\n\n{GOOD}"
    text = LAYOUTS["rule"].write(parts)
    line = rows(text).index(f"<!-- postlint-{says} -->") + 1
    expected: list[list[tuple[int, str]]] = [[], [], []]
    expected[which] = [(line, "unused-ignore")]
    assert told(check(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\npostlint: {ignore: [luod]}\n---\n## Post\n%## Post\n%", [[2], []]),
        ("# Plan\n\n<!-- postlint-ignor -->\n\n## Post\n%## Post\n%", [[3], []]),
        ("## Post\n%## Post\n%# Notes\n\n<!-- postlint-ignor -->\n", [[], [11]]),
    ],
)
@pytest.mark.usefixtures("postlint")
def test_split_unused_ignore_between_posts(
    text: str, expected: list[list[int]], tmp_path: Path
) -> None:
    loud_only(tmp_path, "## Post")
    posts = check(text.replace("%", GOOD))
    assert told(posts) == [[(line, "unused-ignore") for line in lines] for lines in expected]


@pytest.mark.usefixtures("postlint")
def test_split_skips_whole_files(tmp_path: Path) -> None:
    configure(tmp_path, "---")
    (post,) = check(f"---\npostlint: false\n---\n{SELF_FOCUSED}\n---\n{SELF_FOCUSED}")
    assert post["skipped"]
    assert post["findings"] == []


@pytest.mark.parametrize(
    ("marker", "text", "expected"),
    [
        *fault(
            "in a file split at its fences all comments stand in code",
            ("```", "```\n<!-- postlint-ignore loud -->\n%\n```\n```\n%\n```\n", [[], [6]]),
            ("```", "```\n% <!-- postlint-ignore-file -->\n```\n```\n%\n```\n", [[], []]),
        ),
        *fault(
            "blocks are those of the whole file, not of the posts in it",
            ("+++", "<!-- postlint-ignore loud -->\n%\n+++\n%\n", [[], [4]]),
            ("***", "%\n\n<!-- postlint-ignore loud -->\n\n***\n\n%\n", [[1], [7]]),
        ),
    ],
)
@pytest.mark.usefixtures("postlint")
def test_split_suppression_next_to_markers(
    marker: str, text: str, expected: list[list[int]], tmp_path: Path
) -> None:
    loud_only(tmp_path, marker)
    posts = check(text.replace("%", SHOUT), "--ignore", "unused-ignore")
    assert told(posts) == [[(line, "loud") for line in lines] for lines in expected]


@pytest.mark.parametrize(
    ("marker", "text"),
    [
        *fault(
            "text between two posts is in neither, so nothing is reported",
            ("## Post", "## Post\n%# Notes\n\n<!-- postlint-ignor -->\n\n## Post\n%"),
        ),
        *fault(
            "text between fenced posts is not read",
            ("```", "```\n%```\n\n<!-- postlint-ignor -->\n\n```\n%```\n"),
        ),
        *fault(
            "one post that is not scored hides what is said in vain in all others",
            ("---", "<!-- postlint-ignore loud -->\n\n%\n---\nHeute gab es wieder Eier.\n"),
        ),
    ],
)
@pytest.mark.usefixtures("postlint")
def test_split_unused_ignore_is_always_reported(marker: str, text: str, tmp_path: Path) -> None:
    loud_only(tmp_path, marker)
    posts = check(text.replace("%", GOOD))
    assert [rule for post in told(posts) for _, rule in post] == ["unused-ignore"]
