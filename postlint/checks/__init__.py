"""Checks: the functions that rules name. Each looks at a post and yields what it hits.

`CHECKS` has them all by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from postlint.checks import (
    amounts,
    no_client_tie,
    no_question,
    pattern,
    phrases,
    self_focused,
    too_long,
)
from postlint.checks.check import Check, Context, Hit, NoOptions, Scope, Stretch

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        # Generic ones, for rules without Python.
        "phrases": phrases.CHECK,
        "pattern": pattern.CHECK,
        "count": amounts.COUNT,
        "ratio": amounts.RATIO,
        "absent": amounts.ABSENT,
        "metric": amounts.METRIC,
        # Those of one rule each.
        "self_focused": self_focused.CHECK,
        "too_long": too_long.CHECK,
        "no_question": no_question.CHECK,
        "no_client_tie": no_client_tie.CHECK,
    }
)

__all__ = ["CHECKS", "Check", "Context", "Hit", "NoOptions", "Scope", "Stretch"]
