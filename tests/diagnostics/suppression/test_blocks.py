"""`postlint-ignore`: it applies to its block or the next one."""

from __future__ import annotations

import pytest

from tests.command import (
    Postlint,
)
from tests.diagnostics.suppression.helpers import NEWLINES, check, lines, marks

BLOCKS: list[tuple[str, list[int]]] = [
    # Before it.
    ("@\n\n!\n\n!\n", [5]),
    ("@\n!\n\n!\n", [4]),
    ("!\n\n@\n\n!\n\n!\n", [1, 7]),
    ("!\n\n@\n!\n\n!\n", [1, 6]),
    ("@\n\n\n\n!\n\n!\n", [7]),
    ("@ @\n\n!\n\n!\n", [5]),
    ("@\n@\n\n@\n\n!\n\n!\n", [8]),
    ("@\n\n# !\n\n!\n", [5]),
    ("@\n\n! ! !\n!\n\n!\n", [6]),
    ("@\n\n- !\n- !\n\n  !\n\n!\n", [8]),
    ("@\n\n1. !\n2. !\n\n!\n", [6]),
    ("@\n\n> [!NOTE]\n> !\n>\n> !\n\n!\n", [8]),
    ("@\n\n| a |\n|---|\n| ! |\n\n!\n", [7]),
    ("@\n\n<div>\n<p>!</p>\n<p>!</p>\n</div>\n\n!\n", [8]),
    ("@\n\n---\n\n!\n\n!\n", [7]),
    ("@\n\n[link]: https://example.com\n\n!\n\n!\n", [7]),
    # In it.
    ("! @\n\n!\n", [3]),
    ("!\n@ !\n\n!\n", [1, 4]),
    ("*! @ !*\n\n!\n", [3]),
    ("# ! @\n\n!\n", [3]),
    ("!\n\n!\n\n! @", [1, 3]),
    ("- !\n- @ !\n- !\n", [1, 3]),
    ("- !\n  @\n- !\n", [3]),
    ("1. !\n2. ! @\n3. !\n", [1, 3]),
    ("- !\n  - @ !\n  - !\n", [1, 3]),
    ("- !\n\n  ! @\n\n- !\n", [1, 5]),
    ("- !\n\n  - !\n\n  @\n\n- !\n", [7]),
    ("> [!NOTE]\n> ! @\n>\n> !\n\n!\n", [4, 6]),
    ("| a |\n|---|\n| ! @ |\n| ! |\n\n!\n", [6]),
    ("Text.[^1]\n\n[^1]: ! @\n\n!\n", [5]),
]  # fmt: skip


@NEWLINES
@pytest.mark.parametrize(("written", "left"), BLOCKS)
@pytest.mark.usefixtures("folder")
def test_suppression_comment_applies_to_its_block_or_the_next(
    written: str, left: list[int], newline: str, postlint: Postlint
) -> None:
    text = marks(written).replace("\n", newline)
    assert lines(check(postlint, text)) == [(line, "loud") for line in left]


@pytest.mark.parametrize("before", ["\ufeff", "---\ntitle: 🥚🥚\n---\n", "🥚🥚🥚 Ünï.\n\n"])
@pytest.mark.parametrize(("written", "left"), BLOCKS[:6])
@pytest.mark.usefixtures("folder")
def test_suppression_comment_below_other_text(
    written: str, left: list[int], before: str, postlint: Postlint
) -> None:
    found = check(postlint, before + marks(written))
    assert lines(found) == [(line + before.count("\n"), "loud") for line in left]


@pytest.mark.usefixtures("folder")
def test_suppression_ends_at_the_next_block(postlint: Postlint) -> None:
    first = "Shout at all of the people here."
    found = check(postlint, f"<!-- postlint-ignore loud -->\n# {first}\n{first}\n")
    assert [(one["line"], one["column"]) for one in found] == [(3, 1)]
    text = "<!-- postlint-disable -->Whisper to them.<!-- postlint-enable -->Whisper to them.\n"
    (found_after,) = check(postlint, f"We go. {text}")
    assert found_after["column"] == len("We go. ") + text.rindex("Whisper") + 1


@pytest.mark.usefixtures("folder")
def test_suppression_comment_at_the_end_is_unused(postlint: Postlint) -> None:
    for end in ("", "\n", "\n\n"):
        found = check(postlint, marks(f"!\n\n@{end}"))
        assert lines(found) == [(1, "loud"), (3, "unused-ignore")]
