"""Findings as an editor shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lsprotocol import types

from postlint.core.terminal_text import one_line
from postlint.diagnostics.finding import Finding, Severity
from postlint.diagnostics.result import PostResult
from postlint.document.source import Span
from postlint.rules.rule import Rule
from postlint.rules.rule_docs import url
from postlint.server.checker import CheckResult
from postlint.server.text import Text

SOURCE = "postlint"
_SEVERITIES: Mapping[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}


def diagnostics(checked: CheckResult, text: Text) -> list[types.Diagnostic]:
    """Return what is to be shown of a draft, in the order of the text."""
    return [*_file_diagnostics(checked, text), *(one.shown for one in findings(checked, text))]


class FindingDiagnostic(NamedTuple):
    """A finding, the post that it is about, and how it is shown."""

    report: PostResult
    finding: Finding
    shown: types.Diagnostic


def findings(checked: CheckResult, text: Text) -> Iterator[FindingDiagnostic]:
    """Yield what was found in the posts of a draft."""
    rules = checked.rules or {}
    for report in checked.reports:
        for finding in report.findings:
            shown = _diagnostic(finding, text, rules.get(finding.rule))
            yield FindingDiagnostic(report, finding, shown)


def _diagnostic(finding: Finding, text: Text, rule: Rule | None) -> types.Diagnostic:
    return types.Diagnostic(
        range=text.range(finding.span),
        message=f"{one_line(finding.message)}\nTry: {one_line(finding.help)}",
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=types.CodeDescription(url(rule)) if rule else None,
        source=SOURCE,
    )


def _file_diagnostics(checked: CheckResult, text: Text) -> Iterator[types.Diagnostic]:
    """Yield what is said of a draft as a file; the command line says it on stderr."""
    if checked.fault:
        yield _on_first_line(text, checked.fault, types.DiagnosticSeverity.Error)
    if not text.text.strip():
        return  # someone is about to begin
    for report in checked.reports:
        for notice in () if report.skipped else report.notices:
            yield _on_first_line(text, notice, types.DiagnosticSeverity.Information)


def _on_first_line(
    text: Text, message: str, severity: types.DiagnosticSeverity
) -> types.Diagnostic:
    return types.Diagnostic(
        range=text.range(Span(0, 0)), message=one_line(message), severity=severity, source=SOURCE
    )
