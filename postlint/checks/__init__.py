"""Checks: the functions that rules name. Each looks at a post and yields what it hits.

`CHECKS` has them all by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from postlint.checks import low_relevance, no_client_tie, no_question, self_focused
from postlint.checks.check import Check, Context, Hit, NoOptions, Scope, Stretch

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "self_focused": self_focused.CHECK,
        "no_question": no_question.CHECK,
        "no_client_tie": no_client_tie.CHECK,
        "low_relevance": low_relevance.CHECK,
    }
)

__all__ = ["CHECKS", "Check", "Context", "Hit", "NoOptions", "Scope", "Stretch"]
