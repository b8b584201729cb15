"""`postlint check`: exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import (
    GOOD,
    SELF_FOCUSED,
    Postlint,
    spawn,
    write,
)


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize(
    ("args", "status"),
    [
        ("good.md", 0),
        ("mute.md", 0),
        ("proud.md", 1),
        ("good.md proud.md", 1),
        ("proud.md --fail-on error", 1),
        ("mute.md --fail-on warning", 1),
        ("blog.md --fail-on warning", 0),
        ("blog.md --fail-on info", 1),
        ("good.md --fail-on info", 0),
        ("proud.md --exit-zero", 0),
        ("proud.md --ignore self-focused", 0),
        ("missing.md", 2),
        ("missing.md proud.md", 2),
        ("missing.md proud.md --exit-zero", 2),
        ("good.md --fail-on never", 2),
        ("good.md --min-relevance 2", 2),
        ("good.md --min-relevance much", 2),
        ("good.md --min-relevance 0", 0),
        ("good.md --min-relevance 1", 1),
        ("good.md --min-relevance 1 --exit-zero", 0),
        ("good.md --output-format xml", 2),
        ("good.md --no-such-option", 2),
        ("good.md --select no-such-rule --exit-zero", 2),
    ],
)
def test_exit_status(args: str, status: int, postlint: Postlint) -> None:
    assert postlint("check", *args.split()).exit_code == status


def test_exit_status_of_a_real_process(tmp_path: Path) -> None:
    write(tmp_path, good=GOOD, proud=SELF_FOCUSED)
    names = ("good.md", "proud.md", "missing.md")
    assert [spawn("check", name, cwd=tmp_path).returncode for name in names] == [0, 1, 2]
