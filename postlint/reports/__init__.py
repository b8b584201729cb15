"""Reports: how findings are shown. One module for each format, all with the same two calls."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from postlint.reports.concise import ConciseReport
from postlint.reports.full import FullReport
from postlint.reports.json import JsonReport
from postlint.reports.report import Report, Summary
from postlint.reports.text import TextReport

REPORTS: Mapping[str, type[Report]] = MappingProxyType(
    {"text": TextReport, "full": FullReport, "concise": ConciseReport, "json": JsonReport}
)

__all__ = ["REPORTS", "Report", "Summary"]
