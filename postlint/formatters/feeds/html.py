"""The report of an audit as one HTML file that never connects to the network."""

from __future__ import annotations

from typing import TextIO

from postlint.audit import Audit, ScoredPost
from postlint.core.errors import LintFailure, PostlintError
from postlint.formatters.base import Summary
from postlint.formatters.page import charts
from postlint.formatters.page.post_cards import LatestPosts
from postlint.formatters.page.render import load_template, render_page


class AuditHtmlFormatter:
    """Writes an HTML page; `quiet` has no effect."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self.require_dependencies()
        self._out = out
        self._template = load_template()
        self._latest = LatestPosts()

    @staticmethod
    def require_dependencies() -> None:
        """Load the libraries for drawing charts and filling the template.

        Raises:
            PostlintError: a library isn't installed.
        """
        try:
            charts.load()
            load_template()
        except ImportError:
            raise PostlintError(
                "--output-format html needs the extra `audit`: pip install 'postlint[audit]'"
            ) from None

    def add(self, item: ScoredPost | Audit | LintFailure) -> None:
        """Keep one of the latest posts, or write the page at the end."""
        if isinstance(item, Audit):
            render_page(self._out, self._template, item, self._latest.newest_first())
        elif isinstance(item, ScoredPost):
            self._latest.add(item)

    def finish(self, summary: Summary) -> None:
        """Write nothing more."""


FORMATTER = AuditHtmlFormatter
