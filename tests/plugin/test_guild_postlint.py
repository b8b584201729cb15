"""The plug-in's own tests, with the helpers that postlint has for them."""

from __future__ import annotations

from guild_postlint import PLUGIN

from postlint.testing import check_rule_examples, lint_text

UNDATED = "We have restored a clock for a lady in the old town. Which piece of yours has stopped?"


def test_rules_pass_their_examples() -> None:
    check_rule_examples(plugin=PLUGIN)


def test_undated_piece_is_flagged_with_its_name() -> None:
    (finding,) = lint_text(UNDATED, plugin=PLUGIN).findings
    assert finding.rule == "undated-piece"
    assert finding.message == "How old is the clock? Your readers want to know."


def test_dated_piece_is_not_flagged() -> None:
    dated = UNDATED.replace("a clock", "a clock of 1780")
    assert lint_text(dated, plugin=PLUGIN).findings == ()
