"""One line per finding, for editors and shells: `path:line:column: severity rule message`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from postlint.core.errors import LintFailure
from postlint.core.terminal_text import display_path, one_line
from postlint.diagnostics.result import PostResult
from postlint.formatters.base import Summary

if TYPE_CHECKING:
    from postlint.audit import Audit


class ConciseFormatter:
    """Writes one line per finding."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._out = out

    def add(self, item: PostResult | Audit | LintFailure) -> None:
        """Write a post's findings."""
        if isinstance(item, LintFailure):
            return
        for finding in item.findings:
            self._out.write(
                f"{display_path(finding.path)}:{finding.start.line}:{finding.start.column}: "
                f"{finding.severity} {finding.rule} {one_line(finding.message)}\n"
            )

    def finish(self, summary: Summary) -> None:
        """Write nothing more."""


FORMATTER = ConciseFormatter
