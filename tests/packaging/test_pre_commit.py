"""The hook in a content repository, by the real pre-commit in an environment of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.conftest import GIT_AS_SOMEBODY, ROOT, must, run

pytestmark = pytest.mark.slow

PRE_COMMIT = [sys.executable, "-m", "pre_commit"]
SELF_FOCUSED = "Had eggs for breakfast. Taking the garbage out now.\n"
GOOD = (ROOT / "examples" / "roof-inspection.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An empty pre-commit cache: the hook's environment is built from nothing."""
    return {"PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit-home"))}


@pytest.fixture
def repository(snapshot: Path, home: dict[str, str], tmp_path: Path) -> Path:
    """A content repository with the hook installed."""
    return _repository(tmp_path, snapshot, home, [])


def _repository(folder: Path, snapshot: Path, home: dict[str, str], args: list[str]) -> Path:
    revision = must(["git", "rev-parse", "HEAD"], snapshot).strip()
    hook = {"id": "postlint", "args": args}
    config = {"repos": [{"repo": str(snapshot), "rev": revision, "hooks": [hook]}]}
    must(["git", "init", "-q"], folder)
    (folder / ".pre-commit-config.yaml").write_text(json.dumps(config), encoding="utf-8")
    must(["git", "add", "-A"], folder)
    must([*PRE_COMMIT, "install"], folder, **home)
    return folder


def _commit(repository: Path, home: dict[str, str]) -> tuple[int, str]:
    must(["git", "add", "-A"], repository)
    done = run([*GIT_AS_SOMEBODY, "commit", "-m", "posts"], repository, **home)
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
    assert "post.md  relevance 0." in output


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
    must(["git", "add", "-A"], repository)
    output = run(commit_config, repository, **home).stdout
    assert json.loads(output[output.index("{") : output.rindex("}") + 1]) == expected
