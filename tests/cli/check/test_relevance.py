"""`postlint check`: overlapping rules and `--min-relevance`."""

from __future__ import annotations

import json
import re

import pytest

from tests.cli.check.helpers import CONCISE, JSON
from tests.command import (
    Postlint,
    rules_by_path,
)


@pytest.mark.usefixtures("drafts")
def test_overlapping_rules_give_one_finding(postlint: Postlint) -> None:
    everything = "self-focused,little-for-clients,no-client-tie,weak-opening,low-relevance"
    covered = postlint("check", "proud.md", *JSON, "--select", everything)
    assert rules_by_path(covered) == {"proud.md": ["self-focused"]}
    for rule in everything.split(","):
        alone = postlint("check", "proud.md", *JSON, "--select", rule)
        assert rules_by_path(alone) == {"proud.md": [rule]}


@pytest.mark.usefixtures("drafts")
def test_min_relevance_makes_a_low_score_an_error(postlint: Postlint) -> None:
    low = postlint("check", "good.md", *JSON, "--min-relevance", "1")
    (finding,) = json.loads(low.stdout)["posts"][0]["findings"]
    assert (finding["rule"], finding["severity"]) == ("low-relevance", "error")
    # A milder finding doesn't supersede it.
    milder = postlint(
        "check", "proud.md", *JSON, "--min-relevance", "1", "--ignore", "self-focused"
    )
    assert set(rules_by_path(milder)["proud.md"]) == {"little-for-clients", "low-relevance"}
    # It also applies next to other selected rules.
    beside = postlint("check", "good.md", "--min-relevance", "1", "--select", "no-question")
    assert beside.exit_code == 1


@pytest.mark.usefixtures("drafts")
def test_min_relevance_message_shows_a_score_below_the_limit(postlint: Postlint) -> None:
    report = json.loads(postlint("check", "good.md", *JSON).stdout)
    limit = report["posts"][0]["relevance"] + 0.001
    line = postlint("check", "good.md", *CONCISE, "--min-relevance", f"{limit:.3f}").stdout
    shown, below = re.findall(r"\d\.\d+", line)
    assert float(shown) < float(below)


@pytest.mark.usefixtures("drafts")
def test_min_relevance_must_be_a_number(postlint: Postlint) -> None:
    assert postlint("check", "good.md", "--min-relevance", "nan").exit_code == 2
