"""Findings as diagnostics for an editor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lsprotocol import types

from postlint.core.terminal_text import one_line
from postlint.diagnostics.finding import Finding, Severity
from postlint.diagnostics.result import PostResult
from postlint.document.source import Span
from postlint.rules.rule_docs import rule_url
from postlint.server.documents import OpenDraft

SOURCE = "postlint"
_SEVERITIES: Mapping[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}


def diagnostics(draft: OpenDraft) -> list[types.Diagnostic]:
    """Return the diagnostics of a draft, in the order of the text."""
    found = finding_diagnostics(draft)
    return [*_file_diagnostics(draft), *(diagnostic for _, _, diagnostic in found)]


def finding_diagnostics(
    draft: OpenDraft, span: Span | None = None
) -> Iterator[tuple[PostResult, Finding, types.Diagnostic]]:
    """Yield the findings in a span, or all of them, each with its post and its diagnostic."""
    for post in draft.result.posts:
        for finding in post.findings:
            if span and (finding.span.end < span.start or span.end < finding.span.start):
                continue
            rule = draft.result.rules.get(finding.rule)
            yield (
                post,
                finding,
                types.Diagnostic(
                    range=draft.text.range(finding.span),
                    message=f"{one_line(finding.message)}\nTry: {one_line(finding.help)}",
                    severity=_SEVERITIES[finding.severity],
                    code=finding.rule,
                    code_description=types.CodeDescription(rule_url(rule)) if rule else None,
                    source=SOURCE,
                ),
            )


def _file_diagnostics(draft: OpenDraft) -> Iterator[types.Diagnostic]:
    """Yield what applies to the draft as a file; the command line prints it to stderr."""
    first_line = draft.text.range(Span(0, 0))
    if draft.result.error:
        message = one_line(draft.result.error)
        yield types.Diagnostic(first_line, message, types.DiagnosticSeverity.Error, source=SOURCE)
    if not draft.text.text.strip():
        return  # the writer hasn't started yet
    for post in draft.result.posts:
        for notice in () if post.skipped else post.notices:
            severity = types.DiagnosticSeverity.Information
            yield types.Diagnostic(first_line, one_line(notice), severity, source=SOURCE)
