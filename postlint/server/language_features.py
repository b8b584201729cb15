"""Responses to an editor's requests: hovers, code lenses, and code actions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lsprotocol import types

from postlint import fixes
from postlint.core.terminal_text import escape, escape_markdown, one_line, shorten
from postlint.diagnostics.finding import META_RULES, Finding
from postlint.diagnostics.result import PostResult, SentenceResult
from postlint.document.source import Span
from postlint.rules.rule_docs import rule_url
from postlint.scoring.headline import with_score
from postlint.scoring.reason import EFFECT_SIGNS
from postlint.server.checker import CheckResult
from postlint.server.diagnostics import finding_diagnostics
from postlint.server.documents import OpenDraft

_IMAGE_OR_TAG = re.compile(r"!(?=\[)|<")
_MOVE_TO_TOP_RULES = ("weak-opening",)
"""Rules whose findings are fixed by moving the sentence that speaks to the reader to the top."""

_MAX_QUOTED_CHARACTERS = 40
"""The maximum length of a sentence in a title."""

_MAX_FIXES = 20
"""The number of safe fixes to offer at once: the draft is read again for each."""


def hover(draft: OpenDraft, position: types.Position) -> types.Hover | None:
    """Return the findings at a position: the problem, why it matters, and what to try."""
    at = draft.text.offset(position)
    findings = [finding for _, finding, _ in finding_diagnostics(draft, Span(at, at))]
    if not findings:
        return None
    parts = [_hover_markdown(finding, draft.result) for finding in findings]
    markdown = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(parts))
    return types.Hover(markdown, draft.text.range(findings[0].span))


def _hover_markdown(finding: Finding, result: CheckResult) -> str:
    lines = [
        f"**{finding.rule}** ({finding.severity})",
        escape_markdown(finding.message),
        f"**Try:** {escape_markdown(finding.help)}",
    ]
    if rule := result.rules.get(finding.rule):
        # An editor would download an image from the network.
        why = escape(_IMAGE_OR_TAG.sub(r"\\\g<0>", rule.why.strip()))
        lines += [f"**Why:** {why}", f"[More about this rule]({rule_url(rule)})"]
    return "\n\n".join(lines)


def code_lenses(draft: OpenDraft) -> list[types.CodeLens]:
    """Return the verdict and score to show above each post, with the reasons."""
    return [
        types.CodeLens(
            draft.text.range(Span(post.text_span.start, post.text_span.start)),
            _score_command(post),
        )
        for post in draft.result.posts
        if post.relevance is not None or post.skipped
    ]


def _score_command(post: PostResult) -> types.Command:
    """Return the verdict, the score, and the strongest reason. Clicking it does nothing."""
    if post.relevance is None:
        return types.Command(one_line(f"postlint: {'; '.join(post.notices)}"), "")
    title = with_score(post.headline, post.relevance)
    if post.reasons:
        title = f"{title}: {post.reasons[0].text}"
    reasons = (
        f"{EFFECT_SIGNS[reason.effect]} {reason.with_location(post.source)}"
        for reason in post.reasons
    )
    return types.Command(one_line(title), "", tooltip=one_line("; ".join(reasons)))


class CodeActionBuilder:
    """Builds the code actions for a range of a draft.

    If `versioned` is true, the editor supports edits that apply to one version only.
    """

    def __init__(self, draft: OpenDraft, *, versioned: bool) -> None:
        self._draft = draft
        self._result = draft.result
        self._source = draft.result.source
        self._versioned = versioned

    def code_actions(self, where: types.Range) -> list[types.CodeAction]:
        """Return the code actions for a range, the best ones first."""
        text = self._draft.text
        span = Span(text.offset(where.start), text.offset(where.end))
        return [
            *self._safe_fix_actions(span),
            *self._suggestion_actions(span),
            *self._move_actions(span),
            *self._ignore_actions(span),
        ]

    def _safe_fix_actions(self, span: Span) -> Iterator[types.CodeAction]:
        rules = self._result.rules
        found = finding_diagnostics(self._draft, span)
        fixable = (one for one in found if fixes.is_fixable(one[1], rules))
        for _, finding, diagnostic in islice(fixable, _MAX_FIXES):
            for fix in fixes.safe_fixes(self._source, [finding], rules, self._result.read):
                yield from self._action(
                    fix.title, fix.edits, types.CodeActionKind.QuickFix, diagnostic
                )

    def _suggestion_actions(self, span: Span) -> Iterator[types.CodeAction]:
        text = self._source.text
        for post, finding, diagnostic in finding_diagnostics(self._draft, span):
            if finding.suggestion:
                edits = fixes.insert_paragraph(
                    text, finding.suggestion, finding.span, post.ordinal, self._result.read
                )
                yield from self._action(
                    f"Add “{finding.suggestion}”", edits, types.CodeActionKind.QuickFix, diagnostic
                )
            if finding.rule in _MOVE_TO_TOP_RULES:
                # A sentence that only says "Contact us today!" makes no opening.
                best = max(_sentences_for_reader(post), key=_tie, default=None)
                if best:
                    yield from self._move_to_top_action(
                        post, best.span, types.CodeActionKind.QuickFix, diagnostic
                    )

    def _move_actions(self, span: Span) -> Iterator[types.CodeAction]:
        kind = types.CodeActionKind.RefactorRewrite
        for post in self._result.posts:
            for sentence in _sentences_for_reader(post):
                if sentence.span.start <= span.start < sentence.span.end:
                    yield from self._move_to_top_action(post, sentence.span, kind)

    def _move_to_top_action(
        self,
        post: PostResult,
        sentence: Span,
        kind: types.CodeActionKind,
        diagnostic: types.Diagnostic | None = None,
    ) -> Iterator[types.CodeAction]:
        text = self._source.text
        edits = fixes.move_to_top(text, sentence, post.ordinal, self._result.read)
        quoted = shorten(text[sentence.start : sentence.end], _MAX_QUOTED_CHARACTERS)
        title = f"Move “{quoted}” to the top"
        yield from self._action(title, edits, kind, diagnostic)

    def _ignore_actions(self, span: Span) -> Iterator[types.CodeAction]:
        seen_rules: set[str] = set(META_RULES)
        for _, finding, diagnostic in finding_diagnostics(self._draft, span):
            if finding.rule not in seen_rules:
                seen_rules.add(finding.rule)
                edits = fixes.ignore_rule(self._source, finding.rule, self._result.read)
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
        draft = self._draft
        changes = [types.TextEdit(draft.text.range(edit.span), edit.text) for edit in edits]
        if not self._versioned:
            return types.WorkspaceEdit(changes={draft.uri: changes})
        document = types.OptionalVersionedTextDocumentIdentifier(draft.uri, draft.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, [*changes])])


def _tie(sentence: SentenceResult) -> float:
    return sentence.probabilities.get("tie", 0)


def _sentences_for_reader(post: PostResult) -> Iterator[SentenceResult]:
    """Yield the sentences that speak to the reader."""
    for sentence in post.sentences:
        if sentence.speaks_to == "reader" and not sentence.quoted:
            yield sentence
