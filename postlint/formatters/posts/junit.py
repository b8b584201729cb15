"""JUnit XML for CI servers. A post is a test case, and its findings are its failure."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO
from xml.etree import ElementTree as Xml

from postlint.core.errors import LintFailure
from postlint.core.terminal_text import display_path, escape, one_line
from postlint.diagnostics.finding import SEVERITIES, Finding, Severity
from postlint.diagnostics.result import PostResult
from postlint.formatters.base import Summary, display_name

if TYPE_CHECKING:
    from postlint.audit import Audit


class JunitFormatter:
    """Writes one test suite.

    A post fails if one of its findings is an error. Milder findings go to its output.
    """

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._out = out
        self._cases: list[Xml.Element] = []

    def add(self, item: PostResult | Audit | LintFailure) -> None:
        """Add a test case for a post or a failure."""
        if isinstance(item, LintFailure):
            case = self._case(display_path(item.path))
            Xml.SubElement(case, "error", {"message": _escape_xml(item.message)})
            return
        if not isinstance(item, PostResult):
            for finding in item.findings:
                self._findings(self._case(display_path(finding.path)), (finding,))
            return
        case = self._case(display_name(item))
        if item.findings:
            self._findings(case, item.findings)
        elif item.skipped or item.labels is None:
            Xml.SubElement(case, "skipped", {"message": _escape_xml("; ".join(item.notices))})

    def _case(self, name: str) -> Xml.Element:
        attributes = {"classname": "postlint", "name": _escape_xml(name), "time": "0"}
        self._cases.append(Xml.Element("testcase", attributes))
        return self._cases[-1]

    def _findings(self, case: Xml.Element, findings: tuple[Finding, ...]) -> None:
        text = "\n".join(
            f"{display_path(finding.path)}:{finding.start.line}:{finding.start.column}: "
            f"{finding.severity} {finding.rule} {one_line(finding.message)} "
            f"Try: {one_line(finding.help)}"
            for finding in findings
        )
        worst: Severity = max((finding.severity for finding in findings), key=SEVERITIES.index)
        if worst == "error":
            messages = [finding.message for finding in findings if finding.severity == worst]
            attributes = {"type": worst, "message": _escape_xml(messages[0])}
            Xml.SubElement(case, "failure", attributes).text = _escape_xml(text)
        else:
            Xml.SubElement(case, "system-out").text = _escape_xml(text)

    def finish(self, summary: Summary) -> None:
        """Write the suite."""
        counts = {
            kind: str(sum(case.find(tag) is not None for case in self._cases))
            for kind, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
        }
        total = {"tests": str(len(self._cases)), **counts, "time": "0"}
        suites = Xml.Element("testsuites", total)
        Xml.SubElement(suites, "testsuite", {"name": "postlint", **total}).extend(self._cases)
        Xml.indent(suites)
        self._out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        self._out.write(Xml.tostring(suites, encoding="unicode") + "\n")


def _escape_xml(text: str) -> str:
    """Return text with escapes for characters that XML forbids or that control a terminal."""
    return escape(text)


FORMATTER = JunitFormatter
