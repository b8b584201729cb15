"""The one way from sources to reports: every front end runs these steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from postlint.advice import Subject, choose, find_subject
from postlint.checks import Check, Context, Hit, Stretch
from postlint.checks.template import fill
from postlint.drafts.draft import Draft, read_drafts
from postlint.drafts.source import Source, Span
from postlint.drafts.split import FENCES
from postlint.errors import Problem
from postlint.findings import INTERNAL_ERROR, UNUSED_IGNORE, Finding, at_least
from postlint.judgement.explain import explain, in_words
from postlint.judgement.judge import Judgement, judge
from postlint.lines import one_line
from postlint.posts.language import detect_language
from postlint.posts.post import Sentence
from postlint.profile import EMPTY, Profile
from postlint.results import Analysis, PostReport, SentenceReport
from postlint.suppression import KEY, Fault, read_suppressions
from postlint.timings import Timings

if TYPE_CHECKING:
    from postlint.judgement.model import Model
    from postlint.posts.memory import Memory
    from postlint.posts.post import Post
    from postlint.ruleset.rule import Rule

_BATCH = 64
"""Drafts analysed together: enough to keep spaCy busy, few enough to stay small."""


@dataclass(frozen=True)
class Setting:
    """What holds for a file.

    Attributes:
        rules: the rules to run.
        profile: who the author is.
        platform: where it is posted, if it does not say so itself.
        split: the marker between its posts; None for one post.
        drafts_only: leave it out if it says that it is published.
        known: ids of all rules that there are, run or not.
        silent: ids of postlint's own findings that are not wanted.
    """

    rules: Sequence[Rule]
    profile: Profile = EMPTY
    platform: str | None = None
    split: str | None = None
    drafts_only: bool = False
    known: Sequence[str] = ()
    silent: Sequence[str] = ()


def lint(
    sources: Iterable[Source | Problem],
    *,
    setting: Callable[[Source], Setting],
    models: Mapping[str, Model],
    details: bool = False,
    memory: Memory | None = None,
    timings: Timings | None = None,
) -> Iterator[PostReport | Problem]:
    """Lint sources and yield a report for each post, in order; problems are passed on in place.

    Args:
        sources: what to lint; read ahead by a batch and no more.
        setting: tells what holds for a source.
        models: the models for the readings and the score.
        details: tell also what raised and what lowered the score, and whom each sentence is about.
        memory: blocks that were analysed before, for who lints drafts while they are written.
        timings: where the time that each step takes is added up.
    """
    timings = timings or Timings()
    sources = iter(sources)
    while batch := list(islice(sources, _BATCH)):
        with timings.step("reading drafts"):
            files = [
                item if isinstance(item, Problem) else _File(item, setting(item)) for item in batch
            ]
        linted = [file for file in files if isinstance(file, _File) and not file.left_out]
        drafts = [draft for file in linted for draft in file.drafts]
        rules = [file.setting.rules for file in linted for _ in file.drafts]
        reports = _lint(drafts, rules, models, timings, memory)
        for file in files:
            for item in [file] if isinstance(file, Problem) else file.reports(reports):
                yield _with_details(item, models) if details else item


def _with_details(item: PostReport | Problem, models: Mapping[str, Model]) -> PostReport | Problem:
    if isinstance(item, Problem) or item.analysis is None:
        return item
    why = explain(item.analysis.judgement.features, models["relevance"])
    sentences = tuple(map(_told, item.analysis.post.sentences))
    return replace(item, reasons=in_words(why), sentences=sentences)


def _told(sentence: Sentence) -> SentenceReport:
    return SentenceReport(
        span=sentence.block.prose.to_source(sentence.start, sentence.end),
        about=sentence.about,
        speaks_to=sentence.speaks_to,
        act=sentence.act,
        quoted=sentence.quoted,
    )


class _File:
    """One source with the posts in it, and what its author accepts."""

    def __init__(self, source: Source, setting: Setting) -> None:
        self.setting = setting
        self.drafts = read_drafts(
            source, platform=setting.platform, profile=setting.profile, split=setting.split
        )
        front_matter = self.drafts[0].front_matter
        parts = _parts(self.drafts, front_matter.span.end, setting.split)
        self._accepted = read_suppressions(source, front_matter, setting.known, parts)
        self.left_out = ""
        if self._accepted.skipped:
            self.left_out = f"left out: its front matter says `{KEY}: false`"
        elif setting.drafts_only and front_matter.is_draft is False:
            self.left_out = "left out: its front matter says that it is published"

    def reports(self, linted: Iterator[_Linted]) -> Iterator[PostReport]:
        """Yield the reports on this file's posts, taking as many as there are."""
        if self.left_out:
            report = _plain_report(self.drafts[0], None)
            yield replace(report, notices=(self.left_out,), left_out=True)
            return
        own = [self._accept(one) for one in islice(linted, len(self.drafts))]
        faults = list(self._accepted.faults)
        if UNUSED_IGNORE in self.setting.silent:
            faults = []
        elif all(report.reading for report in own):
            scopes = {rule.id: rule.scope for rule in self.setting.rules}
            faults += self._accepted.unused(scopes)
        yield from (self._with_faults(report, faults) for report in own)

    def _accept(self, linted: _Linted) -> PostReport:
        """Take out what is accepted. What a rule covers is not reported in its stead."""
        accepted = {
            finding
            for finding in linted.all_findings
            if self._accepted.accept(finding.rule, finding.span)
        }
        kept = tuple(one for one in linted.report.findings if one not in accepted)
        return replace(linted.report, findings=kept)

    def _with_faults(self, report: PostReport, faults: Sequence[Fault]) -> PostReport:
        # What stands between two posts is told with the first of them.
        starts = [0, *(draft.body.start for draft in self.drafts[1:])]
        source = report.source
        start = starts[report.ordinal - 1]
        end = [*starts, len(source.text) + 1][report.ordinal]
        own = [
            Finding.at(source, fault.where, UNUSED_IGNORE, "warning", fault.message, fault.help)
            for fault in faults
            if start <= fault.where.start < end
        ]
        if not own:
            return report
        findings = sorted([*report.findings, *own], key=_order)
        return replace(report, findings=tuple(findings))


