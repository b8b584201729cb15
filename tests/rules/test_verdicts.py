"""How often the rules are right: the figures in the rule files match the verdicts."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from pathlib import Path

import pytest

from postlint.config.effective import EffectiveSettings
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source
from postlint.document.split import ONE_POST
from postlint.linter.linter import Linter
from postlint.rules.loader import builtin_rules
from postlint.rules.rule import Rule
from postlint.training.dataset import read_labeled_posts
from tests.command import ROOT

EACH_RULE = pytest.mark.parametrize("rule", builtin_rules(), ids=lambda rule: rule.id)

FROM_PROFILES = ("off-platform", "jargon")
"""Rules that need a profile, which the real posts don't have."""

RARE = ("buzzwords", "hard-sell")
"""Rules whose faults are too rare in real posts to count; their `source` gives the interval."""


def verdicts() -> dict[str, dict[str, tuple[bool, bool]]]:
    found: dict[str, dict[str, tuple[bool, bool]]] = defaultdict(dict)
    with (ROOT / "rules" / "verdicts.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            assert row["post"] not in found[row["rule"]]
            if row["first"] and row["second"]:  # else only one has read it so far
                found[row["rule"]][row["post"]] = row["first"] == "1", row["second"] == "1"
    return found


VERDICTS = verdicts()


@EACH_RULE
def test_verdicts_match_the_figure_in_the_rule(rule: Rule) -> None:
    read = VERDICTS.get(rule.id, {})
    if rule.measured is None:
        assert not read
        return
    assert rule.measured.findings == len(read)
    assert rule.measured.confirmed == sum(all(pair) for pair in read.values())


@EACH_RULE
def test_verdicts_enabled_rules_are_right_nine_times_in_ten(rule: Rule) -> None:
    if rule.measured and rule.enabled:
        # In whole percent, because one verdict among a few means little.
        assert round(100 * rule.measured.confirmed / rule.measured.findings) >= 90


@EACH_RULE
def test_verdicts_enabled_rules_were_read(rule: Rule) -> None:
    # What rules say of feeds are counts; how sure the readings are that they count is measured in
    # tests/feed/test_on_labeled_posts.py.
    if rule.enabled and rule.id not in (*FROM_PROFILES, *RARE) and rule.scope != "feed":
        assert rule.measured


def test_verdicts_are_about_existing_rules() -> None:
    assert set(VERDICTS) <= {rule.id for rule in builtin_rules()}


class OneRule(EffectiveSettings):
    """For each source, the rule that it was made for."""

    def for_source(self, source: Source) -> EffectiveSettings:
        assert isinstance(source.origin, Rule)
        return EffectiveSettings([source.origin], split=ONE_POST)


@pytest.mark.skipif("POSTLINT_DATA" not in os.environ, reason="needs POSTLINT_DATA")
def test_verdicts_posts_still_get_their_findings() -> None:
    folder = Path(os.environ["POSTLINT_DATA"]) / "posts"
    posts = {
        post.id: post
        for post in read_labeled_posts(
            folder / f"{name}.jsonl" for name in ("train", "train2", "dev")
        )
    }
    rules = {rule.id: rule for rule in builtin_rules()}
    wanted = [
        (posts[post], rules[rule])
        for rule, read in VERDICTS.items()
        for post in read
        if post in posts
    ]
    sources = [
        Source(f"{post.id}.md", post.text, post.platform, origin=rule) for post, rule in wanted
    ]
    reports = Linter(OneRule(()), jobs=1).lint(sources)
    kept = sum(
        isinstance(report, PostResult)
        and any(finding.rule == rule.id for finding in report.findings)
        for report, (_, rule) in zip(reports, wanted, strict=True)
    )
    assert kept >= 0.97 * len(wanted)
