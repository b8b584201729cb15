"""The one way from sources to reports: every front end runs these steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from postlint.advice import Subject, choose, find_subject
from postlint.checks import Context, Hit, Stretch
from postlint.checks.template import fill
from postlint.drafts.draft import Draft, read_draft
from postlint.drafts.source import Source, Span
from postlint.errors import Problem
from postlint.findings import INTERNAL_ERROR, Finding, Severity, at_least
from postlint.judgement.judge import Judgement, Reading, judge
from postlint.lines import one_line
from postlint.posts.language import detect_language
from postlint.posts.post import Sentence
from postlint.profile import EMPTY, Profile

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


@dataclass(frozen=True)
class Setting:
    """What holds for a draft.

    Attributes:
        rules: the rules to run.
        profile: who the author is.
    """

    rules: Sequence[Rule]
    profile: Profile = EMPTY


def lint(
    sources: Iterable[Source | Problem],
    *,
    setting: Callable[[Source], Setting],
    models: Mapping[str, Model],
    platform: str | None = None,
) -> Iterator[PostReport | Problem]:
    """Lint sources and yield a report for each post, in order; problems are passed on in place.

    Args:
        sources: what to lint; read ahead by a batch and no more.
        setting: tells what holds for a source.
        models: the models for the readings and the score.
        platform: holds for drafts whose front matter names none.
    """
    sources = iter(sources)
    while batch := list(islice(sources, _BATCH)):
        drafts, rules = [], []
        for item in batch:
            if isinstance(item, Source):
                held = setting(item)
                drafts.append(read_draft(item, platform=platform, profile=held.profile))
                rules.append(held.rules)
        reports = lint_drafts(drafts, rules, models)
        for item in batch:
            yield item if isinstance(item, Problem) else next(reports)


def lint_drafts(
    drafts: Sequence[Draft], rules: Iterable[Sequence[Rule]], models: Mapping[str, Model]
) -> Iterator[PostReport]:
    """Lint drafts that have been read, each with its own rules."""
    for (draft, language, post), own in zip(analyse_english(drafts), rules, strict=False):
        yield _report(draft, language, post, own, models)


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
    notices = list(draft.notices)
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
    subject = cache(lambda: find_subject(post, judgement))
    findings = [finding for rule in rules for finding in _run(rule, post, judgement, subject)]
    findings.sort(key=lambda finding: (finding.span.start, finding.span.end, finding.rule))
    uncovered = tuple(_uncovered(findings, rules))
    return PostReport(draft, language, post, judgement, uncovered, notices)


def _run(
    rule: Rule, post: Post, judgement: Judgement, subject: Callable[[], Subject]
) -> Iterator[Finding]:
    context = Context(post, judgement, rule.settings, rule.scope)
    try:
        for hit in rule.checking.run(context):
            yield _finding(rule, post, hit, subject)
    except Exception as error:
        span = Span(post.draft.body.start, post.draft.body.start)
        reason = one_line(f"{type(error).__name__}: {error}")
        message = f"rule `{rule.id}` ({rule.home}) failed on this post: {reason}"
        help_text = "Please report this to whoever wrote the rule; until it is mended, ignore it."
        yield _place(INTERNAL_ERROR, "error", message, help_text, post.draft.source, span)


def _finding(rule: Rule, post: Post, hit: Hit, subject: Callable[[], Subject]) -> Finding:
    where = hit.where
    if isinstance(where, Span):
        span = where
    elif isinstance(where, Sentence | Stretch):
        span = where.block.prose.to_source(where.start, where.end)
    else:
        text = where.prose.text
        start = len(text) - len(text.lstrip())
        span = where.prose.to_source(start, len(text.rstrip()))
    return _place(
        rule.id,
        rule.severity_on(post.platform),
        fill(rule.message, hit.fields),
        choose(rule.help, subject(), hit.fields),
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
