"""The help and the suggestion of a finding: always the same for the same evidence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import postlint
from postlint.core.errors import PostlintError
from postlint.rules.advice import Advice, Evidence, choose_advice
from postlint.rules.loader import builtin_rules, load_rules
from postlint.rules.rule import Rule
from tests.command import ROOT

NOTHING = Evidence({}, frozenset())


def advice_list(*texts: Any) -> list[Advice]:
    return [
        Advice.model_validate(text if isinstance(text, dict) else {"say": text}) for text in texts
    ]


def test_advice_defaults_without_evidence() -> None:
    given = advice_list(
        "Ask {clients}.", {"when": "number", "say": "A figure."}, "Plain.", "Other."
    )
    assert choose_advice(given, NOTHING, {}) == "Plain."


def test_advice_depends_on_evidence_not_on_order() -> None:
    given = advice_list("Plain.", {"when": "award", "say": "An award."}, "Ask {clients}.")
    assert choose_advice(given, Evidence({}, frozenset({"award"})), {}) == "An award."
    assert choose_advice(given, Evidence({"clients": "bakers"}, frozenset()), {}) == "Ask bakers."


def test_advice_fields_of_the_check_need_no_evidence() -> None:
    given = advice_list({"when": "x", "say": "On X."}, "Write “{phrase}” out.")
    assert choose_advice(given, NOTHING, {"phrase": "asap"}) == "Write “asap” out."


def test_advice_opposite_of_a_trait() -> None:
    given = advice_list({"when": "not-link", "say": "No link."}, "Plain.")
    assert choose_advice(given, Evidence({}, frozenset({"link"})), {}) == "Plain."
    assert choose_advice(given, NOTHING, {}) == "No link."


def test_advice_with_an_unknown_trait_is_rejected() -> None:
    with pytest.raises(ValidationError, match="did you mean `number`"):
        Advice(say="x", when=("numbr",))


def rule_file(tmp_path: Path, name: str, pattern: str, new: str) -> Path:
    rule = (ROOT / "rules" / f"{name}.yaml").read_text(encoding="utf-8")
    path = tmp_path / "rule.yaml"
    path.write_text(re.sub(pattern, new, rule), encoding="utf-8")
    return path


def test_advice_with_an_unknown_field_is_rejected_with_its_location(tmp_path: Path) -> None:
    path = rule_file(tmp_path, "audience/jargon", r"(?m)^help:\n", "help:\n  - Ask {whom}.\n")
    with pytest.raises(PostlintError, match=r"rule\.yaml:\d+:\d+: .*\{whom\}.*\{clients\}"):
        load_rules([path])


def test_advice_needs_a_default(tmp_path: Path) -> None:
    pattern, new = r"(?ms)^help:.*?^why:", "help: Ask {clients}.\nwhy:"
    path = rule_file(tmp_path, "audience/jargon", pattern, new)
    with pytest.raises(PostlintError, match=r"rule\.yaml:\d+:1: `help`: one must fit every post"):
        load_rules([path])


def test_advice_has_at_most_four_variants(tmp_path: Path) -> None:
    new = "help:\n" + "  - One.\n" * 5 + "why:"
    path = rule_file(tmp_path, "audience/jargon", r"(?ms)^help:.*?^why:", new)
    with pytest.raises(PostlintError, match=r"rule\.yaml:\d+:\d+: `help`.*4"):
        load_rules([path])


@pytest.mark.parametrize("rule", builtin_rules(), ids=lambda rule: rule.id)
def test_suggestions_have_no_findings(rule: Rule) -> None:
    for one in rule.suggest:
        found = postlint.lint(f"Most offers in our trade are too long. {one.say}").findings
        assert [item.rule for item in found if item.severity != "info"] == []
