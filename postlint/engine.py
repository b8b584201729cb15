"""The one way from sources to reports: every front end runs these steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from postlint.checks import CHECKS, Context, Hit, Stretch
from postlint.checks.template import fill
from postlint.drafts.draft import Draft, read_draft
from postlint.drafts.source import Source, Span
from postlint.errors import Problem
from postlint.findings import INTERNAL_ERROR, Finding, Severity, at_least
from postlint.judgement.judge import Judgement, Reading, judge
from postlint.lines import one_line
from postlint.posts.language import detect_language
from postlint.posts.post import Sentence

if TYPE_CHECKING:
    from postlint.judgement.model import Model
    from postlint.posts.post import Post
    from postlint.ruleset.rule import Rule

_BATCH = 64
"""Drafts analysed together: enough to keep spaCy busy, few enough to stay small."""


@dataclass(frozen=True)
class PostReport:
    """All that postlint says about one post.

    Attributes:
        draft: the post as it was read.
        language: ISO 639-1 code; None where there is no prose.
        post: the analysed post; None where there is no English prose.
        judgement: its readings and relevance; None likewise.
        findings: what the rules found, in the order of the text.
        notices: what the author should know of how the draft was read.
    """

    draft: Draft
    language: str | None
    post: Post | None = None
    judgement: Judgement | None = None
    findings: tuple[Finding, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The file's name as the user knows it."""
        return self.draft.source.path

    @property
    def relevance(self) -> float | None:
        """Probability that a prospective client finds the post relevant."""
        return self.judgement.relevance if self.judgement else None

    @property
    def reading(self) -> Reading | None:
        """What the post is taken to be."""
        return self.judgement.reading if self.judgement else None


def lint(
    sources: Iterable[Source | Problem],
    *,
    rules: Sequence[Rule],
    models: Mapping[str, Model],
    platform: str | None = None,
) -> Iterator[PostReport | Problem]:
    """Lint sources and yield a report for each post, in order; problems are passed on in place.

    `platform` holds for drafts whose front matter names none. Sources are read ahead by a batch
    and no more.
    """
    sources = iter(sources)
    while batch := list(islice(sources, _BATCH)):
        drafts = (read_draft(item, platform=platform) for item in batch if isinstance(item, Source))
        reports = lint_drafts(drafts, rules=rules, models=models)
        for item in batch:
            yield item if isinstance(item, Problem) else next(reports)


def lint_drafts(
    drafts: Iterable[Draft], *, rules: Sequence[Rule], models: Mapping[str, Model]
) -> Iterator[PostReport]:
    """Lint drafts that have been read; all are read first."""
    for draft, language, post in analyse_english(drafts):
        yield _report(draft, language, post, rules, models)


def analyse_english(drafts: Iterable[Draft]) -> Iterator[tuple[Draft, str | None, Post | None]]:
    """Yield each draft with its language and, if that is English, the analysed post.

    All drafts are read first: give as many as memory can hold.
    """
    with_language = [(draft, _language(draft)) for draft in drafts]
    english = [draft for draft, language in with_language if language == "en"]
    posts: Iterator[Post] = iter(())
    if english:
        # Imported late: drafts without English prose need no spaCy.
        from postlint.posts.analysis import analyse

        posts = analyse(english)
    for draft, language in with_language:
        yield draft, language, next(posts) if language == "en" else None


def _language(draft: Draft) -> str | None:
    return detect_language(" ".join(block.text for block in draft.blocks))


def _notices(draft: Draft, language: str | None) -> tuple[str, ...]:
    front_matter = draft.front_matter
    notices = [front_matter.error] if front_matter.error else []
    named = front_matter.values.get("platform")
    if named is not None and not front_matter.platform:
        notices.append(f"platform `{named}` is not known, so not used")
    if language is None:
        notices.append("no prose to judge")
    elif language != "en":
        notices.append(f"not English (it looks like `{language}`), so not judged")
    return tuple(notices)


def _report(
    draft: Draft,
    language: str | None,
    post: Post | None,
    rules: Sequence[Rule],
    models: Mapping[str, Model],
) -> PostReport:
    notices = _notices(draft, language)
    if post is None:
        return PostReport(draft, language, notices=notices)
    judgement = judge(post, models)
    findings = [finding for rule in rules for finding in _run(rule, post, judgement)]
    findings.sort(key=lambda finding: (finding.span.start, finding.span.end, finding.rule))
    uncovered = tuple(_uncovered(findings, rules))
    return PostReport(draft, language, post, judgement, uncovered, notices)


def _run(rule: Rule, post: Post, judgement: Judgement) -> Iterator[Finding]:
    check = CHECKS[rule.check]
    context = Context(post, judgement, check.options.model_validate(rule.options), rule.scope)
    try:
        for hit in check.run(context):
            yield _finding(rule, post, hit)
    except Exception as error:
        span = Span(post.draft.body.start, post.draft.body.start)
        reason = one_line(f"{type(error).__name__}: {error}")
        message = f"rule `{rule.id}` failed on this post ({reason})"
        help_text = "Please report this; until it is mended, `--ignore` the rule."
        yield _place(INTERNAL_ERROR, "error", message, help_text, post.draft.source, span)


def _finding(rule: Rule, post: Post, hit: Hit) -> Finding:
    where = hit.where
    if isinstance(where, Sentence | Stretch):
        span = where.block.prose.to_source(where.start, where.end)
    else:
        text = where.prose.text
        start = len(text) - len(text.lstrip())
        span = where.prose.to_source(start, len(text.rstrip()))
    return _place(
        rule.id,
        rule.severity_on(post.platform),
        fill(rule.message, hit.fields),
        fill(rule.help, hit.fields),
        post.draft.source,
        span,
    )


def _place(
    rule: str, severity: Severity, message: str, help_text: str, source: Source, span: Span
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        message=message,
        help=help_text,
        excerpt=source.text[span.start : span.end],
        span=span,
        start=source.position(span.start),
        end=source.position(span.end),
    )


def _uncovered(findings: Sequence[Finding], rules: Sequence[Rule]) -> Iterator[Finding]:
    """Yield the findings that no other finding stands for: one fault, one finding.

    A worse finding is never covered by a milder one.
    """
    covers = {rule.id: rule.covers for rule in rules}
    for finding in findings:
        if not any(
            finding.rule in covers.get(other.rule, ())
            and at_least(other.severity, finding.severity)
            for other in findings
        ):
            yield finding
