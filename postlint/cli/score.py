"""`postlint score`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postlint.cli import options
from postlint.cli.drafts import find_named_drafts
from postlint.cli.report_outputs import print_notices
from postlint.core.errors import LintFailure
from postlint.core.files import is_folder
from postlint.core.terminal_text import display_path, one_line

if TYPE_CHECKING:
    from postlint.diagnostics.result import Analysis, PostResult, SentenceResult
    from postlint.document.source import Source, Span
    from postlint.nlp.post import Sentence
    from postlint.scoring.logistic_model import LogisticModel
    from postlint.scoring.predict import Prediction


@click.command()
@click.argument("file", metavar="FILE")
@options.stdin_filename_option
@options.platform_option
@options.config_option
@click.option(
    "--output-format",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How to show the score: for people or for programs.",
)
@click.option(
    "--sentences",
    is_flag=True,
    help="Also show how much each sentence raises or lowers the score. Takes longer.",
)
def score(
    file: str,
    stdin_filename: str | None,
    platform: str | None,
    config: Path | None,
    output_format: str,
    *,
    sentences: bool,
) -> None:
    """Show a draft's score, whether it's useful to clients, and why.

    FILE is a draft, or `-` for standard input. The score is the probability, from 0 to 1, that a
    prospective client finds the post relevant.
    """
    from postlint.config import CliOverrides, SettingsResolver
    from postlint.formatters.posts.json import dump
    from postlint.linter.linter import Linter

    if is_folder(Path(file)):
        raise click.UsageError(f"`{file}` is a folder; score one draft, or use `postlint check`.")
    drafts = find_named_drafts((file,), stdin_filename)
    resolver = SettingsResolver(config, CliOverrides(platform=platform))
    (source,) = drafts.read()
    if isinstance(source, LintFailure):
        print_notices(source, quiet=False)
        click.get_current_context().exit(2)
    settings = replace(resolver.for_path(source.path), rules=(), drafts_only=False)
    results = []
    for item in Linter(settings, jobs=1).lint([source], details=True, keep_analysis=True):
        print_notices(item, quiet=False)
        if isinstance(item, LintFailure):
            click.get_current_context().exit(2)
        if output_format == "json":
            results.append(_to_json(item))
        elif item.analysis:  # otherwise, the notice on stderr says why there's no score
            for line in _lines(item, item.analysis, sentences=sentences):
                click.echo(display_path(line))
    if output_format == "json":
        click.echo(dump(results if len(results) > 1 else results[0]))


def _to_json(result: PostResult) -> dict[str, Any]:
    """Return the score and its reasons as JSON data. Weights are log odds, rounded."""
    data: dict[str, Any] = {
        "version": 1,
        "path": result.path,
        "platform": result.platform,
        "relevance": result.relevance,
        "relevant": result.relevant,
        "labels": asdict(result.labels) if result.labels else None,
        "verdict": result.verdict,
        "headline": result.headline,
        "notices": list(result.notices),
        "sentences": [],
        "reasons": [
            {
                "effect": reason.effect,
                "text": reason.text,
                **_location(result.source, reason.span),
            }
            for reason in result.reasons
        ],
    }
    if result.analysis:
        data["threshold"] = _model().threshold
        data["sentences"] = [
            {
                **_location(result.source, sentence.span),
                "text": one_line(analyzed.original), "about": sentence.about,
                "speaks_to": sentence.speaks_to, "act": sentence.act, "quoted": sentence.quoted,
                "probabilities": dict(sentence.probabilities), "weight": round(weight, 3),
            }
            for sentence, analyzed, weight in _weighted_sentences(result, result.analysis)
        ]  # fmt: skip
    return data


def _location(source: Source, span: Span | None) -> dict[str, int | None]:
    if span is None:
        return dict.fromkeys(("line", "column", "end_line", "end_column"))
    start, end = source.position(span.start), source.position(span.end)
    return {
        "line": start.line, "column": start.column,
        "end_line": end.line, "end_column": end.column,
    }  # fmt: skip


def _model() -> LogisticModel:
    from postlint.scoring.logistic_model import load_models

    return load_models()["relevance"]


def _weighted_sentences(
    result: PostResult, analysis: Analysis
) -> Iterator[tuple[SentenceResult, Sentence, float]]:
    """Yield each sentence, and by how much the log odds would drop without it."""
    from postlint.scoring.explain import weigh_sentences

    weights = weigh_sentences(analysis.post, analysis.prediction.features, _model())
    return zip(result.sentences, analysis.post.sentences, weights, strict=True)


def _lines(result: PostResult, analysis: Analysis, *, sentences: bool) -> Iterator[str]:
    from postlint.scoring.headline import with_score

    yield f"{result.display_name}: {with_score(result.headline, result.relevance)}"
    yield f"A score of {_model().threshold:.2f} or more counts as useful to clients."
    label_lines = list(_label_lines(result, analysis.prediction))
    yield from ("", "This post:", *(f"  {line}" for line in label_lines))
    yield from _reasons(result, label_lines)
    if sentences:
        yield from _sentences(result, analysis)


def _label_lines(result: PostResult, prediction: Prediction) -> Iterator[str]:
    from postlint.scoring.explain import NO_QUESTION, NO_TIE

    if prediction.verdict == "only about you":
        yield "is only about you"
    elif prediction.verdict:
        yield "has nothing for a client"
    if prediction.labels.question:
        yield "asks the reader something"
    elif not prediction.is_anecdote:
        yield NO_QUESTION
    if prediction.labels.tie:
        yield "connects to the reader or to how you help"
    elif any(reason.text == NO_TIE for reason in result.reasons):
        yield NO_TIE
    if prediction.labels.anecdote:
        yield "tells a personal moment"


def _reasons(result: PostResult, label_lines: Sequence[str]) -> Iterator[str]:
    """Yield the reasons for the score, without those that `label_lines` already give."""
    for effect in ("raises", "lowers"):
        reasons = [
            reason
            for reason in result.reasons
            if reason.effect == effect and reason.text not in label_lines
        ]
        if reasons:
            yield from ("", f"What {effect} the score:")
            yield from (f"  {reason.with_location(result.source)}" for reason in reasons)


def _sentences(result: PostResult, analysis: Analysis) -> Iterator[str]:
    """Yield each sentence with the change of the score without it."""
    from postlint.scoring.logistic_model import sigmoid

    log_odds = _model().log_odds(analysis.prediction.features)
    yield ""
    yield "Each sentence, and how much the score would drop (+) or rise (-) without it:"
    for sentence, analyzed, weight in _weighted_sentences(result, analysis):
        start = result.source.position(sentence.span.start)
        change = sigmoid(log_odds) - sigmoid(log_odds - weight)
        position, text = f"{start.line}:{start.column}", one_line(analyzed.original)
        yield f"  {change:+.2f}  {position:>6}  {text}"
