"""`postlint score`."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postlint.cli import options
from postlint.cli.check import mention
from postlint.errors import Problem
from postlint.files import is_folder
from postlint.lines import one_line, show_path

if TYPE_CHECKING:
    from postlint.drafts.source import Source
    from postlint.results import PostReport

_REASONS = 6


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
def score(
    file: str,
    stdin_filename: str | None,
    platform: str | None,
    config: Path | None,
    output_format: str,
) -> None:
    """Score one draft: how likely a prospective client finds it relevant, and why.

    FILE is a draft or `-` for standard input. The score goes from 0 to 1; the sentences and
    traits that moved it are listed with how much they did.
    """
    from postlint import engine
    from postlint.configuration import SettingsFinder, Wishes
    from postlint.judgement.model import load_models
    from postlint.reports.json import dump
    from postlint.reports.report import name_of

    if is_folder(Path(file)):
        raise click.UsageError(f"`{file}` is a folder; score one draft, or use `postlint check`.")
    sources = options.read(options.find((file,), stdin_filename), stdin_filename)
    settings = SettingsFinder(config)
    wishes = Wishes(platform=platform)

    def setting(source: Source) -> engine.Setting:
        return replace(wishes.within(settings.of(source.path)), rules=(), drafts_only=False)

    items = engine.lint(sources, setting=setting, models=load_models(), details=True)
    shown = []
    for item in items:
        mention(item, quiet=False)
        if isinstance(item, Problem):
            click.get_current_context().exit(2)
        data = _explained(item)
        shown.append(data)
        if output_format == "text":
            for line in _lines(name_of(item), data):
                click.echo(show_path(line))
    if output_format == "json":
        click.echo(dump(shown if len(shown) > 1 else shown[0]))


def _explained(report: PostReport) -> dict[str, Any]:
    """Return the score and its reasons as JSON data; weights are log odds, rounded."""
    from postlint.judgement.explain import explain, weigh_sentences
    from postlint.judgement.model import load_models

    data: dict[str, Any] = {
        "version": 1,
        "path": report.path,
        "platform": report.platform,
        "relevance": report.relevance,
        "relevant": None,
        "reading": asdict(report.reading) if report.reading else None,
        "verdict": report.verdict,
        "notices": list(report.notices),
        "sentences": [],
        "reasons": [],
    }
    if report.analysis:
        post, judgement = report.analysis.post, report.analysis.judgement
        model = load_models()["relevance"]
        why = explain(judgement.features, model)
        weights = weigh_sentences(post, judgement.features, model)
        source = report.source
        data["relevant"] = judgement.relevant
        data["threshold"] = model.threshold
        told = zip(report.sentences, post.sentences, weights, strict=True)
        for one, sentence, weight in told:
            start, end = source.position(one.span.start), source.position(one.span.end)
            data["sentences"].append(
                {
                    "line": start.line, "column": start.column,
                    "end_line": end.line, "end_column": end.column,
                    "text": one_line(sentence.original), "about": one.about,
                    "speaks_to": one.speaks_to, "act": one.act, "quoted": one.quoted,
                    "probabilities": dict(one.probabilities), "weight": round(weight, 3),
                }
            )  # fmt: skip
        data["reasons"] = [{"text": r.text, "weight": round(r.weight, 3)} for r in why.reasons]
    return data


def _lines(path: str, data: dict[str, Any]) -> list[str]:
    from postlint.judgement.explain import AS_A_WHOLE

    if data["relevance"] is None:
        return []  # the notice on stderr says why
    verdict = "relevant" if data["relevant"] else "not relevant"
    lines = [
        f"{path}: relevance {data['relevance']:.2f}, {verdict} to a prospective client "
        f"(relevant from {data['threshold']:.2f} on)",
        "Reading: " + ", ".join(_reading(data["reading"], data["verdict"])),
        "",
        "Sentences (+ more relevant, - less):",
    ]
    for sentence in data["sentences"]:
        place = f"{sentence['line']}:{sentence['column']}"
        lines.append(f"  {sentence['weight']:+.2f}  {place:>6}  {sentence['text']}")
    for title, sign in (("What raised it:", 1), ("What lowered it:", -1)):
        reasons = [
            reason
            for reason in data["reasons"]
            if reason["weight"] * sign > 0.005 and reason["text"] != AS_A_WHOLE
        ]
        lines += ["", title]
        lines += [f"  {reason['weight']:+.2f}  {reason['text']}" for reason in reasons[:_REASONS]]
    return lines


def _reading(reading: dict[str, bool], verdict: str | None) -> list[str]:
    return [
        verdict or "not only about you",
        "asks the reader something" if reading["question"] else "asks the reader nothing",
        "ties back to the reader or your help" if reading["tie"] else "no tie to the reader",
        *(["tells an anecdote"] if reading["anecdote"] else []),
    ]
