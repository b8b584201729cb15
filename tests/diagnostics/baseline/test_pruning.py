"""Baseline: pruning fixed findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import ASKS_NOTHING, Postlint, write
from tests.diagnostics.baseline.helpers import (
    ASKED,
    NAME,
    QUIET,
    SHOUTS,
    configure,
    held,
    new,
    record,
)


def test_baseline_prune_drops_fixed_findings_and_never_adds(
    postlint: Postlint, folder: Path
) -> None:
    configure(folder, ASKED)
    write(folder, a=f"We shout.\n\nWe shout.\n\nThey shouted.\n\n{ASKS_NOTHING}", b=SHOUTS)
    record(postlint)
    write(folder, a=f"We shout.\n\nShe shouts.\n\n{ASKS_NOTHING}", b=f"{SHOUTS}\nWe shout.\n")
    write(folder, c=SHOUTS)
    result = postlint("baseline", "--prune")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{folder / NAME}: removed 2 findings, 3 left.\n"
    assert held(folder) == {
        "a.md": {"loud": {"shout": 1}, "no-question": {"post": 1}},
        "b.md": {"loud": {"shout": 1}},
    }
    assert [(path, rule) for path, _, rule in new(postlint)] == [
        ("a.md", "loud"), ("b.md", "loud"), ("c.md", "loud"),
    ]  # fmt: skip
    again = (folder / NAME).read_bytes()
    assert postlint("baseline", "--prune").stdout.endswith(": removed 0 findings, 3 left.\n")
    assert (folder / NAME).read_bytes() == again


@pytest.mark.parametrize(
    ("looked_at", "left"),
    [
        (("b",), {"a.md", "x.md"}),
        (("a.md",), {"a.md", "b/fixed.md", "x.md"}),
        (("a.md", "b/fixed.md"), {"a.md", "x.md"}),
        ((), {"a.md", "x.md"}),
    ],
)
def test_baseline_prune_changes_only_linted_or_deleted_files(
    looked_at: tuple[str, ...], left: set[str], postlint: Postlint, folder: Path
) -> None:
    (folder / "b").mkdir()
    write(folder, a=SHOUTS, x=SHOUTS)
    write(folder / "b", gone=SHOUTS, fixed=SHOUTS)
    record(postlint)
    configure(folder, 'exclude = ["x.md"]\n')
    write(folder, x=QUIET)
    write(folder / "b", fixed=QUIET)
    (folder / "b" / "gone.md").unlink()
    assert postlint("baseline", "--prune", *looked_at).exit_code == 0
    assert set(held(folder)) == left


def test_baseline_prune_drops_deleted_folders(postlint: Postlint, folder: Path) -> None:
    (folder / "b").mkdir()
    write(folder, a=SHOUTS)
    write(folder / "b", one=SHOUTS)
    record(postlint)
    (folder / "b" / "one.md").unlink()
    (folder / "b").rmdir()
    assert postlint("baseline", "--prune", "a.md").exit_code == 0
    assert set(held(folder)) == {"a.md"}


def test_baseline_prune_changes_nothing_if_a_draft_is_unreadable(
    postlint: Postlint, folder: Path
) -> None:
    write(folder, a=SHOUTS, b=SHOUTS)
    record(postlint)
    before = (folder / NAME).read_bytes()
    write(folder, a=QUIET, b=b"\xff\xfe\x00")
    for args in ((), ("a.md", "none.md")):
        result = postlint("baseline", "--prune", *args)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "no baseline written" in result.stderr
        assert (folder / NAME).read_bytes() == before


def test_baseline_prune_needs_a_baseline(postlint: Postlint, folder: Path) -> None:
    write(folder, a=SHOUTS)
    result = postlint("baseline", "--prune")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"postlint: {folder / NAME}: no such baseline; create it with `postlint baseline`\n"
    )
    assert not (folder / NAME).exists()


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((), True),
        (("fixed.md",), True),
        (("a.md",), False),
        (("fixed.md", "--quiet"), False),
        (("a.md", "--baseline", "empty.json"), False),
        pytest.param(("a.md", "--select", "no-question"), False),
        pytest.param(("a.md", "--ignore", "loud"), False),
        pytest.param(("out.md", "--drafts-only"), False),
    ],
)
def test_baseline_reports_fixed_findings_of_rules_that_ran(
    args: tuple[str, ...], told: bool, postlint: Postlint, folder: Path
) -> None:
    (folder / "empty.json").write_text('{"version": 1, "files": {}}')
    write(folder, a=SHOUTS, fixed=SHOUTS, out=f"---\ndraft: false\n---\n{SHOUTS}")
    record(postlint)
    write(folder, fixed=QUIET)
    assert ("no longer found" in postlint("check", *args).stderr) == told
