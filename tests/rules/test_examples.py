"""Every example of every built-in rule."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from postlint.core.platforms import normalize_platform
from postlint.linter.rule_examples import run_example, run_examples, run_feed_example
from postlint.rules.loader import builtin_rules
from postlint.rules.rule import Example, Rule

ROOT = Path(__file__).resolve().parents[2]
RULES = builtin_rules()
EACH_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def examples(kind: str, *, feeds: bool = False) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.id}-{kind}-{number}")
        for rule in RULES
        if feeds is (rule.scope == "feed")
        for number, example in enumerate(getattr(rule, kind), 1)
    ]


@pytest.mark.parametrize(("rule", "example"), examples("bad"))
def test_bad_examples_are_flagged(rule: Rule, example: Example) -> None:
    findings = run_example(rule, example)
    assert rule.id in {finding.rule for finding in findings}
    if example.at:
        assert example.at in {finding.excerpt for finding in findings}
    for finding in findings:
        assert "{" not in finding.message + finding.help
        assert finding.excerpt in example.draft


@pytest.mark.parametrize(("rule", "example"), examples("good"))
def test_good_examples_pass(rule: Rule, example: Example) -> None:
    assert run_example(rule, example) == ()


@pytest.mark.parametrize(("rule", "example"), examples("bad", feeds=True))
def test_bad_feeds_are_flagged(rule: Rule, example: Example) -> None:
    findings = run_feed_example(rule, example)
    assert {finding.rule for finding in findings} == {rule.id}
    for finding in findings:
        assert "{" not in finding.message + finding.help
        assert finding.posts


@pytest.mark.parametrize(("rule", "example"), examples("good", feeds=True))
def test_good_feeds_pass(rule: Rule, example: Example) -> None:
    assert run_feed_example(rule, example) == ()


def post_of(example: Example) -> str:
    """Return all that makes an example the post that it is."""
    text = " ".join(example.text.split())
    return f"{text} {example.posts} {example.platform} {example.frontmatter} {example.profile!r}"


@EACH_RULE
def test_there_are_enough_examples_and_no_two_alike(rule: Rule) -> None:
    assert len(rule.bad) >= 6
    assert len(rule.good) >= 6
    posts = Counter(map(post_of, (*rule.bad, *rule.good)))
    assert posts.most_common(1)[0][1] == 1


def test_no_two_rules_share_an_example() -> None:
    posts = Counter(post_of(example) for rule in RULES for example in (*rule.bad, *rule.good))
    assert [post for post, count in posts.items() if count > 1] == []


@EACH_RULE
def test_a_rule_stands_in_the_file_of_its_name_and_covers_rules(rule: Rule) -> None:
    assert (ROOT / "rules" / rule.category / f"{rule.id}.yaml").is_file()
    assert set(rule.supersedes) <= {other.id for other in RULES}
    for example in (*rule.bad, *rule.good):
        for platform in (example.platform, *(post.platform for post in example.posts)):
            assert platform is None or normalize_platform(platform)


@EACH_RULE
def test_an_example_that_does_not_hold_is_told(rule: Rule) -> None:
    turned = rule.model_copy(update={"bad": rule.good, "good": rule.bad})
    told = list(run_examples(turned))
    assert len(told) == len(rule.bad) + len(rule.good)
    assert all(line.isprintable() for line in told)
    assert list(run_examples(rule)) == []
