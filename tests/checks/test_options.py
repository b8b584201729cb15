"""The options of checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint.checks import CHECKS
from postlint.checks.post_filter import PostFilter
from tests.command import Postlint, rules_by_path, write

TWO_QUESTIONS = "We price every job by the day now. Have you tried it? Do you bill by the hour?\n"


@pytest.mark.parametrize("name", CHECKS)
def test_options_differ_from_conditions(name: str) -> None:
    # A configuration lists both in one table, where a shared name would set only the condition.
    assert not CHECKS[name].options.model_fields.keys() & PostFilter.model_fields.keys()


@pytest.mark.parametrize(("max_unanswered", "flagged"), [(1, False), (2, True)])
def test_max_unanswered_of_closed_question(
    max_unanswered: int, flagged: bool, postlint: Postlint, tmp_path: Path
) -> None:
    (tmp_path / "postlint.toml").write_text(
        f"[rule.closed-question]\nmax_unanswered = {max_unanswered}\n"
    )
    write(tmp_path, post=TWO_QUESTIONS)
    result = postlint("check", "--output-format", "json", "post.md")
    assert ("closed-question" in rules_by_path(result)["post.md"]) is flagged


def test_old_option_names_give_an_error(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text("[rule.few-ties]\nfrom_posts = 9\n")
    write(tmp_path, post=TWO_QUESTIONS)
    result = postlint("check", "post.md")
    assert result.exit_code == 2
    assert "unknown key `from_posts` (did you mean `min_posts`?)" in result.stderr
