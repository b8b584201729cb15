"""Baseline: files with several posts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import GOOD, SELF_FOCUSED, Postlint, write
from tests.diagnostics.baseline.helpers import SHOUTS, configure, new, posts, record

PROUD = SELF_FOCUSED.strip()

OTHER = "Had eggs for breakfast. Taking the garbage out now."

WELL = GOOD.strip()


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ([PROUD, WELL], [WELL, PROUD, WELL], 0),
        ([PROUD, WELL], [WELL, PROUD], 0),
        ([PROUD, OTHER], [OTHER, PROUD], 0),
        ([PROUD, OTHER], [WELL, OTHER, WELL, PROUD, WELL], 0),
        ([PROUD, WELL], [PROUD.replace("six", "seven"), WELL], 0),
        ([PROUD, WELL], [OTHER, PROUD, WELL], 1),
        ([PROUD, WELL], [PROUD, PROUD, WELL], 1),
        ([PROUD, PROUD], [PROUD, WELL, PROUD], 0),
        ([WELL, WELL], [PROUD, WELL], 1),
        pytest.param(
            [PROUD], [WELL, PROUD], 0,
        ),
        pytest.param(
            [PROUD, WELL], [PROUD], 0,
        ),
    ],
)  # fmt: skip
def test_baseline_identifies_posts_by_their_first_words(
    before: list[str], after: list[str], found: int, postlint: Postlint, folder: Path
) -> None:
    configure(folder, 'split = "---"\n')
    write(folder, many=posts(*before))
    record(postlint)
    write(folder, many=posts(*after))
    assert [rule for _, _, rule in new(postlint)] == ["self-focused"] * found


def test_baseline_counts_findings_over_all_posts_of_a_file(
    postlint: Postlint, folder: Path
) -> None:
    configure(folder, 'split = "---"\n')
    shouts = SHOUTS.strip()
    write(folder, many=posts(WELL, shouts))
    record(postlint)
    write(folder, many=posts(shouts, WELL))
    assert new(postlint) == []
    write(folder, many=posts(shouts, WELL, shouts))
    assert new(postlint) == [("many.md", 13, "loud")]
