"""Every built-in rule shows a post before and after an editor fixed it."""

from __future__ import annotations

import pytest

import postlint
from postlint.core.profile import EMPTY_PROFILE
from postlint.linter.rule_examples import find_in_examples
from postlint.rules.loader import builtin_rules
from postlint.rules.rule import Example, Rule

RULES = [rule for rule in builtin_rules() if rule.scope not in ("feed", "frontmatter")]


def example(rule: Rule, text: str | None) -> Example:
    """Return a post as an example where the rule's first one is posted, with its profile."""
    assert text
    return Example(
        text=text, platform=rule.bad[0].platform, profile=rule.bad[0].profile or EMPTY_PROFILE
    )


@pytest.mark.parametrize("rule", builtin_rules(), ids=lambda rule: rule.id)
def test_every_rule_has_a_summary_and_a_pair(rule: Rule) -> None:
    assert "…" not in rule.summary.replace("“…", "")
    assert rule.summary.endswith(".")
    assert rule.before
    assert rule.after


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_before_has_the_fault_and_after_does_not(rule: Rule) -> None:
    pair = [example(rule, rule.before), example(rule, rule.after)]
    before, after = find_in_examples(rule, pair)
    assert before
    assert not after


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_after_has_no_other_fault(rule: Rule) -> None:
    fixed = example(rule, rule.after)
    report = postlint.lint(fixed.text, platform=fixed.platform)
    assert [found.rule for found in report.findings if found.severity != "info"] == []
