"""The pipeline in one process: read drafts, analyze them, predict labels, and run rules."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from postlint.core.errors import LintFailure, describe_crash
from postlint.core.timings import Timings
from postlint.diagnostics.finding import position_key
from postlint.diagnostics.result import Analysis, PostResult, SentenceResult
from postlint.document.draft import Draft
from postlint.document.source import Source
from postlint.linter.rule_runner import run_rules
from postlint.linter.source_file import SourceFile
from postlint.linter.targets import PostTarget
from postlint.nlp.language import NO_LANGUAGE, DraftLanguages, find_languages, load_detector
from postlint.nlp.post import Sentence
from postlint.scoring.encoder.encoding import load_default_network
from postlint.scoring.explain import explain
from postlint.scoring.logistic_model import load_models
from postlint.scoring.predict import predict
from postlint.scoring.sentence_predictions import SentencePrediction, predict_sentences

if TYPE_CHECKING:
    from postlint.config.effective import EffectiveSettings
    from postlint.config.settings import SettingsResolver
    from postlint.nlp.analysis_cache import AnalysisCache
    from postlint.nlp.post import Post
    from postlint.rules.rule import Rule
    from postlint.scoring.logistic_model import LogisticModel


FileResults = list[PostResult | LintFailure]
"""The results of the posts in a file, and failures."""


def warm_up(*, completely: bool = True) -> None:
    """Load the rules, the models, and the language pipeline.

    Args:
        completely: whether to also load what a short English draft doesn't need: the language
            detector, and all of the tokenizer's special cases.
    """
    from postlint.nlp import spacy_pipeline
    from postlint.rules.loader import builtin_rules

    builtin_rules()
    load_models()
    load_default_network()
    spacy_pipeline.warm_up(add_special_cases=completely)
    if completely:
        load_detector()
        # All this stays loaded. Otherwise, the garbage collector would look through it after every
        # few edits of a long draft, and processes started from this one would copy its memory.
        gc.freeze()


class Pipeline:
    """Lints sources in one process. It can be pickled, with its settings only."""

    def __init__(
        self,
        settings: SettingsResolver | EffectiveSettings,
        timings: Timings | None = None,
        analysis_cache: AnalysisCache | None = None,
        models: Mapping[str, LogisticModel] | None = None,
    ) -> None:
        self._settings = settings
        self._timings = timings or Timings()
        self._analysis_cache = analysis_cache
        self._models = models

    def __reduce__(self) -> tuple[type[Pipeline], tuple[SettingsResolver | EffectiveSettings]]:
        return type(self), (self._settings,)

    def lint(self, sources: Sequence[Source], *, details: bool) -> list[FileResults]:
        """Return the results of each source; `details` as in `Linter.lint`.

        All posts are analyzed in one batch. If one source fails, the others are still linted.
        """
        with self._timings.step("reading drafts"):
            files = [self._read(source) for source in sources]
        readable = [file for file in files if isinstance(file, SourceFile)]
        try:
            linted = iter(list(self._lint_files(readable)))
        except Exception:
            linted = iter(())  # one source failed; linting them one by one shows which
        return [
            self._results(file, next(linted, None), details)
            if isinstance(file, SourceFile)
            else [file]
            for file in files
        ]

    def _read(self, source: Source) -> SourceFile | LintFailure:
        settings = self._settings.for_source(source)
        try:
            return SourceFile(source, settings)
        except Exception as error:
            return _crash(source, error)

    def _results(
        self, file: SourceFile, linted: list[PostResult] | None, details: bool
    ) -> FileResults:
        try:
            if linted is None:
                (linted,) = self._lint_files([file])
            items = list(file.results(linted))
            if not details:
                return items
            return [item if isinstance(item, LintFailure) else add_details(item) for item in items]
        except Exception as error:
            return [_crash(file.source, error)]

    def _lint_files(self, files: Sequence[SourceFile]) -> Iterator[list[PostResult]]:
        """Yield the results of each file, before suppressions apply.

        A skipped file yields the result of its first draft, unanalyzed.
        """
        drafts = [draft for file in files if not file.skip_reason for draft in file.drafts]
        analyzed = self._timings.over(
            "understanding English", analyze_english(drafts, self._analysis_cache)
        )
        for file in files:
            if file.skip_reason:
                yield [_base_result(file.drafts[0], NO_LANGUAGE)]
                continue
            rules = file.settings.rules_to_run
            yield [self._lint_draft(*next(analyzed), rules) for _ in file.drafts]

    def _lint_draft(
        self, draft: Draft, languages: DraftLanguages, post: Post | None, rules: Sequence[Rule]
    ) -> PostResult:
        result = _base_result(draft, languages)
        if post is None:
            return result
        with self._timings.step("scoring"):
            prediction = predict(post, self._models or load_models())
        findings = run_rules(rules, PostTarget(post, prediction), self._timings)
        return replace(
            result,
            relevance=prediction.relevance,
            relevant=prediction.relevant,
            labels=prediction.labels,
            verdict=prediction.verdict,
            headline=prediction.headline,
            findings=tuple(sorted(findings, key=position_key)),
            analysis=Analysis(post, prediction),
        )


def _crash(source: Source, error: Exception) -> LintFailure:
    return LintFailure(source.path, describe_crash(error))


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
        notices.append("no prose to score")
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


def add_details(result: PostResult) -> PostResult:
    """Return a result with the reasons for the score and the predictions for sentences.

    Without an analysis, it stays as it is.
    """
    if result.analysis is None:
        return result
    post, prediction = result.analysis.post, result.analysis.prediction
    predicted = predict_sentences(post, prediction.encoded)
    sentences = tuple(map(_sentence_result, post.sentences, predicted))
    return replace(result, reasons=explain(post, prediction, predicted), sentences=sentences)


def _sentence_result(sentence: Sentence, prediction: SentencePrediction) -> SentenceResult:
    return SentenceResult(
        span=sentence.block.prose.to_source(sentence.start, sentence.end),
        about=prediction.about,
        speaks_to=prediction.speaks_to,
        act=sentence.act,
        quoted=sentence.quoted,
        probabilities=prediction.probabilities,
    )
