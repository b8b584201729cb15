"""Drafts and options for tests of `postlint check`."""

from __future__ import annotations

JSON = ("--output-format", "json")

CONCISE = ("--output-format", "concise")

OFFICE = (
    "I just wanted to share that our rooms are ready. We have twelve desks, two sofas, and a "
    "view of the river.\n\nWe love the light, we love the plants, and we love our kitchen most of "
    "all.\n"
)
"""Only `self-focused`: it covers four others."""

BY_PLATFORM = """\
[rule.no-question]
exempt_platforms = []
severity = {default = "warning", blog = "info", newsletter = "info"}
"""
"""`no-question` for all platforms, as severe as each is about conversation."""
