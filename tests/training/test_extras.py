"""Errors about packages that aren't installed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from postlint.core.errors import PostlintError
from postlint.training.extras import require_scikit_learn
from tests.command import run_here

POST = {
    "text": "Hi.", "relevance": 0, "self_focus": False, "question": False, "tie": False,
    "anecdote": False,
}  # fmt: skip


@pytest.fixture
def _no_scikit_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)


def test_require_scikit_learn_accepts_an_installed_one() -> None:
    require_scikit_learn()


@pytest.mark.usefixtures("_no_scikit_learn")
def test_require_scikit_learn_says_how_to_install_it() -> None:
    with pytest.raises(PostlintError, match=r"pip install 'postlint\[train\]'"):
        require_scikit_learn()


@pytest.mark.usefixtures("_no_scikit_learn")
@pytest.mark.parametrize("command", [["evaluate"], ["train", "--output", "weights"]])
def test_commands_without_scikit_learn_end_with_one_line(
    command: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_text(json.dumps(POST), encoding="utf-8")
    result = run_here(*command, path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "postlint: measuring and training need scikit-learn; "
        "install it with: pip install 'postlint[train]'\n"
    )
