"""`postlint.testing`, the helpers for the authors of plug-ins."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import pytest

from postlint.core.errors import LintFailure, PostlintError
from postlint.core.profile import Profile
from postlint.diagnostics.result import PostResult
from postlint.formatters import Summary
from postlint.formatters.posts.concise import ConciseFormatter
from postlint.plugins import API_VERSION, Plugin
from postlint.testing import check_rule_examples, lint_text, run_formatter
from tests.command import ASKS_NOTHING, SELF_FOCUSED, Postlint

RULE = """\
id: kettle
category: form
scope: sentence
severity: warning
check: phrases
options: {{phrases: [kettle]}}
message: "Not “{{phrase}}” again."
help:
  - "Write about something else."
  - say: "Write for {{clients}}."
why: "Everyone has a kettle."
bad:
  - text: "{bad}"
good:
  - text: "{good}"
"""


class TallyFormatter:
    """Writes one mark for each post."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._out = out
        self._quiet = quiet

    def add(self, item: PostResult | LintFailure) -> None:
        self._out.write("!" if isinstance(item, LintFailure) else "|")

    def finish(self, summary: Summary) -> None:
        if not self._quiet:
            self._out.write(f" {summary.posts} posts, {summary.findings['error']} errors\n")


def write_rule(folder: Path, bad: str, good: str) -> Path:
    path = folder / "kettle.yaml"
    path.write_text(RULE.format(bad=bad, good=good), encoding="utf-8")
    return path


def test_check_rule_examples_passes_a_rule_that_works(tmp_path: Path) -> None:
    check_rule_examples(write_rule(tmp_path, bad="A kettle sings.", good="A pot is quiet."))
    check_rule_examples(tmp_path)


def test_check_rule_examples_says_the_same_as_postlint_test(
    tmp_path: Path, postlint: Postlint
) -> None:
    rule = write_rule(tmp_path, bad="A pot is quiet.", good="A kettle sings.")
    with pytest.raises(AssertionError) as caught:
        check_rule_examples(rule)
    printed = postlint("test", rule)
    assert printed.exit_code == 1
    assert str(caught.value).splitlines() == [
        f"kettle: {line.strip()}" for line in printed.stdout.splitlines()[1:]
    ]


def test_check_rule_examples_refuses_an_invalid_rule(tmp_path: Path) -> None:
    rule = write_rule(tmp_path, bad="", good="")
    rule.write_text("id: kettle\n", encoding="utf-8")
    with pytest.raises(PostlintError, match=r"kettle\.yaml:1:1: "):
        check_rule_examples(rule)


def test_check_rule_examples_needs_rules() -> None:
    with pytest.raises(AssertionError, match="no rules"):
        check_rule_examples(plugin=Plugin(api=API_VERSION))


def test_lint_text_runs_the_rules_that_are_on_by_default() -> None:
    result = lint_text(SELF_FOCUSED, platform="LinkedIn")
    assert [finding.rule for finding in result.findings] == ["self-focused"]
    assert result.platform == "linkedin"
    assert result.reasons


def test_lint_text_runs_only_the_given_rules(tmp_path: Path) -> None:
    rule = write_rule(tmp_path, bad="A kettle sings.", good="A pot is quiet.")
    (finding,) = lint_text(f"{SELF_FOCUSED} The kettle is new.", rules=rule).findings
    assert finding.message == "Not “kettle” again."


def test_lint_text_uses_the_profile(tmp_path: Path) -> None:
    rule = write_rule(tmp_path, bad="A kettle sings.", good="A pot is quiet.")
    profile = Profile(clients=("landlords",))
    (finding,) = lint_text("A kettle sings.", rules=rule, profile=profile).findings
    assert finding.help == "Write for landlords."


def test_lint_text_refuses_an_unknown_platform() -> None:
    with pytest.raises(PostlintError, match="platform"):
        lint_text(ASKS_NOTHING, platform="pigeon")


@pytest.mark.parametrize("quiet", [False, True])
def test_run_formatter_returns_what_the_formatter_writes(quiet: bool) -> None:
    results = (lint_text(SELF_FOCUSED), LintFailure("gone.md", "doesn't exist"))
    written = run_formatter(TallyFormatter, results, quiet=quiet)
    assert written == "|!" + ("" if quiet else " 1 posts, 1 errors\n")


def test_run_formatter_runs_the_formatters_of_postlint() -> None:
    assert "draft.md:1:1: error self-focused " in run_formatter(
        ConciseFormatter, [lint_text(SELF_FOCUSED)]
    )
