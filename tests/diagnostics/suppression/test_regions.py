"""`postlint-disable`, `postlint-enable`, and `postlint-ignore-file`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import (
    Postlint,
    rules_by_path,
    write,
)
from tests.diagnostics.suppression.helpers import (
    BOTH,
    HUSH,
    JSON,
    NEWLINES,
    SHOUT,
    check,
    directive,
    lines,
)


@NEWLINES
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["disable"], []),
        (["!", "disable loud"], [(1, "loud"), (1, "soft"), (5, "soft")]),
        (["disable loud"], [(3, "soft")]),
        (["disable", "!", "enable"], [(7, "loud"), (7, "soft")]),
        (["disable", "!", "enable soft"], [(7, "soft")]),
        (["disable", "!", "enable soft", "!", "enable loud"],
         [(7, "soft"), (11, "loud"), (11, "soft")]),
        (["disable", "!", "enable loud soft"], [(7, "loud"), (7, "soft")]),
        (["disable loud, soft", "!", "enable soft"], [(7, "soft")]),
        (["disable loud", "disable soft", "!", "enable loud"], [(9, "loud")]),
        (["disable loud", "disable soft", "!", "enable"], [(9, "loud"), (9, "soft")]),
        (["disable loud", "disable loud", "!", "enable loud"],
         [(5, "soft"), (9, "loud"), (9, "soft")]),
        (["disable loud", "!", "enable loud", "!", "disable loud"],
         [(3, "soft"), (7, "loud"), (7, "soft"), (11, "soft")]),
        (["disable", "!", "enable loud", "!", "disable loud"], [(7, "loud")]),
        (["disable -- soft, for a while", "!", "enable -- soft"], [(7, "loud"), (7, "soft")]),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("folder")
def test_suppression_regions(
    said: list[str], expected: list[tuple[int, str]], newline: str, postlint: Postlint
) -> None:
    blocks = [BOTH if one == "!" else directive(one) for one in [*said, "!"]]
    found = check(postlint, f"{newline}{newline}".join(blocks) + newline)
    assert lines(found) == expected


@pytest.mark.usefixtures("folder")
def test_suppression_region_inside_a_paragraph(postlint: Postlint) -> None:
    text = f"{HUSH}\n<!-- postlint-disable -->\n{HUSH}\n<!-- postlint-enable -->\n{HUSH}\n"
    assert lines(check(postlint, text)) == [(1, "soft"), (5, "soft")]


@pytest.mark.parametrize("where", range(3))
@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("<!-- postlint-ignore-file loud -->", "soft"),
        ("<!-- postlint-ignore-file soft -- a reason -->", "loud"),
        ("<!-- postlint-ignore-file -->", None),
    ],
)
@pytest.mark.usefixtures("folder")
def test_ignore_file_comment_works_anywhere(
    comment: str, left: str | None, where: int, postlint: Postlint
) -> None:
    blocks = [BOTH, BOTH]
    blocks.insert(where, comment)
    found = check(postlint, "\n\n".join(blocks))
    assert [one["rule"] for one in found] == ([left] * 2 if left else [])


@pytest.mark.usefixtures("folder")
def test_suppression_applies_to_one_file_only(postlint: Postlint, tmp_path: Path) -> None:
    write(
        tmp_path, a=f"<!-- postlint-ignore-file -->\n\n{SHOUT}", b=SHOUT,
        c=f"---\npostlint: {{ignore: [loud]}}\n---\n{SHOUT}", d=SHOUT,
        e=f"<!-- postlint-disable loud -->\n\n{SHOUT}", f=SHOUT,
    )  # fmt: skip
    found = rules_by_path(postlint("check", *JSON))
    assert [name for name, rules in found.items() if rules] == ["b.md", "d.md", "f.md"]
