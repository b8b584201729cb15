"""`postlint score`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postlint.cli import options
from postlint.cli.check import print_notices
from postlint.core.errors import LintFailure
from postlint.core.files import is_folder
from postlint.core.terminal_text import display_path, one_line

if TYPE_CHECKING:
    from postlint.diagnostics.result import Analysis, PostResult
    from postlint.document.source import Source, Span
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
    from postlint.config import CliOverrides
    from postlint.config.provider import ConfiguredSettings, WithoutRules
    from postlint.formatters.posts.json import dump
    from postlint.linter.linter import Linter

    if is_folder(Path(file)):
        raise click.UsageError(f"`{file}` is a folder; score one draft, or use `postlint check`.")
    sources = options.read_drafts(
        options.find_named_drafts((file,), stdin_filename), stdin_filename
    )
    settings = ConfiguredSettings(config, CliOverrides(platform=platform))
    items = Linter(WithoutRules(settings), jobs=1).lint(sources, details=True, keep_analysis=True)
    shown = []
    for item in items:
        print_notices(item, quiet=False)
        if isinstance(item, LintFailure):
            click.get_current_context().exit(2)
        if output_format == "json":
            shown.append(_to_json(item))
        elif item.analysis:  # else the notice on stderr says why there's no score
            for line in _lines(item, item.analysis, sentences=sentences):
                click.echo(display_path(line))
    if output_format == "json":
        click.echo(dump(shown if len(shown) > 1 else shown[0]))


def _to_json(report: PostResult) -> dict[str, Any]:
    """Return the score and its reasons as JSON data. Weights are log odds, rounded."""
    data: dict[str, Any] = {
        "version": 1,
        "path": report.path,
        "platform": report.platform,
        "relevance": report.relevance,
        "relevant": report.relevant,
        "labels": asdict(report.labels) if report.labels else None,
        "verdict": report.verdict,
        "headline": report.headline,
        "notices": list(report.notices),
        "sentences": [],
        "reasons": [
            {"effect": one.effect, "text": one.text, **_location(report.source, one.span)}
            for one in report.reasons
        ],
    }
    if report.analysis:
        data["threshold"] = _model().threshold
        weighed = zip(
            report.sentences,
            report.analysis.post.sentences,
            _sentence_weights(report.analysis),
            strict=True,
        )
        data["sentences"] = [
            {
                **_location(report.source, one.span),
                "text": one_line(sentence.original), "about": one.about,
                "speaks_to": one.speaks_to, "act": one.act, "quoted": one.quoted,
                "probabilities": dict(one.probabilities), "weight": round(weight, 3),
            }
            for one, sentence, weight in weighed
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


def _sentence_weights(analysis: Analysis) -> tuple[float, ...]:
    """Return by how much the log odds would fall without each sentence."""
    from postlint.scoring.explain import weigh_sentences

    return weigh_sentences(analysis.post, analysis.prediction.features, _model())


def _lines(report: PostResult, analysis: Analysis, *, sentences: bool) -> Iterator[str]:
    from postlint.formatters.base import display_name
    from postlint.scoring.headline import with_score

    yield f"{display_name(report)}: {with_score(report.headline, report.relevance)}"
    yield f"A score of {_model().threshold:.2f} or more counts as useful to clients."
    read = list(_label_lines(report, analysis.prediction))
    yield from ("", "This post:", *(f"  {line}" for line in read))
    yield from _reasons(report, read)
    if sentences:
        yield from _sentences(report, analysis)


def _label_lines(report: PostResult, prediction: Prediction) -> Iterator[str]:
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
    elif any(one.text == NO_TIE for one in report.reasons):
        yield NO_TIE
    if prediction.labels.anecdote:
        yield "tells a personal moment"


def _reasons(report: PostResult, read: Sequence[str]) -> Iterator[str]:
    """Yield what raises and what lowers the score, apart from what `read` says already."""
    for effect in ("raises", "lowers"):
        found = [one for one in report.reasons if one.effect == effect and one.text not in read]
        if found:
            yield from ("", f"What {effect} the score:")
            yield from (f"  {one.with_location(report.source)}" for one in found)


def _sentences(report: PostResult, analysis: Analysis) -> Iterator[str]:
    """Yield each sentence with what the score would lose without it."""
    from postlint.scoring.logistic_model import sigmoid

    odds = _model().log_odds(analysis.prediction.features)
    yield ""
    yield "Each sentence, and how much the score would drop (+) or rise (-) without it:"
    for one, sentence, weight in zip(
        report.sentences, analysis.post.sentences, _sentence_weights(analysis), strict=True
    ):
        start = report.source.position(one.span.start)
        lost = sigmoid(odds) - sigmoid(odds - weight)
        place, text = f"{start.line}:{start.column}", one_line(sentence.original)
        yield f"  {lost:+.2f}  {place:>6}  {text}"
