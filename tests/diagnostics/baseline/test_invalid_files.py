"""Baseline: damaged and missing files."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command import SELF_FOCUSED, Postlint, write
from tests.diagnostics.baseline.helpers import NAME, QUIET, SHOUTS, new


def one_line_and_status_2(postlint: Postlint, says: str, *args: str | Path) -> None:
    result = postlint(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("postlint: ")
    assert says in line
    assert line.isprintable()


DAMAGED: list[str | bytes] = [
    '{"version": 1, "files": {"a.md": {"loud": {"sho',
    '{"version": 1, "files": {"a.md": {"loud": {"shout": 0}}}}',
    '{"version": 1, "files": {"a.md": {"loud": {"shout": -1}}}}',
    '{"version": 1, "files": {"a.md": {"loud": {"shout": 1.5}}}}',
    '{"version": 1, "files": {"a.md": {"loud": {"shout": null}}}}',
    '{"version": 1, "files": {"a.md": {"loud": ["shout"]}}}',
    '{"version": 1, "files": {"a.md": ["loud"]}}',
    '{"version": 1, "files": ["a.md"]}',
    '{"version": 1, "files": null}',
    '{"version": 1}',
    '{"version": "1", "files": {}}',
    '{"files": {}}',
    "null",
    "1",
    '"version"',
    '{"version": 1, "files": {}} and more',
    '<<<<<<< mine\n{"version": 1, "files": {}}\n=======\n>>>>>>> theirs\n',
    b"\xff\xfe{\x00}\x00",
    b'{"version": 1, "files": {"caf\xe9.md": {}}}',
    SHOUTS,
]


@pytest.mark.parametrize("content", DAMAGED)
def test_baseline_rejects_damaged_files(
    content: str | bytes, postlint: Postlint, folder: Path
) -> None:
    write(folder, a=SHOUTS)
    data = content.encode() if isinstance(content, str) else content
    (folder / NAME).write_bytes(data)
    says = f"{NAME}: not a postlint baseline; create one with `postlint baseline`"
    for output in ("text", "json", "concise"):
        one_line_and_status_2(postlint, says, "check", "--output-format", output)
    one_line_and_status_2(postlint, says, "check", "--exit-zero", "--baseline", NAME)
    one_line_and_status_2(postlint, says, "baseline", "--prune")
    assert (folder / NAME).read_bytes() == data


@pytest.mark.parametrize("name", ["none.json", "no/folder/none.json", "a\nb\x1b[31m.json"])
def test_baseline_file_is_missing(name: str, postlint: Postlint, folder: Path) -> None:
    write(folder, a=SHOUTS)
    says = "no such baseline; create it with `postlint baseline`"
    one_line_and_status_2(postlint, says, "check", "a.md", "--baseline", name)
    one_line_and_status_2(postlint, says, "baseline", "--prune", "--output", name)


@pytest.mark.skipif(sys.platform == "win32", reason="said otherwise there")
def test_baseline_file_cannot_be_read_or_written(postlint: Postlint, folder: Path) -> None:
    write(folder, a=SHOUTS)
    (folder / "b").mkdir()
    one_line_and_status_2(postlint, "b: can't be read (", "check", "--baseline", "b")
    one_line_and_status_2(
        postlint, "no/out.json: can't be written (", "baseline", "--output", "no/out.json"
    )
    one_line_and_status_2(postlint, "b already exists", "baseline", "--output", "b")
    assert sorted(path.name for path in folder.iterdir()) == [
        "a.md", "b", "loud.yaml", "postlint.toml",
    ]  # fmt: skip


@pytest.mark.parametrize("output", ["text", "concise"])
def test_baseline_error_stops_the_run_before_any_output(
    output: str, postlint: Postlint, tmp_path: Path
) -> None:
    for name in "xy":
        (tmp_path / name).mkdir()
        write(tmp_path / name, proud=SELF_FOCUSED)
    (tmp_path / "y" / "postlint.toml").write_text('baseline = "none.json"\n')
    one_line_and_status_2(postlint, "none.json", "check", "--output-format", output)


def test_baseline_file_is_missing_without_drafts(postlint: Postlint, folder: Path) -> None:
    (folder / "b").mkdir()
    result = postlint("check", "b", "--baseline", "none.json")
    assert (result.exit_code, "none.json" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    "files",
    [
        {"gone\u0000.md": {"loud": {"shout": 1}}},
        {"": {"loud": {"shout": 1}}},
        {"/": {"loud": {"shout": 1}}},
        {"../../gone.md": {"no-such-rule": {"": 10**5}}},
        {"a.md": {}},
        pytest.param(
            {"x" * 5000: {"loud": {"shout": 1}}},
        ),
        pytest.param(
            {"other.md": {"loud": {"\ud800": 1}}},
        ),
    ],
)
def test_baseline_tolerates_odd_entries(
    files: dict[str, Any], postlint: Postlint, folder: Path
) -> None:
    write(folder, a=SHOUTS, other=QUIET)
    (folder / NAME).write_text(json.dumps({"version": 1, "files": files}))
    assert new(postlint) == [("a.md", 1, "loud")]
    assert postlint("baseline", "a.md", "--prune").exit_code == 0
    assert not list(folder.glob("*.tmp"))
