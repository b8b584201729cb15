"""An audit as a page to look at: one file, which fetches nothing and sends nothing."""

from __future__ import annotations

from typing import TextIO

from postlint.audit import Audit, Judged
from postlint.errors import PostlintError
from postlint.reports.audit import charts
from postlint.reports.audit.page.page import load_template, write_page
from postlint.reports.audit.page.shown import Latest


class AuditHtmlReport:
    """Writes a page. It is for people, who want all of it: `quiet` leaves nothing out."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self.get_ready()
        self._out = out
        self._template = load_template()
        self._latest = Latest()

    @staticmethod
    def get_ready() -> None:
        """Load what draws it.

        Raises:
            PostlintError: that is not installed.
        """
        try:
            charts.load()
            load_template()
        except ImportError:
            raise PostlintError(
                "--output-format html needs more: pip install 'postlint[audit]'"
            ) from None

    def add(self, judged: Judged) -> None:
        """Keep a post, if it is one of the latest."""
        self._latest.add(judged)

    def finish(self, audit: Audit) -> None:
        """Write the page."""
        write_page(self._out, self._template, audit, self._latest.newest_first())
