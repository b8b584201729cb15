"""Formatters for the results of a whole feed, and their base class."""

from __future__ import annotations

from typing import Any

from postlint.audit import Audit, ScoredPost
from postlint.core.errors import LintFailure
from postlint.formatters.base import Summary


class FeedFormatter:
    """The base class of formatters for feeds. Each overrides what it shows."""

    def __init__(self, out: Any, *, quiet: bool = False) -> None:  # noqa: ANN401 -- text or bytes
        self._out = out
        self._quiet = quiet

    def add(self, item: ScoredPost | Audit | LintFailure) -> None:
        """Show a post or the audit, which has all failures."""
        if isinstance(item, ScoredPost):
            self._add_post(item)
        elif isinstance(item, Audit):
            self._add_audit(item)

    def _add_post(self, scored: ScoredPost) -> None:
        """Show a post before the audit."""

    def _add_audit(self, audit: Audit) -> None:
        """Show the audit of the feed."""

    def finish(self, summary: Summary) -> None:
        """Write the end of the output."""
