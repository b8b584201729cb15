"""One fault gives one finding."""

from __future__ import annotations

import pytest

import postlint

ONE_FAULT = [
    ("Had eggs for breakfast. Taking the garbage out now.", "self-focused"),
    (
        "We are proud that our team won the regional award again. We celebrated all night.",
        "self-focused",
    ),
    ("I am on holiday this week. My phone is off.", "self-focused"),
    ("New post: https://example.com/gutters", "link-only"),
]


@pytest.mark.parametrize(("text", "rule"), ONE_FAULT)
@pytest.mark.parametrize("platform", ["linkedin", "x"])
def test_overlapping_rules_report_a_fault_once(text: str, rule: str, platform: str) -> None:
    found = [finding.rule for finding in postlint.lint(text, platform=platform).findings]
    assert found == [rule]


def test_overlapping_rules_accept_a_light_post_with_a_question() -> None:
    text = (
        "Took the garbage out in my slippers and met three neighbours, one of them with a parrot. "
        "What small thing got you talking to someone this week?"
    )
    found = postlint.lint(text, platform="linkedin").findings
    assert [finding for finding in found if finding.severity != "info"] == []
