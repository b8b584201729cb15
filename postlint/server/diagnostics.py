"""Findings as diagnostics for an editor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lsprotocol import types

from postlint.core.terminal_text import one_line
from postlint.diagnostics.finding import Finding, Severity
from postlint.diagnostics.result import PostResult
from postlint.document.source import Span
from postlint.rules.rule import Rule
from postlint.rules.rule_docs import rule_url
from postlint.server.checker import CheckResult
from postlint.server.text import Text

SOURCE = "postlint"
_SEVERITIES: Mapping[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}


def diagnostics(result: CheckResult, text: Text) -> list[types.Diagnostic]:
    """Return the diagnostics of a draft, in the order of the text."""
    return [
        *_file_diagnostics(result, text),
        *(one.diagnostic for one in finding_diagnostics(result, text)),
    ]


class FindingDiagnostic(NamedTuple):
    """A finding, its post, and its diagnostic."""

    post: PostResult
    finding: Finding
    diagnostic: types.Diagnostic


def finding_diagnostics(result: CheckResult, text: Text) -> Iterator[FindingDiagnostic]:
    """Yield the findings in the posts of a draft, with their diagnostics."""
    rules = result.rules or {}
    for post in result.posts:
        for finding in post.findings:
            diagnostic = _diagnostic(finding, text, rules.get(finding.rule))
            yield FindingDiagnostic(post, finding, diagnostic)


def _diagnostic(finding: Finding, text: Text, rule: Rule | None) -> types.Diagnostic:
    return types.Diagnostic(
        range=text.range(finding.span),
        message=f"{one_line(finding.message)}\nTry: {one_line(finding.help)}",
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=types.CodeDescription(rule_url(rule)) if rule else None,
        source=SOURCE,
    )


def _file_diagnostics(result: CheckResult, text: Text) -> Iterator[types.Diagnostic]:
    """Yield what applies to the draft as a file; the command line prints it to stderr."""
    if result.error:
        yield _on_first_line(text, result.error, types.DiagnosticSeverity.Error)
    if not text.text.strip():
        return  # the writer hasn't started yet
    for post in result.posts:
        for notice in () if post.skipped else post.notices:
            yield _on_first_line(text, notice, types.DiagnosticSeverity.Information)


def _on_first_line(
    text: Text, message: str, severity: types.DiagnosticSeverity
) -> types.Diagnostic:
    return types.Diagnostic(
        range=text.range(Span(0, 0)), message=one_line(message), severity=severity, source=SOURCE
    )
