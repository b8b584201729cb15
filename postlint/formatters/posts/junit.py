"""JUnit XML for CI servers. A post is a test case, and its findings are its failure."""

from __future__ import annotations

from typing import TextIO
from xml.etree import ElementTree as Xml

from postlint.core.errors import LintFailure
from postlint.core.terminal_text import display_path, escape, one_line
from postlint.diagnostics.finding import Finding
from postlint.diagnostics.result import PostResult
from postlint.formatters.base import PostFormatter, ResultOrAudit, Summary
from postlint.formatters.posts.concise import format_finding


class JunitFormatter(PostFormatter):
    """Writes one test suite.

    A post fails if one of its findings is an error. Milder findings go to its output.
    """

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        super().__init__(out, quiet=quiet)
        self._cases: list[Xml.Element] = []

    def _add_failure(self, failure: LintFailure) -> None:
        case = self._add_case(display_path(failure.path))
        Xml.SubElement(case, "error", {"message": escape(failure.message)})

    def _add_result(self, item: ResultOrAudit) -> None:
        if not isinstance(item, PostResult):
            for finding in item.findings:
                _add_findings(self._add_case(display_path(finding.path)), (finding,))
            return
        case = self._add_case(item.display_name)
        if item.findings:
            _add_findings(case, item.findings)
        elif item.skipped or item.labels is None:
            Xml.SubElement(case, "skipped", {"message": escape("; ".join(item.notices))})

    def _add_case(self, name: str) -> Xml.Element:
        attributes = {"classname": "postlint", "name": escape(name), "time": "0"}
        self._cases.append(Xml.Element("testcase", attributes))
        return self._cases[-1]

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


def _add_findings(case: Xml.Element, findings: tuple[Finding, ...]) -> None:
    # `escape` also escapes all characters that XML forbids.
    text = escape(
        "\n".join(
            f"{format_finding(finding)} Try: {one_line(finding.help)}" for finding in findings
        )
    )
    error = next((finding for finding in findings if finding.severity == "error"), None)
    if error:
        attributes = {"type": error.severity, "message": escape(error.message)}
        Xml.SubElement(case, "failure", attributes).text = text
    else:
        Xml.SubElement(case, "system-out").text = text


FORMATTER = JunitFormatter
