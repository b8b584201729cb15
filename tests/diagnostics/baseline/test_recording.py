"""Baseline: recording findings."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.command import ASKS_NOTHING, SELF_FOCUSED, Postlint, spawn, write
from tests.diagnostics.baseline.helpers import NAME, QUIET, SHOUTS, held, new, record


def test_baseline_never_overwrites_a_file(postlint: Postlint, folder: Path) -> None:
    write(folder, a=SHOUTS)
    for content in ("mine", "", '{"version": 1, "files": {}}\n'):
        (folder / NAME).write_text(content)
        result = postlint("baseline")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "already exists" in result.stderr
        assert (folder / NAME).read_text() == content


@pytest.mark.parametrize("args", [("--output", "out.json"), ("--output", "out/of/here.json")])
def test_baseline_output_option(args: tuple[str, str], postlint: Postlint, folder: Path) -> None:
    write(folder, a=SHOUTS)
    (folder / args[1]).parent.mkdir(parents=True, exist_ok=True)
    record(postlint, *args)
    assert not (folder / NAME).exists()
    ((name, rules),) = held(folder, args[1]).items()
    assert (folder / args[1]).parent.joinpath(name).resolve() == folder / "a.md"
    assert set(rules) == {"loud"}
    assert new(postlint, "--baseline", args[1]) == []
    assert postlint("baseline", *args).exit_code == 2


def test_baseline_without_a_configuration_is_in_the_current_folder(
    postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, proud=SELF_FOCUSED)
    result = postlint("baseline")
    assert result.stdout == f"{NAME}: recorded 1 finding in 1 draft.\n"
    assert set(held(tmp_path)) == {"proud.md"}
    # A baseline is only used if it's configured.
    assert [rule for _, _, rule in new(postlint)] == ["self-focused"]
    assert new(postlint, "--baseline", NAME) == []


def test_baseline_cannot_record_unnamed_standard_input(postlint: Postlint, folder: Path) -> None:
    result = postlint("baseline", "-", stdin=SHOUTS)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "it can't record standard input" in result.stderr
    assert not (folder / NAME).exists()


def test_baseline_records_named_standard_input(postlint: Postlint, folder: Path) -> None:
    write(folder, a=SHOUTS)
    record(postlint)
    for name, status in (("a.md", 0), ("b.md", 1)):
        result = postlint("check", "-", "--stdin-filename", name, stdin=SHOUTS)
        assert result.exit_code == status


ORDERS = [
    (".",),
    ("z.md", "a.md", "b"),
    ("b", "z.md", "a.md"),
    ("./b/../z.md", "b/", "b", "./a.md"),
]


@pytest.mark.parametrize("order", ORDERS)
def test_baseline_file_is_sorted(order: tuple[str, ...], postlint: Postlint, folder: Path) -> None:
    (folder / "b").mkdir()
    write(folder, z=f"We shouted.\n\n{SHOUTS}", a=f"We have a pump.\n\n{ASKS_NOTHING}\nWe shout.\n")
    write(folder / "b", ä=SHOUTS, B=SHOUTS)
    record(postlint, *order)
    text = (folder / NAME).read_bytes().decode()
    data = json.loads(text)
    assert text == json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    for table in (data["files"], *data["files"].values(), data["files"]["z.md"]["loud"]):
        assert list(table) == sorted(table)
    assert list(data["files"]) == ["a.md", "b/B.md", "b/ä.md", "z.md"]


def test_baseline_paths_are_relative_to_the_baseline(
    postlint: Postlint, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "b" / "c").mkdir(parents=True)
    write(folder / "b", one=SHOUTS)
    write(folder / "b" / "c", two=SHOUTS)
    record(postlint)
    assert list(held(folder)) == ["b/c/two.md", "b/one.md"]
    monkeypatch.chdir(folder / "b" / "c")
    for args in ((), ("..",), (folder,), ("../one.md", folder / "b" / "c" / "two.md")):
        assert new(postlint, *args) == [], args
        assert new(postlint, *args, "--baseline", f"../../{NAME}") == [], args


def test_baseline_path_is_relative_to_the_configuration(postlint: Postlint, folder: Path) -> None:
    (folder / "b").mkdir()
    (folder / "b" / "postlint.toml").write_text('extend = "../postlint.toml"\n')
    write(folder / "b", one=SHOUTS)
    record(postlint)
    assert list(held(folder)) == ["b/one.md"]
    assert new(postlint) == []
    # The configuration's own baseline and one on the command line win over it.
    (folder / "b" / "postlint.toml").write_text(
        'extend = "../postlint.toml"\nbaseline = "own.json"\n'
    )
    (folder / "b" / "own.json").write_text('{"version": 1, "files": {}}')
    assert new(postlint) == [("b/one.md", 1, "loud")]
    assert new(postlint, "--baseline", NAME) == []


ODD_NAMES = [
    "two words.md", " blank first.md", "[draft] (1).md", "a*b?.md", "{x},y.md", "日本語.md",
    "été.md", "e\u0301te\u0301.md", "🥚.md", "-x.md", "#1.md", "%41.md", "a'b.md", "a\"b.md",
    "one/[two]/three four.md", "!.md", "C: x.md", "a\\b.md", "a\nb.md", "postlint.json.md",
]  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="no such names there")
def test_baseline_file_names_of_all_kinds(postlint: Postlint, folder: Path) -> None:
    for name in ODD_NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(SHOUTS)
    record(postlint)
    assert list(held(folder)) == sorted(ODD_NAMES)
    assert new(postlint) == []
    for name in ODD_NAMES:
        assert new(postlint, folder / name) == [], name
        (folder / name).write_text(QUIET)
    # Once everything is fixed, nothing is left.
    assert postlint("baseline", "--prune").stdout.endswith(
        f": removed {len(ODD_NAMES)} findings, 0 left.\n"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="no such names there")
def test_baseline_file_name_that_is_not_utf8(postlint: Postlint, folder: Path) -> None:
    (folder / "caf\udce9.md").write_text(SHOUTS)
    record(postlint)
    assert new(postlint) == []


def test_baseline_works_in_real_processes(folder: Path) -> None:
    write(folder, a=SHOUTS)
    runs = [("baseline",), ("check",), ("baseline",), ("baseline", "--prune")]
    assert [spawn(*args, cwd=folder).returncode for args in runs] == [0, 0, 2, 0]
