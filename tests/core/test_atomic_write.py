"""Tests of atomic writes: files are complete, or don't change."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from postlint.core.atomic_write import replace_file
from postlint.core.errors import PostlintError
from tests.audit.sample_posts import rows, write_jsonl
from tests.command import SELF_FOCUSED, Postlint, command, environment, running_process, write

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


def fill(path: Path, text: str = "new") -> None:
    with replace_file(path) as file:
        file.write(text)


def fill_and_fail(path: Path, failure: type[BaseException]) -> None:
    with replace_file(path) as file:
        file.write("half")
        raise failure


def test_replace_file_shows_the_file_only_when_complete(tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    target.write_text("old")
    with replace_file(target) as file:
        file.write("new")
        file.flush()
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("before", [None, "old"])
@pytest.mark.parametrize("failure", [KeyboardInterrupt, SystemExit, OSError, ValueError])
def test_replace_file_keeps_the_old_file_on_failure(
    failure: type[BaseException], before: str | None, tmp_path: Path
) -> None:
    target = tmp_path / "report.txt"
    if before:
        target.write_text(before)
    with pytest.raises(failure):
        fill_and_fail(target, failure)
    assert [path.read_text() for path in tmp_path.iterdir()] == ([before] if before else [])


@posix
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_new_file_has_the_default_permissions(umask: int, mode: int, tmp_path: Path) -> None:
    before = os.umask(umask)
    try:
        fill(tmp_path / "a")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == mode


@posix
def test_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_text("old")
    target.chmod(0o640)
    fill(target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can")
def test_replaced_file_keeps_its_owner(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_text("old")
    os.chown(target, 12345, 23456)
    fill(target)
    assert (target.stat().st_uid, target.stat().st_gid) == (12345, 23456)


@posix
@pytest.mark.parametrize("exists", [True, False])
def test_symbolic_link_is_refused(exists: bool, tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    if exists:
        target.write_text("old")
    link.symlink_to(target)
    with pytest.raises(PostlintError, match="is a symbolic link"):
        fill(link)
    assert link.is_symlink()
    assert not exists or target.read_text() == "old"
    assert target.exists() is exists


@posix
def test_symbolic_link_to_a_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/dev/null")
    with pytest.raises(PostlintError, match="is a symbolic link"):
        fill(tmp_path / "link")


@posix
def test_file_in_a_linked_folder_is_written(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    fill(tmp_path / "link" / "a")
    assert (tmp_path / "folder" / "a").read_text() == "new"


def test_hard_link_keeps_the_old_content(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    os.link(tmp_path / "a", tmp_path / "b")
    fill(tmp_path / "a")
    assert (tmp_path / "b").read_text() == "old"


@pytest.mark.parametrize("name", [".", "no-such-folder/a", "a\0b", "a" * 300])
def test_write_error_names_the_path(name: str, tmp_path: Path) -> None:
    with pytest.raises(PostlintError, match="can't be written"):
        fill(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_longest_file_name_is_written(tmp_path: Path) -> None:
    fill(tmp_path / ("a" * 255))
    assert [path.name for path in tmp_path.iterdir()] == ["a" * 255]


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_full_disk_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PostlintError, match="/dev/full: can't be written"):
        fill(Path("/dev/full"))


# Commands


@posix
@pytest.mark.parametrize("place", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/dev/null"])
@pytest.mark.parametrize("to", ["pipe", "file"])
def test_standard_output_by_path_is_written_directly(
    place: str, to: str, postlint: Postlint, tmp_path: Path
) -> None:
    if not Path(place).exists():
        pytest.skip("there is no such name here")
    write(tmp_path, a=SELF_FOCUSED)
    postlint("check", "a.md")  # fills the cache, so the process only writes
    line = command("check", "a.md", "--quiet", "--output-format", f"concise:{place}")
    log = tmp_path / "log"
    log.write_text("before\n")
    with log.open("a") as file:
        done = subprocess.run(
            line, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, check=False, text=True,
            stdout=subprocess.PIPE if to == "pipe" else file,
        )  # fmt: skip
    output = done.stdout if to == "pipe" else log.read_text().removeprefix("before\n")
    assert (done.returncode, done.stderr) == (1, "")
    assert output.count("self-focused") == (place != "/dev/null")


@posix
def test_named_pipe_is_written_directly(tmp_path: Path) -> None:
    write(tmp_path, a=SELF_FOCUSED)
    os.mkfifo(tmp_path / "pipe")
    line = command("check", "a.md", "--quiet", "--output-format", "concise:pipe")
    with running_process(line, cwd=tmp_path, env=environment()) as run:
        assert "self-focused" in (tmp_path / "pipe").read_text()
    assert run.returncode == 1
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@posix
@pytest.mark.parametrize(
    "line",
    [
        "check a.md --output-format json:{}",
        "check a.md --output-file {}",
        "audit posts.jsonl --output-format text:{}",
        "audit posts.jsonl --output-format json:{}",
        "audit posts.jsonl --output-format parquet:{}",
        "baseline --output {} a.md",
    ],
)
@pytest.mark.parametrize("exists", [True, False])
def test_commands_refuse_output_through_a_link(
    exists: bool, line: str, postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, a=SELF_FOCUSED)
    write_jsonl(tmp_path / "posts.jsonl", rows(3))
    (tmp_path / "link").symlink_to("target")
    if exists:
        (tmp_path / "target").write_text("old")
    result = postlint(*line.format("link").split())
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert (tmp_path / "target").exists() is exists
    assert not exists or (tmp_path / "target").read_text() == "old"
    assert not list(tmp_path.glob("*.tmp"))


@posix
def test_init_refuses_a_linked_configuration(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").symlink_to("elsewhere")
    result = postlint("init", "--firm", "Meier", "--no-input", "--force")
    assert result.exit_code == 2
    assert "is a symbolic link" in result.stderr
    assert not (tmp_path / "elsewhere").exists()


def test_failed_run_keeps_the_old_report(
    postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from postlint.formatters.posts.json import JsonFormatter

    def fail(*_: object) -> None:
        raise PostlintError("the disk is on fire")

    write(tmp_path, a=SELF_FOCUSED)
    (tmp_path / "report.json").write_text("old")
    monkeypatch.setattr(JsonFormatter, "finish", fail)
    result = postlint("check", "a.md", "--output-format", "json:report.json")
    assert result.exit_code == 2
    assert (tmp_path / "report.json").read_text() == "old"
    assert not list(tmp_path.glob(".*.tmp"))
