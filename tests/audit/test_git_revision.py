"""Reading drafts from git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from postlint.audit.git_revision import read_revision
from postlint.core.errors import LintFailure, PostlintError
from postlint.document.source import Source


def git(folder: Path, *args: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run(["git", "-C", folder, *identity, *args], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a commit and later changes."""
    monkeypatch.chdir(tmp_path)
    drafts = tmp_path / "drafts"
    (drafts / "ünder the [roof]").mkdir(parents=True)
    for skipped in (".hidden", "node_modules", "ISSUE_TEMPLATE"):
        (drafts / skipped).mkdir()
        (drafts / skipped / "d.md").write_text("Not a draft.")
    (drafts / "a.md").write_bytes("\ufeffFirst.\r\n".encode())
    (drafts / "ünder the [roof]" / "b c.txt").write_text("Second.", encoding="utf-8")
    (drafts / "bad.md").write_bytes(b"\xff\xfe")
    (drafts / "e.png").write_bytes(b"\x89PNG")
    (tmp_path / "other.md").write_text("Other.")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "one")
    (drafts / "a.md").write_text("Changed.")
    (drafts / "new.md").write_text("New.")
    return tmp_path


def texts(*paths: str, revision: str = "HEAD") -> dict[str, str]:
    items = read_revision(revision, [Path(path) for path in paths])
    return {one.path: one.text if isinstance(one, Source) else one.message for one in items}


def test_old_versions_of_drafts_are_read(repository: Path) -> None:
    found = texts("drafts")
    assert found == {
        "drafts/a.md": "First.\r\n",
        "drafts/ünder the [roof]/b c.txt": "Second.",
        "drafts/bad.md at HEAD": found["drafts/bad.md at HEAD"],
    }
    assert isinstance(
        next(one for one in read_revision("main", [Path("drafts")]) if "bad" in one.path),
        LintFailure,
    )
    assert (repository / "drafts" / "a.md").read_text() == "Changed."


def test_single_file(repository: Path) -> None:
    assert texts("drafts/a.md") == {"drafts/a.md": "First.\r\n"}
    assert texts("drafts/new.md") == {}


def test_folder_above_and_the_folder_itself(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(texts(".")) == {
        "other.md", "drafts/a.md", "drafts/ünder the [roof]/b c.txt", "drafts/bad.md at HEAD"
    }  # fmt: skip
    monkeypatch.chdir(repository / "drafts")
    assert "a.md" in texts(".")


@pytest.mark.parametrize("revision", ["nonsense", "--all", "HEAD~1", "-n1", "HEAD:drafts"])
def test_unknown_revision(repository: Path, revision: str) -> None:
    with pytest.raises(PostlintError, match="git doesn't know the revision"):
        texts("drafts", revision=revision)


def test_no_repository(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Text.")
    with pytest.raises(PostlintError, match="isn't in a git repository"):
        texts(str(tmp_path))


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PostlintError, match="needs git"):
        texts("drafts")
