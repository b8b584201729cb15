"""`postlint evaluate`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postlint.core.terminal_text import count, one_line

if TYPE_CHECKING:
    from postlint.training.dataset import LabeledPost
    from postlint.training.evaluate import Evaluation, LabelMetrics, Misclassification
    from postlint.training.metrics import Interval

_MAX_EXCERPT = 70


@click.command()
@click.argument(
    "labelled", nargs=-1, required=True, metavar="LABELED...", type=click.Path(path_type=Path)
)
@click.option(
    "--weights",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Measure the models in this folder instead of the built-in ones.",
)
@click.option(
    "--misses",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    metavar="N",
    help="How many of the worst misses to show for each label.",
)
@click.option(
    "--output-format",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="Output format: text for people, json for programs.",
)
def evaluate(
    labeled: tuple[Path, ...], weights: Path | None, misses: int, output_format: str
) -> None:
    """Measure how well postlint agrees with people who labeled posts.

    LABELED are files of posts, or folders of such files. Each line of a file is a JSON object with
    text, relevance (0 to 3), self_focus, question, tie, and anecdote (true or false).
    """
    from postlint.formatters.posts.json import dump
    from postlint.rules.loader import builtin_rules
    from postlint.scoring.logistic_model import load_models
    from postlint.training.dataset import read_labeled_posts
    from postlint.training.evaluate import evaluate as compare
    from postlint.training.predictions import predict_all

    posts = read_labeled_posts(labeled)
    if not posts:
        raise click.UsageError("no labeled posts in LABELED.")
    models = load_models(weights)
    thresholds = {label: model.threshold for label, model in models.items()}
    found = compare(posts, predict_all(posts, models, builtin_rules()), thresholds)
    if output_format == "json":
        click.echo(dump(_to_json(found, misses)))
    else:
        click.echo("\n".join(_lines(posts, found, misses)))


def _to_json(found: Evaluation, misses: int) -> dict[str, Any]:
    data: dict[str, Any] = {
        label: {
            "posts": figures.posts,
            "labelled": figures.labelled,
            "threshold": figures.threshold,
            "precision": figures.matrix.precision,
            "recall": figures.matrix.recall,
            "f1": figures.matrix.f1,
            "auc": figures.auc,
            "brier": figures.brier_score,
            "intervals": {
                "precision": figures.precision_interval,
                "recall": figures.recall_interval,
                "f1": figures.f1_interval,
                "auc": figures.auc_interval,
            },
            "confusion": {
                "rightly_yes": figures.matrix.true_positives,
                "wrongly_yes": figures.matrix.false_positives,
                "missed": figures.matrix.false_negatives,
                "rightly_no": figures.matrix.true_negatives,
            },
            "reliability": [row._asdict() for row in figures.calibration_bins],
            "misses": [
                {
                    "id": miss.post.id,
                    "labelled": miss.post.label(label),
                    "probability": miss.probability,
                }
                for miss in figures.misses[:misses]
            ],
        }
        for label, figures in found.figures.items()
    }
    data["groups"] = [asdict(group) for group in found.groups]
    data["false_alarms"] = {
        "posts": found.useful,
        "with_errors": len(found.false_alarms),
        "ids": [post.id for post in found.false_alarms],
    }
    data["self_focused_errors"] = asdict(found.stopped)
    return data


def _lines(posts: list[LabeledPost], found: Evaluation, misses: int) -> Iterator[str]:
    authors = len({post.author for post in posts})
    yield f"{count(len(posts), 'post')} by {count(authors, 'author')}"
    yield ""
    yield (
        f"{'':12} labeled  precision  recall      F1 (95% interval)      AUC (95% interval)   Brier"
    )
    for label, row in found.figures.items():
        matrix = row.matrix
        yield (
            f"{label:12}{row.labelled:8}{matrix.precision:11.3f}{matrix.recall:8.3f}"
            f"  {_with_interval(matrix.f1, row.f1_interval)}"
            f"  {_with_interval(row.auc, row.auc_interval)}   {row.brier_score:.3f}"
        )
    yield ""
    yield f"{'':12}true yes  false yes  false no  true no"
    for label, row in found.figures.items():
        matrix = row.matrix
        yield (
            f"{label:12}{matrix.true_positives:8}{matrix.false_positives:11}"
            f"{matrix.false_negatives:10}{matrix.true_negatives:9}"
        )
    yield ""
    yield f"{'F1 by platform and length':27}posts" + "".join(
        f"{label:>12}" for label in found.figures
    )
    for group in found.groups:
        cells = ("-" if f1 is None else f"{f1:.3f}" for f1 in group.f1.values())
        yield f"{group.name:27}{group.posts:5}" + "".join(f"{cell:>12}" for cell in cells)
    yield ""
    yield (
        f"False alarms: {len(found.false_alarms)} of the {count(found.useful, 'post')} that are "
        "relevant and tie back to the reader get an error."
    )
    stopped = found.stopped
    yield (
        f"Errors from `self-focused`: {count(stopped.posts, 'post')}, {stopped.right} of which "
        f"offer a client nothing. They include {stopped.flat_stopped} of the "
        f"{count(stopped.flat, 'post')} that are only about their author and aren't anecdotes, "
        f"and {stopped.anecdotes_stopped} of the {count(stopped.anecdotes, 'anecdote')}."
    )
    if misses:
        yield from _misses(found.figures, misses)
    yield ""
    yield "relevance: 2 and 3 count as relevant. Each label uses its model's threshold."


def _misses(figures: Mapping[str, LabelMetrics], count: int) -> Iterator[str]:
    for label, row in figures.items():
        if row.misses:
            yield ""
            yield f"Worst misses for {label} (probability, label):"
        for miss in row.misses[:count]:
            yield f"  {_miss(label, miss)}"


def _miss(label: str, miss: Misclassification) -> str:
    says = "yes" if miss.post.label(label) else "no"
    excerpt = one_line(miss.post.text)
    if len(excerpt) > _MAX_EXCERPT:
        excerpt = excerpt[:_MAX_EXCERPT].rstrip() + "…"
    return f"{miss.probability:.2f}  {says:3}  {one_line(miss.post.id)}: {excerpt}"


def _with_interval(figure: float | None, interval: Interval | None) -> str:
    if figure is None or interval is None:
        return f"{'-':>5} {'':14}"
    return f"{figure:.3f} ({interval.low:.2f} to {interval.high:.2f})"
