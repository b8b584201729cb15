"""Files with several posts: the marker between posts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import GOOD, Postlint
from tests.document.split.helpers import bodies, configure, fault


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("text", "marker", "expected"),
    [
        # In code they aren't markers.
        ("A\n```\n---\n```\nB\n---\nC", "---", ["A\n```\n---\n```\nB", "C"]),
        ("A\n~~~yaml\n---\n~~~\nB\n---\nC", "---", ["A\n~~~yaml\n---\n~~~\nB", "C"]),
        ("A\n````\n```\n---\n````\n---\nC", "---", ["A\n````\n```\n---\n````", "C"]),
        ("A\n```\n~~~\n---\n```\n---\nC", "---", ["A\n```\n~~~\n---\n```", "C"]),
        ("A\n   ```\n---\n   ```\n---\nC", "---", ["A\n   ```\n---\n   ```", "C"]),
        ("A\n```\n---\nB\n---\nC", "---", ["A\n```\n---\nB\n---\nC"]),
        ("A\n```\n---\n``` x\n---\n```\n---\nC", "---", ["A\n```\n---\n``` x\n---\n```", "C"]),
        ("A\n``` not `one`\n---\nC", "---", ["A\n``` not `one`", "C"]),
        ("## Post\nA\n```\n## Post\nB\n```\n## Post\nC", "## Post",
         ["A\n```\n## Post\nB\n```", "C"]),
        ("### a\nA\n~~~\n# b\n### c\n~~~\n### d\nC", "###", ["A\n~~~\n# b\n### c\n~~~", "C"]),
        ("````\nA\n```\nB\n```\n````\n```\nC\n```", "```", ["A\n```\nB\n```", "C"]),
        ("~~~\n```\nA\n```\n~~~\n```\nC\n```", "```", ["C"]),
        # Many lines look like one.
        ("A\n----\nB\n---\nC", "---", ["A\n----\nB", "C"]),
        ("A\n--- B\n- - -\nB\n---\nC", "---", ["A\n--- B\n- - -\nB", "C"]),
        ("A\n> ---\n| --- |\n---\nC", "---", ["A\n> ---\n| --- |", "C"]),
        ("## Posted\nA\n## Post\nB\n## Poster\nC", "## Post", ["B"]),
        ("##Post\nA\n## Post\nB\n### Post\nC", "## Post", ["B\n### Post\nC"]),
        ("## Post\nA\n# Post\nB\n## POST 2 ##\nC", "## Post", ["A", "C"]),
        ("## Post\nA\n    ## Post\nB", "## Post", ["A\n    ## Post\nB"]),
        ("#\nA\n# b\nB", "#", ["A", "B"]),
        ("## a\nA\n##\nB", "##", ["A", "B"]),
        # Parts without words aren't posts.
        ("---\n---\nA\n---\n\n---\n🥚 …\n---\nB\n---\n", "---", ["A", "B"]),
        ("## Post\n\n## Post\nA\n## Post\n…\n", "## Post", ["A"]),
        ("```\n```\n```\nA\n```\n", "```", ["A"]),
        # Front matter isn't part of a post, and its fences aren't markers.
        ("---\na: 1\n---\nA\n---\nB", "---", ["A", "B"]),
        ("+++\na = 1\n+++\nA\n+++\nB", "+++", ["A", "B"]),
        ("---\na: |\n  ## Post\n---\n## Post\nA", "## Post", ["A"]),
        ("---\nA, only prose.\n---\nB", "---", ["A, only prose.", "B"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.md", "a.mdx", "a.txt"])
def test_text_between_posts_is_skipped(
    text: str, marker: str, expected: list[str], newline: str, name: str
) -> None:
    found = bodies(text.replace("\n", newline), marker, name)
    assert found == [one.replace("\n", newline) for one in expected]


@pytest.mark.parametrize("marker", ["abc", "-", "", "  ", "1.", "Post", "#post", "####### a", "`"])
def test_split_rejects_invalid_markers(marker: str, postlint: Postlint, tmp_path: Path) -> None:
    configure(tmp_path, marker)
    (tmp_path / "a.md").write_text(GOOD)
    result = postlint("check", "a.md")
    assert result.exit_code == 2
    assert "postlint.toml:1:1: `split`: `" in result.stderr
    assert "isn't a valid marker" in result.stderr


@pytest.mark.parametrize(
    ("text", "marker", "expected"),
    [
        *fault(
            "a fence further in, as in an item of a list, is not seen",
            ("1. A\n\n    ```yaml\n    ---\n    ```\n\n---\n\nB", "---",
             ["1. A\n\n    ```yaml\n    ---\n    ```", "B"]),
            ("1. ```yaml\n   ---\n   ```\n\nA\n\n---\n\nB", "---",
             ["1. ```yaml\n   ---\n   ```\n\nA", "B"]),
        ),
        *fault(
            "a last fence that is not closed is left out",
            ("```\nA\n```\n\n```\nB\n", "```", ["A", "B"]),
        ),
        *fault("`_` passes for a word", ("A\n---\n___\n---\nB", "---", ["A", "B"])),
    ],
)  # fmt: skip
def test_split_at_markers(text: str, marker: str, expected: list[str]) -> None:
    assert bodies(text, marker) == expected


@pytest.mark.parametrize("marker", fault("can never be found", ("````",), ("~~~~",), ("---\n---",)))
def test_split_rejects_markers_that_cannot_be_found(
    marker: str, postlint: Postlint, tmp_path: Path
) -> None:
    configure(tmp_path, marker)
    (tmp_path / "a.md").write_text(GOOD)
    assert postlint("check", "a.md").exit_code == 2
