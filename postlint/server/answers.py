"""Answers to an editor's requests: hovers, the verdict above each post, and quick fixes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lsprotocol import types

from postlint import fixes
from postlint.core.terminal_text import escape, escape_markdown, one_line
from postlint.diagnostics.finding import META_RULES, Finding
from postlint.diagnostics.result import PostReport
from postlint.document.source import Source, Span
from postlint.rules.page import url
from postlint.scoring.headline import with_score
from postlint.scoring.reason import SIGNS
from postlint.server.checker import Checked
from postlint.server.diagnostics import Shown, findings
from postlint.server.text import Text

_EMBEDDED = re.compile(r"!(?=\[)|<")
_MOVES = ("weak-opening",)
"""Rules whose findings are fixed by moving the sentence that speaks to the reader to the top."""

_MOST_FIXES = 20
"""Safe fixes that are offered at once: the draft is read again for each."""


def hover(checked: Checked, text: Text, position: types.Position) -> types.Hover | None:
    """Return the findings at a place: what they say, why it matters, and what to try."""
    at = text.offset(position)
    found = [one for one in findings(checked, text) if _touches(one.finding, Span(at, at))]
    if not found:
        return None
    parts = [_explained(one.finding, checked) for one in found]
    markdown = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(parts))
    return types.Hover(markdown, found[0].shown.range)


def _touches(finding: Finding, span: Span) -> bool:
    return finding.span.start <= span.end and span.start <= finding.span.end


def _explained(finding: Finding, checked: Checked) -> str:
    lines = [
        f"**{finding.rule}** ({finding.severity})",
        escape_markdown(finding.message),
        f"**Try:** {escape_markdown(finding.help)}",
    ]
    if rule := (checked.rules or {}).get(finding.rule):
        # It is Markdown, but an image in it would be fetched from the network.
        why = escape(_EMBEDDED.sub(r"\\\g<0>", rule.why.strip()))
        lines += [f"**Why:** {why}", f"[More about this rule]({url(rule)})"]
    return "\n\n".join(lines)


def lenses(checked: Checked, text: Text) -> list[types.CodeLens]:
    """Return the verdict and score to show above each post, with the reasons."""
    return [
        types.CodeLens(text.range(_first_line(report)), _score(report))
        for report in checked.reports
        if report.relevance is not None or report.left_out
    ]


def _first_line(report: PostReport) -> Span:
    body = report.source.text[report.body.start : report.body.end]
    start = report.body.start + len(body) - len(body.lstrip())
    return Span(start, start)


def _score(report: PostReport) -> types.Command:
    """Return the verdict, the score, and the strongest reason. Clicking it does nothing."""
    if report.relevance is None:
        return types.Command(one_line(f"postlint: {'; '.join(report.notices)}"), "")
    title = with_score(report.headline, report.relevance)
    if report.reasons:
        title = f"{title}: {report.reasons[0].text}"
    reasons = (f"{SIGNS[one.effect]} {one.with_place(report.source)}" for one in report.reasons)
    return types.Command(one_line(title), "", tooltip=one_line("; ".join(reasons)))


class Actions:
    """The changes that are offered for a part of a draft."""

    def __init__(
        self, checked: Checked, text: Text, uri: str, version: int, *, versioned: bool
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

    def within(self, where: types.Range) -> list[types.CodeAction]:
        """Return what can be changed there, the best first."""
        if self._checked.source is None or not self._checked.reports:
            return []
        span = Span(self._text.offset(where.start), self._text.offset(where.end))
        return [
            *self._fixing(span),
            *self._mending(span),
            *self._moving(span),
            *self._ignoring(span),
        ]

    def _touched(self, span: Span) -> Iterator[Shown]:
        return (one for one in findings(self._checked, self._text) if _touches(one.finding, span))

    def _fixing(self, span: Span) -> Iterator[types.CodeAction]:
        rules = self._checked.rules or {}
        fixable = (one for one in self._touched(span) if fixes.is_fixable(one.finding, rules))
        for _, finding, shown in islice(fixable, _MOST_FIXES):
            for fix in fixes.safe_fixes(self._source, [finding], rules, self._checked.read):
                yield from self._action(fix.title, fix.edits, types.CodeActionKind.QuickFix, shown)

    def _mending(self, span: Span) -> Iterator[types.CodeAction]:
        text = self._source.text
        for report, finding, shown in self._touched(span):
            if finding.suggestion:
                edits = fixes.put_in(
                    text, finding.suggestion, finding.span, report.ordinal, self._checked.read
                )
                yield from self._action(
                    f"Add “{finding.suggestion}”", edits, types.CodeActionKind.QuickFix, shown
                )
            if finding.rule in _MOVES:
                sentence = _first_for_reader(report)
                yield from self._move(report, sentence, types.CodeActionKind.QuickFix, shown)

    def _moving(self, span: Span) -> Iterator[types.CodeAction]:
        for report in self._checked.reports:
            for one in report.sentences:
                here = one.span.start <= span.start < one.span.end
                if here and one.speaks_to == "reader" and not one.quoted:
                    kind = types.CodeActionKind.RefactorRewrite
                    yield from self._move(report, one.span, kind)

    def _move(
        self,
        report: PostReport,
        sentence: Span | None,
        kind: types.CodeActionKind,
        shown: types.Diagnostic | None = None,
    ) -> Iterator[types.CodeAction]:
        if sentence is None:
            return
        text = self._source.text
        edits = fixes.move_to_top(text, sentence, report.ordinal, self._checked.read)
        title = f"Move {_quoted(text, sentence)} to the top"
        yield from self._action(title, edits, kind, shown)

    def _ignoring(self, span: Span) -> Iterator[types.CodeAction]:
        told: set[str] = set(META_RULES)
        for _, finding, shown in self._touched(span):
            if finding.rule not in told:
                told.add(finding.rule)
                edits = fixes.ignore_rule(self._source, finding.rule, self._checked.read)
                title = f"Ignore `{finding.rule}` in this draft"
                yield from self._action(title, edits, types.CodeActionKind.QuickFix, shown)

    def _action(
        self,
        title: str,
        edits: Sequence[fixes.Edit],
        kind: types.CodeActionKind,
        shown: types.Diagnostic | None,
    ) -> Iterator[types.CodeAction]:
        if edits:
            yield types.CodeAction(
                title=one_line(title),
                kind=kind,
                diagnostics=[shown] if shown else None,
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


def _first_for_reader(report: PostReport) -> Span | None:
    """Return the first sentence that speaks to the reader."""
    spoken = (one for one in report.sentences if one.speaks_to == "reader" and not one.quoted)
    return next((one.span for one in spoken), None)


_QUOTED = 40


def _quoted(text: str, span: Span) -> str:
    words = " ".join(text[span.start : span.end].split())
    return f"“{words}”" if len(words) <= _QUOTED else f"“{words[:_QUOTED].rstrip()}…”"
