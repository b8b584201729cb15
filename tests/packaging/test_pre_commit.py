"""The hook in a content repository, by the real pre-commit in an environment of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.conftest import GIT_WITH_IDENTITY, ROOT, run, run_checked
from tests.requirements import require_package

pytestmark = pytest.mark.slow

require_package("pre_commit", "lint")

PRE_COMMIT = [sys.executable, "-m", "pre_commit"]
SELF_FOCUSED = "Had eggs for breakfast. Taking the garbage out now.\n"
GOOD = (ROOT / "examples" / "roof-inspection.md").read_text(encoding="utf-8")

SHORT = "Which of your pumps is older than ten years?\n"
"""A draft that is read in no time."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An empty pre-commit cache: the hook's environment is built from nothing."""
    return {"PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit-home"))}


@pytest.fixture
def repository(snapshot: Path, home: dict[str, str], tmp_path: Path) -> Path:
    """A content repository with the hook installed."""
    return _repository(tmp_path, snapshot, home, [])


def _repository(
    folder: Path, snapshot: Path, home: dict[str, str], args: list[str], name: str = "postlint"
) -> Path:
    revision = run_checked(["git", "rev-parse", "HEAD"], snapshot).strip()
    hook = {"id": name, "args": args}
    config = {"repos": [{"repo": str(snapshot), "rev": revision, "hooks": [hook]}]}
    run_checked(["git", "init", "-q"], folder)
    (folder / ".pre-commit-config.yaml").write_text(json.dumps(config), encoding="utf-8")
    run_checked(["git", "add", "-A"], folder)
    run_checked([*PRE_COMMIT, "install"], folder, **home)
    return folder


def _commit(repository: Path, home: dict[str, str]) -> tuple[int, str]:
    run_checked(["git", "add", "-A"], repository)
    done = run([*GIT_WITH_IDENTITY, "commit", "-m", "posts"], repository, **home)
    return done.returncode, done.stdout + done.stderr


def test_a_self_focused_draft_stops_the_commit(repository: Path, home: dict[str, str]) -> None:
    (repository / "post one.md").write_text(SELF_FOCUSED, encoding="utf-8")
    status, output = _commit(repository, home)
    assert status == 1
    assert "post one.md" in output
    assert "self-focused" in output


def test_a_good_draft_passes_and_its_score_is_seen(repository: Path, home: dict[str, str]) -> None:
    (repository / "post.md").write_text(GOOD, encoding="utf-8")
    status, output = _commit(repository, home)
    assert status == 0, output
    assert "post.md: Useful to clients (0." in output


def test_files_that_are_no_posts_are_left_out(repository: Path, home: dict[str, str]) -> None:
    for name in ("README.md", "docs/Changelog.md", "requirements-dev.txt", "script.py"):
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_text(SELF_FOCUSED, encoding="utf-8")
    status, output = _commit(repository, home)
    assert status == 0, output
    assert "no files to check" in output


def test_the_hook_says_what_the_checkout_says(
    snapshot: Path, home: dict[str, str], drafts: Path, expected: dict[str, Any], tmp_path: Path
) -> None:
    repository = _repository(tmp_path, snapshot, home, ["--output-format", "json"])
    (repository / "drafts").mkdir()
    for draft in (drafts / "drafts").iterdir():
        (repository / "drafts" / draft.name).write_bytes(draft.read_bytes())
    commit_config = [*PRE_COMMIT, "run", "--all-files"]
    run_checked(["git", "add", "-A"], repository)
    output = run(commit_config, repository, **home).stdout
    assert json.loads(output[output.index("{") : output.rindex("}") + 1]) == expected


def test_a_commit_that_changes_no_draft_is_let_through(
    repository: Path, home: dict[str, str]
) -> None:
    (repository / "code.py").write_text("print(1)\n")
    status, output = _commit(repository, home)
    assert status == 0, output
    assert "no files to check" in output


def test_what_the_configuration_excludes_is_left_out(
    repository: Path, home: dict[str, str]
) -> None:
    # pre-commit names every file of the commit, excluded or not.
    (repository / "postlint.toml").write_text('exclude = ["archive/"]\n')
    (repository / "archive").mkdir()
    (repository / "archive" / "old.md").write_text(SELF_FOCUSED)
    status, output = _commit(repository, home)
    assert status == 0, output
    (repository / "new.md").write_text(SELF_FOCUSED)
    status, output = _commit(repository, home)
    assert status == 1
    assert "new.md" in output
    assert "old.md" not in output


def test_names_may_hold_anything(repository: Path, home: dict[str, str]) -> None:
    names = ["two words.md", "[draft] (1).md", "Überblick – März.md", "it's & more.md", "-q.md"]
    for name in names:
        (repository / "posts" / name).parent.mkdir(exist_ok=True)
        (repository / "posts" / name).write_text(SELF_FOCUSED, encoding="utf-8")
    status, output = _commit(repository, home)
    assert status == 1
    for name in names:
        assert f"posts/{name}" in output


def test_hundreds_of_drafts_are_one_run(repository: Path, home: dict[str, str]) -> None:
    (repository / "drafts").mkdir()
    for number in range(400):
        text = SELF_FOCUSED if number == 399 else SHORT
        (repository / "drafts" / f"post-{number:03}.md").write_text(text, encoding="utf-8")
    status, output = _commit(repository, home)
    assert status == 1
    assert "400 posts checked: 1 error" in output
    assert output.count("posts checked") == 1


def test_the_hook_for_all_checks_what_is_not_in_the_commit(
    snapshot: Path, home: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "old.md").write_text(SELF_FOCUSED)
    run_checked(["git", "init", "-q"], tmp_path)
    run_checked(["git", "add", "-A"], tmp_path)
    run_checked([*GIT_WITH_IDENTITY, "commit", "-q", "-m", "old"], tmp_path)
    repository = _repository(tmp_path, snapshot, home, [], "postlint-all")
    (repository / "new.md").write_text(GOOD, encoding="utf-8")
    status, output = _commit(repository, home)
    assert status == 1
    assert "old.md" in output
    assert "2 posts checked" in output
