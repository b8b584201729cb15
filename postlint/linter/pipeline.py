"""The one way from sources to reports: every front end runs these steps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from postlint.checks import BlockSpan, Check, Context, Hit
from postlint.checks.template import fill
from postlint.config.effective import EffectiveSettings
from postlint.core.errors import LintFailure
from postlint.core.terminal_text import shorten
from postlint.core.timings import Timings
from postlint.diagnostics.finding import (
    INTERNAL_ERROR,
    UNUSED_IGNORE,
    Finding,
    Severity,
    is_at_least,
    position_key,
)  # fmt: skip
from postlint.diagnostics.result import Analysis, PostResult, SentenceResult
from postlint.diagnostics.suppression import KEY, SuppressionIssue, read_suppressions
from postlint.document.draft import Draft
from postlint.document.source import Source, Span
from postlint.document.split import FENCES
from postlint.nlp.language import NO_LANGUAGE, DraftLanguages, find_languages
from postlint.nlp.post import Sentence
from postlint.rules.advice import Evidence, choose_advice, find_evidence
from postlint.scoring.explain import explain
from postlint.scoring.predict import Prediction, judge
from postlint.scoring.sentence_predictions import SentencePrediction, predict_sentences

if TYPE_CHECKING:
    from postlint.nlp.analysis_cache import AnalysisCache
    from postlint.nlp.post import Block, Post
    from postlint.rules.rule import Rule
    from postlint.scoring.logistic_model import LogisticModel

_BATCH = 64
"""Drafts analyzed together: enough to keep spaCy busy, few enough to stay small."""


def lint(
    sources: Iterable[Source | LintFailure],
    *,
    setting: Callable[[Source], EffectiveSettings],
    models: Mapping[str, LogisticModel],
    details: bool = False,
    memory: AnalysisCache | None = None,
    timings: Timings | None = None,
) -> Iterator[PostResult | LintFailure]:
    """Lint sources and yield a report for each post, in order; problems are passed on in place.

    Args:
        sources: what to lint; read ahead by a batch and no more.
        setting: tells what holds for a source.
        models: the models for the readings and the score.
        details: tell also what raised and what lowered the score, and whom each sentence is about.
        memory: blocks that were analyzed before, for who lints drafts while they are written.
        timings: where the time that each step takes is added up.
    """
    for items in lint_files(
        sources, setting=setting, models=models, details=details, memory=memory, timings=timings
    ):
        yield from items


def lint_files(
    sources: Iterable[Source | LintFailure],
    *,
    setting: Callable[[Source], EffectiveSettings],
    models: Mapping[str, LogisticModel],
    details: bool = False,
    memory: AnalysisCache | None = None,
    timings: Timings | None = None,
) -> Iterator[list[PostResult | LintFailure]]:
    """Yield what `lint` says, source by source.

    A failure inside one source is a problem of that source; the others are linted all the same.
    """
    timings = timings or Timings()
    sources = iter(sources)
    while batch := list(islice(sources, _BATCH)):
        with timings.step("reading drafts"):
            files = [
                item if isinstance(item, LintFailure) else _read(item, setting(item))
                for item in batch
            ]
        readable = [file for file in files if isinstance(file, _SourceFile)]
        try:
            reports = iter(list(_lint_files(readable, models, timings, memory)))
        except Exception:
            reports = None  # one of them fails: it shows which one when each is linted by itself
        for file in files:
            if isinstance(file, LintFailure):
                yield [file]
                continue
            try:
                if reports is None:
                    own = _lint_files([file], models, timings, memory)
                else:
                    own = iter(list(islice(reports, 0 if file.skip_reason else len(file.drafts))))
                items = list(file.reports(own))
                yield [_with_details(one) for one in items] if details else [*items]
            except Exception as error:
                yield [_crash(file.source, error)]


def _crash(source: Source, error: Exception) -> LintFailure:
    reason = shorten(f"{type(error).__name__}: {error}", 120)
    return LintFailure(source.path, f"can't be checked, please report this ({reason})")


def _read(source: Source, setting: EffectiveSettings) -> _SourceFile | LintFailure:
    try:
        return _SourceFile(source, setting)
    except Exception as error:
        return _crash(source, error)


def _lint_files(
    files: Sequence[_SourceFile],
    models: Mapping[str, LogisticModel],
    timings: Timings,
    memory: AnalysisCache | None,
) -> Iterator[_DraftResult]:
    linted = [file for file in files if not file.skip_reason]
    drafts = [draft for file in linted for draft in file.drafts]
    rules = [file.effective_settings.all_rules for file in linted for _ in file.drafts]
    return _lint(drafts, rules, models, timings, memory)


def _with_details(item: PostResult | LintFailure) -> PostResult | LintFailure:
    if isinstance(item, LintFailure) or item.analysis is None:
        return item
    post, judgement = item.analysis.post, item.analysis.judgement
    judged = predict_sentences(post)
    sentences = tuple(map(_sentence_report, post.sentences, judged))
    return replace(item, reasons=explain(post, judgement, judged), sentences=sentences)


def _sentence_report(sentence: Sentence, judged: SentencePrediction) -> SentenceResult:
    return SentenceResult(
        span=sentence.block.prose.to_source(sentence.start, sentence.end),
        about=judged.about,
        speaks_to=judged.speaks_to,
        act=sentence.act,
        quoted=sentence.quoted,
        probabilities=judged.probabilities,
    )


class _SourceFile:
    """One source with the posts in it, and what its author accepts."""

    def __init__(self, source: Source, setting: EffectiveSettings) -> None:
        self.source = source
        self.effective_settings = setting
        self.drafts = setting.read(source)
        front_matter = self.drafts[0].front_matter
        self._refused = front_matter.error if front_matter.exceeds_limits else None
        # Comments may be above front matter, too.
        above = [Span(0, front_matter.span.start)] if front_matter.span.start else []
        parts = above + _parts(self.drafts, front_matter.span.end)
        self._accepted = read_suppressions(source, front_matter, setting.known_rules, parts)
        self.skip_reason = ""
        if self._accepted.skipped:
            self.skip_reason = f"left out: its front matter says `{KEY}: false`"
        elif setting.drafts_only and front_matter.is_draft is False:
            self.skip_reason = "left out: its front matter says that it is published"

    def reports(self, linted: Iterator[_DraftResult]) -> Iterator[PostResult | LintFailure]:
        """Yield the reports on this file's posts, taking as many as there are.

        Front matter that's refused is a problem, too: what its author wants is unknown.
        """
        if self._refused:
            yield LintFailure(self.source.path, self._refused)
        if self.skip_reason:
            report = _base_result(self.drafts[0], NO_LANGUAGE)
            yield replace(report, notices=(self.skip_reason,), skipped=True)
            return
        own = [self._accept(one) for one in islice(linted, len(self.drafts))]
        issues = list(self._accepted.issues)
        if UNUSED_IGNORE in self.effective_settings.disabled_meta_rules:
            issues = []
        elif all(report.reading for report in own):
            scopes = {rule.id: rule.scope for rule in self.effective_settings.all_rules}
            issues += self._accepted.unused(scopes)
        # What is between two posts is reported with the first of them.
        starts = [0, *(draft.body.start for draft in self.drafts[1:])]
        of_post: list[list[SuppressionIssue]] = [[] for _ in own]
        for fault in self._accepted.without_suppressed(issues):
            of_post[bisect_right(starts, fault.where.start) - 1].append(fault)
        yield from map(self._with_issues, own, of_post)

    def _accept(self, linted: _DraftResult) -> PostResult:
        """Take out what is accepted. What a rule covers is not reported in its stead."""
        left = {one: one.without(self._is_accepted) for one in linted.all_findings}
        findings: Sequence[Finding] = linted.report.findings
        if self.effective_settings.background_rules:
            hidden = {rule.id for rule in self.effective_settings.background_rules}
            shown = [one for one in linted.all_findings if one.rule not in hidden]
            findings = list(_without_superseded(shown, self.effective_settings.rules))
        kept = sorted((found for one in findings if (found := left[one])), key=position_key)
        accepted = len(findings) - len(kept)
        return replace(linted.report, findings=tuple(kept), accepted=accepted)

    def _is_accepted(self, finding: Finding) -> bool:
        return self._accepted.accept(finding.rule, finding.span)

    def _with_issues(self, report: PostResult, faults: Sequence[SuppressionIssue]) -> PostResult:
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
        findings = sorted([*report.findings, *own], key=position_key)
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
class _DraftResult:
    """A report, and what was found before one fault was made one finding."""

    report: PostResult
    all_findings: Sequence[Finding] = ()


def lint_drafts(
    drafts: Sequence[Draft], rules: Iterable[Sequence[Rule]], models: Mapping[str, LogisticModel]
) -> Iterator[PostResult]:
    """Lint drafts that have been read, each with its own rules; nothing is suppressed."""
    return (linted.report for linted in _lint(drafts, rules, models, Timings()))


def _lint(
    drafts: Sequence[Draft],
    rules: Iterable[Sequence[Rule]],
    models: Mapping[str, LogisticModel],
    timings: Timings,
    memory: AnalysisCache | None = None,
) -> Iterator[_DraftResult]:
    analyzed = timings.over("understanding English", analyze_english(drafts, memory))
    for (draft, languages, post), own in zip(analyzed, rules, strict=False):
        yield _report(draft, languages, post, own, models, timings)


def analyze_english(
    drafts: Iterable[Draft], memory: AnalysisCache | None = None
) -> Iterator[tuple[Draft, DraftLanguages, Post | None]]:
    """Yield each draft with its languages and, if English is one, the analyzed post.

    All drafts are read first: give as many as memory can hold. Blocks in `memory` are not
    analyzed again.
    """
    with_languages = [(draft, find_languages(draft.blocks)) for draft in drafts]
    english = [(draft, found.english) for draft, found in with_languages if found.english]
    posts: Iterator[Post] = iter(())
    if english:
        # Imported late: drafts without English prose need no spaCy.
        from postlint.nlp.analysis import analyze

        posts = analyze(english, memory)
    for draft, found in with_languages:
        yield draft, found, next(posts) if found.english else None


def _notices(draft: Draft, languages: DraftLanguages) -> tuple[str, ...]:
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
    languages: DraftLanguages,
    post: Post | None,
    rules: Sequence[Rule],
    models: Mapping[str, LogisticModel],
    timings: Timings,
) -> _DraftResult:
    plain = _base_result(draft, languages)
    if post is None:
        return _DraftResult(plain)
    with timings.step("judging"):
        judgement = judge(post, models)
    evidence = cache(lambda: find_evidence(post, judgement))
    findings: list[Finding] = []
    for rule in rules:
        if isinstance(rule.check_definition, Check):  # else it looks at a whole feed
            with timings.step(f"rule {rule.id}"):
                findings += _run(rule, rule.check_definition, post, judgement, evidence)
    findings.sort(key=position_key)
    uncovered = tuple(_without_superseded(findings, rules))
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
    return _DraftResult(report, findings)


_OPENING = 60
"""Letters of a post that tell it from the others of its file."""


def _base_result(draft: Draft, languages: DraftLanguages) -> PostResult:
    words = " ".join(" ".join(block.original for block in draft.blocks).split())
    return PostResult(
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
    rule: Rule, check: Check, post: Post, judgement: Prediction, evidence: Callable[[], Evidence]
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
        message = f"rule `{rule.id}` ({rule.path}) failed on this post: {reason}"
        help_text = "Report this to the author of the rule. Until it's fixed, ignore the rule."
        yield Finding.at(post.draft.source, span, INTERNAL_ERROR, "error", message, help_text)


def _finding(rule: Rule, post: Post, hit: Hit, evidence: Callable[[], Evidence]) -> Finding:
    where = hit.where
    return Finding.at(
        post.draft.source,
        _to_source_span(where),
        rule.id,
        rule.severity_for(post.platform),
        fill(rule.message, hit.fields),
        choose_advice(rule.help, evidence(), hit.fields),
        suggestion=(
            choose_advice(rule.suggest, evidence(), hit.fields, for_draft=True)
            if rule.suggest
            else None
        ),
        is_post_level=hit.is_post_level
        or (rule.scope not in ("block", "sentence") and not isinstance(where, BlockSpan)),
        others=tuple(_finding(rule, post, other, evidence) for other in hit.others),
    )


def _to_source_span(where: Sentence | BlockSpan | Block | Span) -> Span:
    """Return where a hit is in the source, without white space around it."""
    if isinstance(where, Span):
        return where
    if isinstance(where, Sentence | BlockSpan):
        prose, start, end = where.block.prose, where.start, where.end
    else:
        prose, start, end = where.prose, 0, len(where.prose.text)
    words = prose.text[start:end]
    if words.strip():
        start, end = end - len(words.lstrip()), start + len(words.rstrip())
    return prose.to_source(start, end)


def _without_superseded(findings: Sequence[Finding], rules: Sequence[Rule]) -> Iterator[Finding]:
    """Yield the findings that no other finding stands for: one fault, one finding.

    A worse finding is never covered by a milder one.
    """
    supersedes = {rule.id: frozenset(rule.supersedes) for rule in rules}
    worst: dict[str, Severity] = {}
    for finding in findings:
        before = worst.get(finding.rule, finding.severity)
        worst[finding.rule] = finding.severity if is_at_least(finding.severity, before) else before
    for finding in findings:
        if not any(
            finding.rule in supersedes.get(rule, ()) and is_at_least(severity, finding.severity)
            for rule, severity in worst.items()
        ):
            yield finding
