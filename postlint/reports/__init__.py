"""Reports: how findings are shown. One module for each format, all with the same two calls."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from postlint.reports.concise import ConciseReport
from postlint.reports.full import FullReport
from postlint.reports.github import GithubReport
from postlint.reports.gitlab import GitlabReport
from postlint.reports.json import JsonReport
from postlint.reports.junit import JunitReport
from postlint.reports.markdown import MarkdownReport
from postlint.reports.rdjson import RdjsonReport
from postlint.reports.report import Report, Summary
from postlint.reports.sarif import SarifReport
from postlint.reports.statistics import StatisticsReport
from postlint.reports.text import TextReport

REPORTS: Mapping[str, type[Report]] = MappingProxyType(
    {
        "text": TextReport,
        "full": FullReport,
        "concise": ConciseReport,
        "statistics": StatisticsReport,
        "json": JsonReport,
        "sarif": SarifReport,
        "github": GithubReport,
        "gitlab": GitlabReport,
        "rdjson": RdjsonReport,
        "junit": JunitReport,
        "markdown": MarkdownReport,
    }
)

__all__ = ["REPORTS", "Report", "Summary"]
