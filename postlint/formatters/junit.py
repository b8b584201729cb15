"""JUnit's XML, as CI servers read it: each post is a test case, its findings are its failure."""

from __future__ import annotations

from typing import TextIO
from xml.etree import ElementTree as Xml

from postlint.core.errors import Problem
from postlint.core.terminal_text import escape, one_line, show_path
from postlint.diagnostics.finding import SEVERITIES, Finding, Severity
from postlint.diagnostics.result import PostReport
from postlint.formatters.report import Summary, name_of


class JunitReport:
    """Writes one test suite.

    A post fails if one of its findings is an error; milder ones are told as its output.
    """

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._out = out
        self._cases: list[Xml.Element] = []

    def add(self, item: PostReport | Problem) -> None:
        """Note a post or problem as a test case."""
        name = show_path(item.path) if isinstance(item, Problem) else name_of(item)
        case = Xml.Element("testcase", {"classname": "postlint", "name": _clean(name), "time": "0"})
        self._cases.append(case)
        if isinstance(item, Problem):
            Xml.SubElement(case, "error", {"message": _clean(item.message)})
        elif item.findings:
            self._findings(case, item.path, item.findings)
        elif item.left_out or item.reading is None:
            Xml.SubElement(case, "skipped", {"message": _clean("; ".join(item.notices))})

    def _findings(self, case: Xml.Element, path: str, findings: tuple[Finding, ...]) -> None:
        text = "\n".join(
            f"{show_path(path)}:{one.start.line}:{one.start.column}: {one.severity} {one.rule} "
            f"{one_line(one.message)} Try: {one_line(one.help)}"
            for one in findings
        )
        worst: Severity = max((one.severity for one in findings), key=SEVERITIES.index)
        if worst == "error":
            messages = [one.message for one in findings if one.severity == worst]
            about = {"type": worst, "message": _clean(messages[0])}
            Xml.SubElement(case, "failure", about).text = _clean(text)
        else:
            Xml.SubElement(case, "system-out").text = _clean(text)

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


def _clean(text: str) -> str:
    """Return text with escapes for what XML cannot hold, and for what could steer a terminal."""
    return escape(text)
