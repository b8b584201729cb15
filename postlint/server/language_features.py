"""Answers to an editor's requests: hovers, the verdict above each post, and quick fixes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lsprotocol import types

from postlint import fixes
from postlint.core.terminal_text import escape, escape_markdown, one_line
from postlint.diagnostics.finding import META_RULES, Finding
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source, Span
from postlint.rules.rule_docs import url
from postlint.scoring.headline import with_score
from postlint.scoring.reason import EFFECT_SIGNS
from postlint.server.checker import CheckResult
from postlint.server.diagnostics import FindingDiagnostic, findings
from postlint.server.text import Text

_IMAGE_OR_TAG = re.compile(r"!(?=\[)|<")
_MOVE_TO_TOP_RULES = ("weak-opening",)
"""Rules whose findings are fixed by moving the sentence that speaks to the reader to the top."""

_MAX_FIXES = 20
"""Safe fixes that are offered at once: the draft is read again for each."""


def hover(checked: CheckResult, text: Text, position: types.Position) -> types.Hover | None:
    """Return the findings at a place: what they say, why it matters, and what to try."""
    at = text.offset(position)
    found = [one for one in findings(checked, text) if _overlaps(one.finding, Span(at, at))]
    if not found:
        return None
    parts = [_hover_markdown(one.finding, checked) for one in found]
    markdown = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(parts))
    return types.Hover(markdown, found[0].shown.range)


def _overlaps(finding: Finding, span: Span) -> bool:
    return finding.span.start <= span.end and span.start <= finding.span.end


def _hover_markdown(finding: Finding, checked: CheckResult) -> str:
    lines = [
        f"**{finding.rule}** ({finding.severity})",
        escape_markdown(finding.message),
        f"**Try:** {escape_markdown(finding.help)}",
    ]
    if rule := (checked.rules or {}).get(finding.rule):
        # It is Markdown, but an image in it would be fetched from the network.
        why = escape(_IMAGE_OR_TAG.sub(r"\\\g<0>", rule.why.strip()))
        lines += [f"**Why:** {why}", f"[More about this rule]({url(rule)})"]
    return "\n\n".join(lines)


def code_lenses(checked: CheckResult, text: Text) -> list[types.CodeLens]:
    """Return the verdict and score to show above each post, with the reasons."""
    return [
        types.CodeLens(text.range(_first_line(report)), _score_command(report))
        for report in checked.reports
        if report.relevance is not None or report.skipped
    ]


def _first_line(report: PostResult) -> Span:
    body = report.source.text[report.body.start : report.body.end]
    start = report.body.start + len(body) - len(body.lstrip())
    return Span(start, start)


def _score_command(report: PostResult) -> types.Command:
    """Return the verdict, the score, and the strongest reason. Clicking it does nothing."""
    if report.relevance is None:
        return types.Command(one_line(f"postlint: {'; '.join(report.notices)}"), "")
    title = with_score(report.headline, report.relevance)
    if report.reasons:
        title = f"{title}: {report.reasons[0].text}"
    reasons = (
        f"{EFFECT_SIGNS[one.effect]} {one.with_location(report.source)}" for one in report.reasons
    )
    return types.Command(one_line(title), "", tooltip=one_line("; ".join(reasons)))


class CodeActionBuilder:
    """The changes that are offered for a part of a draft."""

    def __init__(
        self, checked: CheckResult, text: Text, uri: str, version: int, *, versioned: bool
    ) -> None:
        """Take what was found in a version of a draft.

        Args:
            checked: what was found.
            text: the draft's text.
            uri: the draft's name in the editor.
            version: which version of it was checked.
            versioned: the editor accepts changes that apply to one version only.
        """
        self._checked = checked
        self._text = text
        self._uri = uri
        self._version = version
        self._versioned = versioned

    def code_actions(self, where: types.Range) -> list[types.CodeAction]:
        """Return what can be changed there, the best first."""
        if self._checked.source is None or not self._checked.reports:
            return []
        span = Span(self._text.offset(where.start), self._text.offset(where.end))
        return [
            *self._safe_fix_actions(span),
            *self._suggestion_actions(span),
            *self._move_actions(span),
            *self._ignore_actions(span),
        ]

    def _findings_in(self, span: Span) -> Iterator[FindingDiagnostic]:
        return (one for one in findings(self._checked, self._text) if _overlaps(one.finding, span))

    def _safe_fix_actions(self, span: Span) -> Iterator[types.CodeAction]:
        rules = self._checked.rules or {}
        fixable = (one for one in self._findings_in(span) if fixes.is_fixable(one.finding, rules))
        for _, finding, diagnostic in islice(fixable, _MAX_FIXES):
            for fix in fixes.safe_fixes(self._source, [finding], rules, self._checked.read):
                yield from self._action(
                    fix.title, fix.edits, types.CodeActionKind.QuickFix, diagnostic
                )

    def _suggestion_actions(self, span: Span) -> Iterator[types.CodeAction]:
        text = self._source.text
        for report, finding, diagnostic in self._findings_in(span):
            if finding.suggestion:
                edits = fixes.insert_paragraph(
                    text, finding.suggestion, finding.span, report.ordinal, self._checked.read
                )
                yield from self._action(
                    f"Add “{finding.suggestion}”", edits, types.CodeActionKind.QuickFix, diagnostic
                )
            if finding.rule in _MOVE_TO_TOP_RULES:
                sentence = _first_for_reader(report)
                yield from self._move_to_top_action(
                    report, sentence, types.CodeActionKind.QuickFix, diagnostic
                )

    def _move_actions(self, span: Span) -> Iterator[types.CodeAction]:
        for report in self._checked.reports:
            for one in report.sentences:
                here = one.span.start <= span.start < one.span.end
                if here and one.speaks_to == "reader" and not one.quoted:
                    kind = types.CodeActionKind.RefactorRewrite
                    yield from self._move_to_top_action(report, one.span, kind)

    def _move_to_top_action(
        self,
        report: PostResult,
        sentence: Span | None,
        kind: types.CodeActionKind,
        diagnostic: types.Diagnostic | None = None,
    ) -> Iterator[types.CodeAction]:
        if sentence is None:
            return
        text = self._source.text
        edits = fixes.move_to_top(text, sentence, report.ordinal, self._checked.read)
        title = f"Move {_quoted(text, sentence)} to the top"
        yield from self._action(title, edits, kind, diagnostic)

    def _ignore_actions(self, span: Span) -> Iterator[types.CodeAction]:
        seen_rules: set[str] = set(META_RULES)
        for _, finding, diagnostic in self._findings_in(span):
            if finding.rule not in seen_rules:
                seen_rules.add(finding.rule)
                edits = fixes.ignore_rule(self._source, finding.rule, self._checked.read)
                title = f"Ignore `{finding.rule}` in this draft"
                yield from self._action(title, edits, types.CodeActionKind.QuickFix, diagnostic)

    def _action(
        self,
        title: str,
        edits: Sequence[fixes.Edit],
        kind: types.CodeActionKind,
        diagnostic: types.Diagnostic | None,
    ) -> Iterator[types.CodeAction]:
        if edits:
            yield types.CodeAction(
                title=one_line(title),
                kind=kind,
                diagnostics=[diagnostic] if diagnostic else None,
                edit=self._workspace_edit(edits),
            )

    def _workspace_edit(self, edits: Sequence[fixes.Edit]) -> types.WorkspaceEdit:
        changes = [types.TextEdit(self._text.range(one.span), one.text) for one in edits]
        if not self._versioned:
            return types.WorkspaceEdit(changes={self._uri: changes})
        document = types.OptionalVersionedTextDocumentIdentifier(self._uri, self._version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, [*changes])])

    @property
    def _source(self) -> Source:
        assert self._checked.source  # noqa: S101 -- there are reports
        return self._checked.source


def _first_for_reader(report: PostResult) -> Span | None:
    """Return the first sentence that speaks to the reader."""
    spoken = (one for one in report.sentences if one.speaks_to == "reader" and not one.quoted)
    return next((one.span for one in spoken), None)


_MAX_QUOTED_CHARACTERS = 40


def _quoted(text: str, span: Span) -> str:
    words = " ".join(text[span.start : span.end].split())
    return (
        f"“{words}”"
        if len(words) <= _MAX_QUOTED_CHARACTERS
        else f"“{words[:_MAX_QUOTED_CHARACTERS].rstrip()}…”"
    )