def _parts(drafts: Sequence[Draft], start: int, split: str | None) -> list[Span]:
    """Return the posts of a file and what stands between them, to be read for comments.

    Between fenced posts stand the fences, which would be read as code.
    """
    parts = []
    for draft in drafts:
        if start < draft.body.start and split not in FENCES:
            parts.append(Span(start, draft.body.start))
        parts.append(draft.body)
        start = draft.body.end
    end = len(drafts[0].source.text)
    return [*parts, Span(start, end)] if start < end and split not in FENCES else parts


@dataclass(frozen=True)
class _Linted:
    """A report, and what was found before one fault was made one finding."""

    report: PostReport
    all_findings: Sequence[Finding] = ()


def lint_drafts(
    drafts: Sequence[Draft], rules: Iterable[Sequence[Rule]], models: Mapping[str, Model]
) -> Iterator[PostReport]:
    """Lint drafts that have been read, each with its own rules; nothing is suppressed."""
    return (linted.report for linted in _lint(drafts, rules, models, Timings()))


def _lint(
    drafts: Sequence[Draft],
    rules: Iterable[Sequence[Rule]],
    models: Mapping[str, Model],
    timings: Timings,
    memory: Memory | None = None,
) -> Iterator[_Linted]:
    analysed = timings.over("understanding English", analyse_english(drafts, memory))
    for (draft, language, post), own in zip(analysed, rules, strict=False):
        yield _report(draft, language, post, own, models, timings)


def analyse_english(
    drafts: Iterable[Draft], memory: Memory | None = None
) -> Iterator[tuple[Draft, str | None, Post | None]]:
    """Yield each draft with its language and, if that is English, the analysed post.

    All drafts are read first: give as many as memory can hold. Blocks in `memory` are not
    analysed again.
    """
    with_language = [(draft, _language(draft)) for draft in drafts]
    english = [draft for draft, language in with_language if language == "en"]
    posts: Iterator[Post] = iter(())
    if english:
        # Imported late: drafts without English prose need no spaCy.
        from postlint.posts.analysis import analyse

        posts = analyse(english, memory)
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
    timings: Timings,
) -> _Linted:
    plain = _plain_report(draft, language)
    if post is None:
        return _Linted(plain)
    with timings.step("judging"):
        judgement = judge(post, models)
    subject = cache(lambda: find_subject(post, judgement))
    findings: list[Finding] = []
    for rule in rules:
        if isinstance(rule.checking, Check):  # else it looks at a whole feed
            with timings.step(f"rule {rule.id}"):
                findings += _run(rule, rule.checking, post, judgement, subject)
    findings.sort(key=_order)
    uncovered = tuple(_uncovered(findings, rules))
    report = replace(
        plain,
        relevance=judgement.relevance,
        relevant=judgement.relevant,
        reading=judgement.reading,
        findings=uncovered,
        analysis=Analysis(post, judgement),
    )
    return _Linted(report, findings)


_OPENING = 60
"""Letters of a post that tell it from the others of its file."""


def _plain_report(draft: Draft, language: str | None) -> PostReport:
    words = " ".join(" ".join(block.text for block in draft.blocks).split())
    return PostReport(
        source=draft.source,
        body=draft.body,
        ordinal=draft.ordinal,
        total=draft.total,
        split=draft.split,
        platform=draft.platform,
        language=language,
        opening=words[:_OPENING],
        notices=_notices(draft, language),
    )


def _order(finding: Finding) -> tuple[int, int, str]:
    return finding.span.start, finding.span.end, finding.rule


def _run(
    rule: Rule, check: Check, post: Post, judgement: Judgement, subject: Callable[[], Subject]
) -> Iterator[Finding]:
    context = Context(post, judgement, rule.settings, rule.scope)
    try:
        for hit in check.run(context):
            yield _finding(rule, post, hit, subject)
    except (Exception, SystemExit) as error:
        span = Span(post.draft.body.start, post.draft.body.start)
        reason = one_line(f"{type(error).__name__}: {error}")
        message = f"rule `{rule.id}` ({rule.home}) failed on this post: {reason}"
        help_text = "Please report this to whoever wrote the rule; until it is mended, ignore it."
        yield Finding.at(post.draft.source, span, INTERNAL_ERROR, "error", message, help_text)


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
    return Finding.at(
        post.draft.source,
        span,
        rule.id,
        rule.severity_on(post.platform),
        fill(rule.message, hit.fields),
        choose(rule.help, subject(), hit.fields),
        suggestion=(
            choose(rule.suggest, subject(), hit.fields, for_draft=True) if rule.suggest else None
        ),
        of_post=hit.of_post
        or (rule.scope not in ("block", "sentence") and not isinstance(where, Stretch)),
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
