"""The pipeline in one process: read drafts, analyze them, predict labels, and run rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from postlint.checks.base import BlockSpan, Context, Hit
from postlint.config.effective import EffectiveSettings
from postlint.core.errors import LintFailure
from postlint.core.terminal_text import shorten
from postlint.core.timings import Timings
from postlint.diagnostics.finding import Location, position_key
from postlint.diagnostics.result import Analysis, PostResult, SentenceResult
from postlint.document.draft import Draft
from postlint.document.source import Source, Span
from postlint.linter.rule_runner import run_rules
from postlint.linter.source_file import LintedDraft, SourceFile
from postlint.nlp.language import NO_LANGUAGE, DraftLanguages, find_languages
from postlint.nlp.post import Block, Sentence
from postlint.rules.advice import Evidence, find_evidence
from postlint.scoring.explain import explain
from postlint.scoring.logistic_model import load_models
from postlint.scoring.predict import Prediction, predict
from postlint.scoring.sentence_predictions import SentencePrediction, predict_sentences

if TYPE_CHECKING:
    from postlint.nlp.analysis_cache import AnalysisCache
    from postlint.nlp.post import Post
    from postlint.rules.rule import Rule
    from postlint.scoring.logistic_model import LogisticModel


def lint_batch(
    sources: Sequence[Source],
    settings_of: Callable[[Source], EffectiveSettings],
    *,
    details: bool = False,
    models: Mapping[str, LogisticModel] | None = None,
    analysis_cache: AnalysisCache | None = None,
    timings: Timings | None = None,
) -> Iterator[list[PostResult | LintFailure]]:
    """Yield the results of each source. All posts are analyzed in one batch.

    If one source fails, the others are still linted.

    Args:
        sources: the sources to lint, all in memory at once; about 64 work well.
        settings_of: returns the settings of a source.
        details: whether to add the reasons for the score and the predictions for sentences.
        models: the models for the labels and the score; the shipped ones by default.
        analysis_cache: a cache of analyzed blocks, for drafts that are being edited.
        timings: collects the time that each step takes.
    """
    timings = timings or Timings()
    models = models or load_models()
    with timings.step("reading drafts"):
        files = [_read(source, settings_of(source)) for source in sources]
    readable = [file for file in files if isinstance(file, SourceFile)]
    try:
        linted = list(_lint_files(readable, models, timings, analysis_cache))
    except Exception:
        linted = []  # one source failed; linting them one by one shows which
    by_file = dict(zip(map(id, readable), linted, strict=False))
    for file in files:
        if isinstance(file, LintFailure):
            yield [file]
            continue
        try:
            drafts = by_file.get(id(file))
            if drafts is None:
                (drafts,) = _lint_files([file], models, timings, analysis_cache)
            items = list(file.results(drafts))
            yield [_with_details(item) for item in items] if details else items
        except Exception as error:
            yield [_crash(file.source, error)]


def _read(source: Source, settings: EffectiveSettings) -> SourceFile | LintFailure:
    try:
        return SourceFile(source, settings)
    except Exception as error:
        return _crash(source, error)


def _crash(source: Source, error: Exception) -> LintFailure:
    reason = shorten(f"{type(error).__name__}: {error}", 120)
    return LintFailure(source.path, f"can't be checked, please report this ({reason})")


def _lint_files(
    files: Sequence[SourceFile],
    models: Mapping[str, LogisticModel],
    timings: Timings,
    analysis_cache: AnalysisCache | None,
) -> Iterator[list[LintedDraft]]:
    """Yield the linted drafts of each file. A skipped file yields its first draft, unanalyzed."""
    drafts = [draft for file in files if not file.skip_reason for draft in file.drafts]
    analyzed = timings.over("understanding English", analyze_english(drafts, analysis_cache))
    for file in files:
        if file.skip_reason:
            yield [LintedDraft(_base_result(file.drafts[0], NO_LANGUAGE))]
            continue
        rules = file.settings.rules_to_run
        yield [_lint_draft(*next(analyzed), rules, models, timings) for _ in file.drafts]


def analyze_english(
    drafts: Iterable[Draft], analysis_cache: AnalysisCache | None = None
) -> Iterator[tuple[Draft, DraftLanguages, Post | None]]:
    """Yield each draft with its languages and, if it has English prose, the analyzed post.

    All drafts are in memory at once. Blocks in the cache aren't analyzed again.
    """
    with_languages = [(draft, find_languages(draft.blocks)) for draft in drafts]
    english = [
        (draft, languages.english) for draft, languages in with_languages if languages.english
    ]
    posts: Iterator[Post] = iter(())
    if english:
        # Imported late: drafts without English prose need no spaCy.
        from postlint.nlp.analysis import analyze

        posts = analyze(english, analysis_cache)
    for draft, languages in with_languages:
        yield draft, languages, next(posts) if languages.english else None


def _lint_draft(
    draft: Draft,
    languages: DraftLanguages,
    post: Post | None,
    rules: Sequence[Rule],
    models: Mapping[str, LogisticModel],
    timings: Timings,
) -> LintedDraft:
    result = _base_result(draft, languages)
    if post is None:
        return LintedDraft(result)
    with timings.step("judging"):
        prediction = predict(post, models)
    findings = run_rules(rules, _PostTarget(post, prediction), timings)
    result = replace(
        result,
        relevance=prediction.relevance,
        relevant=prediction.relevant,
        labels=prediction.labels,
        verdict=prediction.verdict,
        headline=prediction.headline,
        analysis=Analysis(post, prediction),
    )
    return LintedDraft(result, sorted(findings, key=position_key))


class _PostTarget:
    """A post as the target of rules."""

    name = "post"
    is_feed = False

    def __init__(self, post: Post, prediction: Prediction) -> None:
        self._post = post
        self._prediction = prediction

    @cached_property
    def evidence(self) -> Evidence:
        return find_evidence(self._post, self._prediction)

    def context(self, rule: Rule) -> Context | None:
        if not rule.applies.matches(self._post, self._prediction):
            return None
        return Context(self._post, self._prediction, rule.check_options, rule.scope)

    def platform_of(self, hit: Hit) -> str | None:
        return self._post.platform

    def locate(
        self, hit: Hit | None, message: str, help_text: str, suggestion: str | None = None
    ) -> Location:
        draft = self._post.draft
        span = _source_span(hit) if hit else Span(draft.body.start, draft.body.start)
        return Location.in_source(draft.source, span, message, help_text, suggestion)


def _source_span(hit: Hit) -> Span:
    """Return the span of a hit in the source, without surrounding whitespace."""
    place = hit.place
    if isinstance(place, Span):
        return place
    if isinstance(place, Sentence | BlockSpan):
        prose, start, end = place.block.prose, place.start, place.end
    elif isinstance(place, Block):
        prose, start, end = place.prose, 0, len(place.prose.text)
    else:
        raise TypeError(f"a check of a post can't flag a {type(place).__name__}")
    text = prose.text[start:end]
    if text.strip():
        start, end = end - len(text.lstrip()), start + len(text.rstrip())
    return prose.to_source(start, end)


_MAX_OPENING_CHARACTERS = 60
"""The number of characters that identify a post among those in its file."""


def _base_result(draft: Draft, languages: DraftLanguages) -> PostResult:
    text = " ".join(" ".join(block.original for block in draft.blocks).split())
    return PostResult(
        source=draft.source,
        body=draft.body,
        ordinal=draft.ordinal,
        total=draft.total,
        split=draft.split,
        date=draft.date,
        platform=draft.platform,
        language=languages.main,
        opening=text[:_MAX_OPENING_CHARACTERS],
        notices=_notices(draft, languages),
    )


def _notices(draft: Draft, languages: DraftLanguages) -> tuple[str, ...]:
    notices = list(draft.notices)
    if languages.main is None:
        notices.append("no prose to judge")
    elif not languages.english:
        guess = f"looks like {languages.name}, not" if languages.name else "is probably not"
        notices.append(f"this {guess} English, so postlint didn't check it")
    elif languages.foreign:
        verb, pronoun = ("isn't", "it") if languages.foreign == 1 else ("aren't", "them")
        notices.append(
            f"{languages.foreign} of {len(draft.blocks)} paragraphs {verb} in English, so postlint "
            f"didn't check {pronoun}"
        )
    return tuple(notices)


def _with_details(item: PostResult | LintFailure) -> PostResult | LintFailure:
    if isinstance(item, LintFailure) or item.analysis is None:
        return item
    post, prediction = item.analysis.post, item.analysis.prediction
    predicted = predict_sentences(post)
    sentences = tuple(map(_sentence_result, post.sentences, predicted))
    return replace(item, reasons=explain(post, prediction, predicted), sentences=sentences)


def _sentence_result(sentence: Sentence, prediction: SentencePrediction) -> SentenceResult:
    return SentenceResult(
        span=sentence.block.prose.to_source(sentence.start, sentence.end),
        about=prediction.about,
        speaks_to=prediction.speaks_to,
        act=sentence.act,
        quoted=sentence.quoted,
        probabilities=prediction.probabilities,
    )
