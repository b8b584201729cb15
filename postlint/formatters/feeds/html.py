"""The report of an audit as one HTML file that never connects to the network."""

from __future__ import annotations

from importlib import import_module
from typing import TextIO

from postlint.audit import Audit, ScoredPost
from postlint.core.errors import PostlintError
from postlint.formatters.feeds import FeedFormatter
from postlint.formatters.page.post_cards import LatestPosts


class AuditHtmlFormatter(FeedFormatter):
    """Writes an HTML page; `quiet` has no effect."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self.require_dependencies()
        super().__init__(out, quiet=quiet)
        self._latest = LatestPosts()

    @staticmethod
    def require_dependencies() -> None:
        """Load the libraries for drawing charts and filling the template.

        Raises:
            PostlintError: a library isn't installed.
        """
        try:
            for library in ("altair", "jinja2", "vl_convert"):
                import_module(library)
        except ImportError:
            raise PostlintError(
                "--output-format html needs the extra `audit`: pip install 'postlint[audit]'"
            ) from None

    def _add_post(self, scored: ScoredPost) -> None:
        self._latest.add(scored)

    def _add_audit(self, audit: Audit) -> None:
        # This module needs the libraries.
        from postlint.formatters.page.render import render_page

        render_page(self._out, audit, self._latest.newest_first())


FORMATTER = AuditHtmlFormatter
