"""Every example of every built-in rule."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from postlint.core.platforms import normalize_platform
from postlint.diagnostics.finding import Finding
from postlint.linter import rule_examples
from postlint.linter.rule_examples import find_in_examples, run_examples
from postlint.rules.loader import builtin_rules
from postlint.rules.rule import Example, Rule

ROOT = Path(__file__).resolve().parents[2]
RULES = builtin_rules()
EACH_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


@cache
def findings_by_example(rule_id: str) -> dict[str, tuple[Finding, ...]]:
    """Return a rule's findings in each of its examples, which are analyzed in one batch."""
    (rule,) = (rule for rule in RULES if rule.id == rule_id)
    every = [*rule.bad, *rule.good]
    return dict(zip(map(post_of, every), find_in_examples(rule, every), strict=True))


def findings_in(rule: Rule, example: Example) -> tuple[Finding, ...]:
    return findings_by_example(rule.id)[post_of(example)]


def examples(kind: str, *, feeds: bool = False) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.id}-{kind}-{number}")
        for rule in RULES
        if feeds is (rule.scope == "feed")
        for number, example in enumerate(getattr(rule, kind), 1)
    ]


@pytest.mark.parametrize(("rule", "example"), examples("bad"))
def test_bad_examples_are_flagged(rule: Rule, example: Example) -> None:
    findings = findings_in(rule, example)
    assert rule.id in {finding.rule for finding in findings}
    if example.at:
        assert example.at in {finding.excerpt for finding in findings}
    for finding in findings:
        assert "{" not in finding.message + finding.help
        assert finding.excerpt in example.draft


@pytest.mark.parametrize(("rule", "example"), examples("good"))
def test_good_examples_pass(rule: Rule, example: Example) -> None:
    assert findings_in(rule, example) == ()


@pytest.mark.parametrize(("rule", "example"), examples("bad", feeds=True))
def test_bad_feeds_are_flagged(rule: Rule, example: Example) -> None:
    findings = findings_in(rule, example)
    assert {finding.rule for finding in findings} == {rule.id}
    for finding in findings:
        assert "{" not in finding.message + finding.help
        assert all(location.post is not None for location in finding.locations)


@pytest.mark.parametrize(("rule", "example"), examples("good", feeds=True))
def test_good_feeds_pass(rule: Rule, example: Example) -> None:
    assert findings_in(rule, example) == ()


def post_of(example: Example) -> str:
    """Return everything that distinguishes the post of an example from others."""
    text = " ".join(example.text.split())
    return f"{text} {example.posts} {example.platform} {example.frontmatter} {example.profile!r}"


@EACH_RULE
def test_examples_are_enough_and_all_different(rule: Rule) -> None:
    assert len(rule.bad) >= 6
    assert len(rule.good) >= 6
    posts = Counter(map(post_of, (*rule.bad, *rule.good)))
    assert posts.most_common(1)[0][1] == 1


def test_examples_are_not_shared_by_rules() -> None:
    posts = Counter(post_of(example) for rule in RULES for example in (*rule.bad, *rule.good))
    assert [post for post, count in posts.items() if count > 1] == []


@EACH_RULE
def test_rule_is_in_the_file_of_its_name_and_supersedes_rules(rule: Rule) -> None:
    assert (ROOT / "rules" / rule.category / f"{rule.id}.yaml").is_file()
    assert set(rule.supersedes) <= {other.id for other in RULES}
    for example in (*rule.bad, *rule.good):
        platforms = [example.platform, *(post.platform for post in example.posts)]
        assert all(normalize_platform(name) for name in platforms if name)


@EACH_RULE
def test_failing_examples_are_listed(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        rule_examples,
        "find_in_examples",
        lambda rule, examples: [findings_in(rule, example) for example in examples],
    )
    turned = rule.model_copy(update={"bad": rule.good, "good": rule.bad})
    failures = list(run_examples(turned))
    assert len(failures) == len(rule.bad) + len(rule.good)
    assert all(line.isprintable() for line in failures)
    assert list(run_examples(rule)) == []
