"""Help that fits the draft: concrete, varied by what the draft says, never by chance."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import postlint
from postlint.advice import Advice, Subject, choose
from postlint.errors import PostlintError
from postlint.ruleset.loader import load_rules
from tests.command import ROOT

NOTHING = Subject({}, frozenset(), "words")


def advices(*texts: Any) -> list[Advice]:
    return [
        Advice.model_validate(text if isinstance(text, dict) else {"say": text}) for text in texts
    ]


def test_advice_that_needs_what_the_draft_lacks_is_not_given() -> None:
    given = advices(
        "About {topic}.", "Ask {clients}.", {"when": "number", "say": "A figure."}, "Plain."
    )
    assert choose(given, NOTHING, {}) == "Plain."


def test_the_contrary_of_a_trait() -> None:
    given = advices({"when": "not-short", "say": "Long."}, {"when": ["short"], "say": "Short."})
    assert choose(given, Subject({}, frozenset({"short"}), "a"), {}) == "Short."
    assert choose(given, Subject({}, frozenset(), "a"), {}) == "Long."


def test_where_nothing_fits_the_last_is_given_and_its_gaps_are_seen() -> None:
    assert choose(advices("{topic}", "About {clients}."), NOTHING, {}) == "About {clients}."


def test_one_draft_always_gets_the_same_and_others_get_others() -> None:
    given = advices(*(f"Advice {number}." for number in range(20)))
    drafts = [Subject({}, frozenset(), f"draft {number}") for number in range(200)]
    chosen = [choose(given, draft, {}) for draft in drafts]
    assert chosen == [choose(given, draft, {}) for draft in drafts]
    counts = Counter(chosen)
    assert len(counts) == 20
    assert max(counts.values()) <= 25


def test_another_advice_changes_only_the_drafts_that_get_it() -> None:
    given = advices(*(f"Advice {number}." for number in range(20)))
    more = [*given, *advices("Another.")]
    for number in range(100):
        draft = Subject({}, frozenset(), f"draft {number}")
        assert choose(more, draft, {}) in (choose(given, draft, {}), "Another.")


def test_an_unknown_trait_is_refused() -> None:
    with pytest.raises(ValidationError, match="did you mean `number`"):
        Advice(say="x", when=("numbr",))


def test_an_unknown_field_in_help_is_refused_with_its_place(tmp_path: Path) -> None:
    rule = (ROOT / "rules" / "no-question.yaml").read_text(encoding="utf-8")
    path = tmp_path / "rule.yaml"
    path.write_text(re.sub(r"(?m)^help:\n", "help:\n  - Ask {whom}.\n", rule), encoding="utf-8")
    with pytest.raises(PostlintError, match=r"rule\.yaml:\d+:\d+: .*\{whom\}.*\{topic\}"):
        load_rules([path])


def test_a_rule_without_help_for_every_draft_is_refused(tmp_path: Path) -> None:
    rule = (ROOT / "rules" / "jargon.yaml").read_text(encoding="utf-8")
    path = tmp_path / "rule.yaml"
    path.write_text(
        re.sub(r"(?ms)^help:.*?^why:", "help: Ask {clients}.\nwhy:", rule), encoding="utf-8"
    )
    with pytest.raises(PostlintError, match=r"rule\.yaml:\d+:1: `help`: one must fit every draft"):
        load_rules([path])


def helps(text: str, **more: Any) -> list[str]:
    return [finding.help for finding in postlint.lint(text, **more).findings]


def test_the_profile_is_in_the_help(tmp_path: Path) -> None:
    config = tmp_path / "postlint.toml"
    config.write_text(
        '[profile]\nclients = ["practice managers"]\nproblems = ["downtime"]\n', encoding="utf-8"
    )
    posts = [
        "We moved the archive to a larger room last week. The boxes are still on the stairs.",
        "Long day at the office, and the printer has given up.",
        "The old bridge is closed until May. Traffic goes through the village.",
        "Our choir has a new tenor. He sings in the back row.",
        "The bakery in our street has changed hands again.",
        "Autumn has come to the valley. The leaves along the river are red.",
    ]
    with_profile = " ".join(help_ for post in posts for help_ in helps(post, config=config))
    assert "practice managers" in with_profile
    assert "{" not in with_profile
    assert "practice managers" not in " ".join(help_ for post in posts for help_ in helps(post))
