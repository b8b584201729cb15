"""Checks: the functions that rules name. Each looks at a post, or a feed, and yields what it hits.

`CHECKS` has them all by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from postlint.checks import (
    amounts,
    announcement_only,
    audience,
    buried_reader,
    closed_question,
    feature_without_benefit,
    hard_sell,
    hard_to_read,
    humblebrag,
    lazy_question,
    link_only,
    no_client_tie,
    no_next_step,
    no_question,
    no_takeaway,
    pattern,
    phrases,
    pseudo_bold,
    rhetorical_only,
    self_focused,
    shouting,
    too_long,
    too_many_questions,
    wall_of_text,
    weak_opening,
)
from postlint.checks.check import Check, Context, Hit, NoOptions, Scope, Stretch
from postlint.checks.feed import FEED_CHECKS, FeedCheck, FeedContext, FeedHit

AnyCheck = Check | FeedCheck
"""What a rule file may name."""

CHECKS: Mapping[str, AnyCheck] = MappingProxyType(
    {
        # Generic ones, for rules without Python.
        "phrases": phrases.CHECK,
        "pattern": pattern.CHECK,
        "count": amounts.COUNT,
        "ratio": amounts.RATIO,
        "absent": amounts.ABSENT,
        "metric": amounts.METRIC,
        # Those of one rule each.
        "announcement_only": announcement_only.CHECK,
        "humblebrag": humblebrag.CHECK,
        "self_focused": self_focused.CHECK,
        "too_long": too_long.CHECK,
        "hard_to_read": hard_to_read.CHECK,
        "wall_of_text": wall_of_text.CHECK,
        "weak_opening": weak_opening.CHECK,
        "no_question": no_question.CHECK,
        "rhetorical_only": rhetorical_only.CHECK,
        "closed_question": closed_question.CHECK,
        "lazy_question": lazy_question.CHECK,
        "too_many_questions": too_many_questions.CHECK,
        "off_platform": audience.OFF_PLATFORM,
        "off_audience": audience.OFF_AUDIENCE,
        "jargon": audience.JARGON,
        "no_client_tie": no_client_tie.CHECK,
        "no_takeaway": no_takeaway.CHECK,
        "feature_without_benefit": feature_without_benefit.CHECK,
        "buried_reader": buried_reader.CHECK,
        "hard_sell": hard_sell.CHECK,
        "link_only": link_only.CHECK,
        "no_next_step": no_next_step.CHECK,
        "pseudo_bold": pseudo_bold.CHECK,
        "shouting": shouting.CHECK,
        **FEED_CHECKS,
    }
)

__all__ = [
    "CHECKS", "AnyCheck", "Check", "Context", "FeedCheck", "FeedContext", "FeedHit", "Hit",
    "NoOptions", "Scope", "Stretch",
]  # fmt: skip
