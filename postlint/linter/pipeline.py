"""The one way from sources to reports: every front end runs these steps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from postlint.checks import Check, Context, Hit, Stretch
from postlint.checks.template import fill
from postlint.config.effective import Setting
from postlint.core.errors import Problem
from postlint.core.terminal_text import shorten
from postlint.core.timings import Timings
from postlint.diagnostics.finding import (
    INTERNAL_ERROR,
    UNUSED_IGNORE,
    Finding,
    Severity,
    at_least,
    in_order,
)  # fmt: skip
from postlint.diagnostics.result import Analysis, PostReport, SentenceReport
from postlint.diagnostics.suppression import KEY, Fault, read_suppressions
from postlint.document.draft import Draft
from postlint.document.source import Source, Span
from postlint.document.split import FENCES
from postlint.nlp.language import NO_LANGUAGE, Languages, find_languages
from postlint.nlp.post import Sentence
from postlint.rules.advice import Evidence, choose, find_evidence
from postlint.scoring.explain import explain
from postlint.scoring.judge import Judgement, judge
from postlint.scoring.sentences import JudgedSentence, judge_sentences

if TYPE_CHECKING:
    from postlint.nlp.memory import Memory
    from postlint.nlp.post import Block, Post
    from postlint.rules.rule import Rule
    from postlint.scoring.model import Model

_BATCH = 64
"""Drafts analysed together: enough to keep spaCy busy, few enough to stay small."""


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
    for items in lint_files(
        sources, setting=setting, models=models, details=details, memory=memory, timings=timings
    ):
        yield from items


def lint_files(
    sources: Iterable[Source | Problem],
    *,
    setting: Callable[[Source], Setting],
    models: Mapping[str, Model],
    details: bool = False,
    memory: Memory | None = None,
    timings: Timings | None = None,
) -> Iterator[list[PostReport | Problem]]:
    """Yield what `lint` says, source by source.

    A failure inside one source is a problem of that source; the others are linted all the same.
    """
    timings = timings or Timings()
    sources = iter(sources)
    while batch := list(islice(sources, _BATCH)):
        with timings.step("reading drafts"):
            files = [
                item if isinstance(item, Problem) else _read(item, setting(item)) for item in batch
            ]
        readable = [file for file in files if isinstance(file, _File)]
        try:
            reports = iter(list(_lint_files(readable, models, timings, memory)))
        except Exception:
            reports = None  # one of them fails: it shows which one when each is linted by itself
        for file in files:
            if isinstance(file, Problem):
                yield [file]
                continue
            try:
                if reports is None:
                    own = _lint_files([file], models, timings, memory)
                else:
                    own = iter(list(islice(reports, 0 if file.left_out else len(file.drafts))))
                items = list(file.reports(own))
                yield [_with_details(one) for one in items] if details else [*items]
            except Exception as error:
                yield [_failed(file.source, error)]


def _failed(source: Source, error: Exception) -> Problem:
    reason = shorten(f"{type(error).__name__}: {error}", 120)
    return Problem(source.path, f"can't be checked, please report this ({reason})")


def _read(source: Source, setting: Setting) -> _File | Problem:
    try:
        return _File(source, setting)
    except Exception as error:
        return _failed(source, error)


def _lint_files(
    files: Sequence[_File], models: Mapping[str, Model], timings: Timings, memory: Memory | None
) -> Iterator[_Linted]:
    linted = [file for file in files if not file.left_out]
    drafts = [draft for file in linted for draft in file.drafts]
    rules = [file.setting.running for file in linted for _ in file.drafts]
    return _lint(drafts, rules, models, timings, memory)


def _with_details(item: PostReport | Problem) -> PostReport | Problem:
    if isinstance(item, Problem) or item.analysis is None:
        return item
    post, judgement = item.analysis.post, item.analysis.judgement
    judged = judge_sentences(post)
    sentences = tuple(map(_sentence_report, post.sentences, judged))
    return replace(item, reasons=explain(post, judgement, judged), sentences=sentences)


def _sentence_report(sentence: Sentence, judged: JudgedSentence) -> SentenceReport:
    return SentenceReport(
        span=sentence.block.prose.to_source(sentence.start, sentence.end),
        about=judged.about,
        speaks_to=judged.speaks_to,
        act=sentence.act,
        quoted=sentence.quoted,
        probabilities=judged.probabilities,
    )


class _File:
    """One source with the posts in it, and what its author accepts."""

    def __init__(self, source: Source, setting: Setting) -> None:
        self.source = source
        self.setting = setting
        self.drafts = setting.read(source)
        front_matter = self.drafts[0].front_matter
        self._refused = front_matter.error if front_matter.is_refused else None
        # Comments may be above front matter, too.
        above = [Span(0, front_matter.span.start)] if front_matter.span.start else []
        parts = above + _parts(self.drafts, front_matter.span.end)
        self._accepted = read_suppressions(source, front_matter, setting.known, parts)
        self.left_out = ""
        if self._accepted.skipped:
            self.left_out = f"left out: its front matter says `{KEY}: false`"
        elif setting.drafts_only and front_matter.is_draft is False:
            self.left_out = "left out: its front matter says that it is published"

    def reports(self, linted: Iterator[_Linted]) -> Iterator[PostReport | Problem]:
        """Yield the reports on this file's posts, taking as many as there are.

        Front matter that's refused is a problem, too: what its author wants is unknown.
        """
        if self._refused:
            yield Problem(self.source.path, self._refused)
        if self.left_out:
            report = _plain_report(self.drafts[0], NO_LANGUAGE)
            yield replace(report, notices=(self.left_out,), left_out=True)
            return
        own = [self._accept(one) for one in islice(linted, len(self.drafts))]
        faults = list(self._accepted.faults)
        if UNUSED_IGNORE in self.setting.silent:
            faults = []
        elif all(report.reading for report in own):
            scopes = {rule.id: rule.scope for rule in self.setting.running}
            faults += self._accepted.unused(scopes)
        # What is between two posts is reported with the first of them.
        starts = [0, *(draft.body.start for draft in self.drafts[1:])]
        of_post: list[list[Fault]] = [[] for _ in own]
        for fault in self._accepted.without_accepted(faults):
            of_post[bisect_right(starts, fault.where.start) - 1].append(fault)
        yield from map(self._with_faults, own, of_post)

    def _accept(self, linted: _Linted) -> PostReport:
        """Take out what is accepted. What a rule covers is not reported in its stead."""
        left = {one: one.without(self._is_accepted) for one in linted.all_findings}
        findings: Sequence[Finding] = linted.report.findings
        if self.setting.background:
            hidden = {rule.id for rule in self.setting.background}
            shown = [one for one in linted.all_findings if one.rule not in hidden]
            findings = list(_uncovered(shown, self.setting.rules))
        kept = sorted((found for one in findings if (found := left[one])), key=in_order)
        accepted = len(findings) - len(kept)
        return replace(linted.report, findings=tuple(kept), accepted=accepted)

    def _is_accepted(self, finding: Finding) -> bool:
        return self._accepted.accept(finding.rule, finding.span)

    def _with_faults(self, report: PostReport, faults: Sequence[Fault]) -> PostReport:
        own = [
            Finding.at(
                report.source,
                fault.where,
                UNUSED_IGNORE,
                "warning",
                fault.message,
                fault.help,
                unused=fault.unused,
            )
            for fault in faults
        ]
        if not own:
            return report
        findings = sorted([*report.findings, *own], key=in_order)
        return replace(report, findings=tuple(findings))


def _parts(drafts: Sequence[Draft], start: int) -> list[Span]:
    """Return the posts of a file and what stands between them, to be read for comments.

    Between fenced posts stand the fences, which would be read as code.
    """
    parts = []
    source = drafts[0].source
    above = source.position(drafts[0].body.start).line - 1
    fenced = above > 0 and source.line(above).lstrip().startswith(FENCES)
    for draft in drafts:
        if start < draft.body.start and not fenced:
            parts.append(Span(start, draft.body.start))
        parts.append(draft.body)
        start = draft.body.end
    end = len(source.text)
    return [*parts, Span(start, end)] if start < end and not fenced else parts


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
    for (draft, languages, post), own in zip(analysed, rules, strict=False):
        yield _report(draft, languages, post, own, models, timings)


def analyse_english(
    drafts: Iterable[Draft], memory: Memory | None = None
) -> Iterator[tuple[Draft, Languages, Post | None]]:
    """Yield each draft with its languages and, if English is one, the analysed post.

    All drafts are read first: give as many as memory can hold. Blocks in `memory` are not
    analysed again.
    """
    with_languages = [(draft, find_languages(draft.blocks)) for draft in drafts]
    english = [(draft, found.english) for draft, found in with_languages if found.english]
    posts: Iterator[Post] = iter(())
    if english:
        # Imported late: drafts without English prose need no spaCy.
        from postlint.nlp.analysis import analyse

        posts = analyse(english, memory)
    for draft, found in with_languages:
        yield draft, found, next(posts) if found.english else None


def _notices(draft: Draft, languages: Languages) -> tuple[str, ...]:
    notices = list(draft.notices)
    if languages.main is None:
        notices.append("no prose to judge")
    elif not languages.english:
        looks = f"looks like {languages.name}, not" if languages.name else "is probably not"
        notices.append(f"this {looks} English, so postlint didn't check it")
    elif languages.foreign:
        one = languages.foreign == 1
        notices.append(
            f"{languages.foreign} of {len(draft.blocks)} paragraphs {'is' if one else 'are'}n't in "
            f"English, so postlint didn't check {'it' if one else 'them'}"
        )
    return tuple(notices)


def _report(
    draft: Draft,
    languages: Languages,
    post: Post | None,
    rules: Sequence[Rule],
    models: Mapping[str, Model],
    timings: Timings,
) -> _Linted:
    plain = _plain_report(draft, languages)
    if post is None:
        return _Linted(plain)
    with timings.step("judging"):
        judgement = judge(post, models)
    evidence = cache(lambda: find_evidence(post, judgement))
    findings: list[Finding] = []
    for rule in rules:
        if isinstance(rule.checking, Check):  # else it looks at a whole feed
            with timings.step(f"rule {rule.id}"):
                findings += _run(rule, rule.checking, post, judgement, evidence)
    findings.sort(key=in_order)
    uncovered = tuple(_uncovered(findings, rules))
    report = replace(
        plain,
        relevance=judgement.relevance,
        relevant=judgement.relevant,
        reading=judgement.reading,
        verdict=judgement.verdict,
        headline=judgement.headline,
        findings=uncovered,
        analysis=Analysis(post, judgement),
    )
    return _Linted(report, findings)


_OPENING = 60
"""Letters of a post that tell it from the others of its file."""


def _plain_report(draft: Draft, languages: Languages) -> PostReport:
    words = " ".join(" ".join(block.original for block in draft.blocks).split())
    return PostReport(
        source=draft.source,
        body=draft.body,
        ordinal=draft.ordinal,
        total=draft.total,
        split=draft.split,
        date=draft.date,
        platform=draft.platform,
        language=languages.main,
        opening=words[:_OPENING],
        notices=_notices(draft, languages),
    )


def _run(
    rule: Rule, check: Check, post: Post, judgement: Judgement, evidence: Callable[[], Evidence]
) -> Iterator[Finding]:
    context = Context(post, judgement, rule.settings, rule.scope)
    try:
        if not rule.applies.to(post, judgement):
            return
        for hit in check.run(context):
            yield _finding(rule, post, hit, evidence)
    except (Exception, SystemExit) as error:
        span = Span(post.draft.body.start, post.draft.body.start)
        reason = shorten(f"{type(error).__name__}: {error}", 200)
        message = f"rule `{rule.id}` ({rule.home}) failed on this post: {reason}"
        help_text = "Report this to the author of the rule. Until it's fixed, ignore the rule."
        yield Finding.at(post.draft.source, span, INTERNAL_ERROR, "error", message, help_text)


def _finding(rule: Rule, post: Post, hit: Hit, evidence: Callable[[], Evidence]) -> Finding:
    where = hit.where
    return Finding.at(
        post.draft.source,
        _place(where),
        rule.id,
        rule.severity_on(post.platform),
        fill(rule.message, hit.fields),
        choose(rule.help, evidence(), hit.fields),
        suggestion=(
            choose(rule.suggest, evidence(), hit.fields, for_draft=True) if rule.suggest else None
        ),
        of_post=hit.of_post
        or (rule.scope not in ("block", "sentence") and not isinstance(where, Stretch)),
        others=tuple(_finding(rule, post, other, evidence) for other in hit.others),
    )


def _place(where: Sentence | Stretch | Block | Span) -> Span:
    """Return where a hit is in the source, without white space around it."""
    if isinstance(where, Span):
        return where
    if isinstance(where, Sentence | Stretch):
        prose, start, end = where.block.prose, where.start, where.end
    else:
        prose, start, end = where.prose, 0, len(where.prose.text)
    words = prose.text[start:end]
    if words.strip():
        start, end = end - len(words.lstrip()), start + len(words.rstrip())
    return prose.to_source(start, end)


def _uncovered(findings: Sequence[Finding], rules: Sequence[Rule]) -> Iterator[Finding]:
    """Yield the findings that no other finding stands for: one fault, one finding.

    A worse finding is never covered by a milder one.
    """
    covers = {rule.id: frozenset(rule.covers) for rule in rules}
    worst: dict[str, Severity] = {}
    for finding in findings:
        before = worst.get(finding.rule, finding.severity)
        worst[finding.rule] = finding.severity if at_least(finding.severity, before) else before
    for finding in findings:
        if not any(
            finding.rule in covers.get(rule, ()) and at_least(severity, finding.severity)
            for rule, severity in worst.items()
        ):
            yield finding
