"""`postlint evaluate`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postlint.core.terminal_text import count, one_line, shorten

if TYPE_CHECKING:
    from postlint.training.bootstrap import Interval
    from postlint.training.dataset import LabeledPost
    from postlint.training.evaluation import Evaluation, LabelMetrics, Misclassification

_MAX_EXCERPT = 70


@click.command()
@click.argument(
    "labeled", nargs=-1, required=True, metavar="LABELED...", type=click.Path(path_type=Path)
)
@click.option(
    "--weights",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Measure the models in this folder instead of the built-in ones.",
)
@click.option(
    "--misclassified",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    metavar="N",
    help="How many misclassified posts to show for each label.",
)
@click.option(
    "--output-format",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="Output format: text for people, json for programs.",
)
def evaluate(
    labeled: tuple[Path, ...], weights: Path | None, misclassified: int, output_format: str
) -> None:
    """Measure how well postlint agrees with people who labeled posts.

    LABELED are files of posts, or folders of such files. Each line of a file is a JSON object with
    text, relevance (0 to 3), self_focus, question, tie, and anecdote (true or false). Needs
    scikit-learn: pip install 'postlint[train]'.
    """
    from postlint.formatters.posts.json import dump
    from postlint.rules.loader import builtin_rules
    from postlint.scoring.logistic_model import load_models
    from postlint.training.dataset import read_labeled_posts
    from postlint.training.extras import require_scikit_learn

    require_scikit_learn()
    posts = read_labeled_posts(labeled)
    if not posts:
        raise click.UsageError("no labeled posts in LABELED.")
    models = load_models(weights)

    # These import scikit-learn and the analysis, which takes longer than finding a mistake above.
    from postlint.training import evaluation
    from postlint.training.predictions import predict_all

    thresholds = {label: model.threshold for label, model in models.items()}
    predictions = predict_all(posts, models, builtin_rules())
    result = evaluation.evaluate(posts, predictions, thresholds)
    if output_format == "json":
        click.echo(dump(_to_json(result, misclassified)))
    else:
        click.echo("\n".join(_lines(posts, result, misclassified)))


def _to_json(result: Evaluation, misclassified: int) -> dict[str, Any]:
    data: dict[str, Any] = {
        label: _label_to_json(label, metrics, misclassified)
        for label, metrics in result.metrics.items()
    }
    data["subgroups"] = [asdict(subgroup) for subgroup in result.subgroups]
    data["false_alarms"] = {
        "posts": result.useful_posts,
        "flagged": len(result.false_alarms),
        "ids": [post.id for post in result.false_alarms],
    }
    data["self_focused_errors"] = asdict(result.self_focused_errors)
    return data


def _label_to_json(label: str, metrics: LabelMetrics, misclassified: int) -> dict[str, Any]:
    return {
        "posts": metrics.posts,
        "positives": metrics.positives,
        "threshold": metrics.threshold,
        "precision": metrics.precision,
        "recall": metrics.recall,
        "f1": metrics.f1,
        "auc": metrics.auc,
        "brier": metrics.brier_score,
        "intervals": {
            "precision": metrics.precision_interval,
            "recall": metrics.recall_interval,
            "f1": metrics.f1_interval,
            "auc": metrics.auc_interval,
        },
        "confusion_matrix": asdict(metrics.matrix),
        "reliability": [row._asdict() for row in metrics.calibration_bins],
        "misclassified": [
            {"id": one.post.id, "label": one.post.label(label), "probability": one.probability}
            for one in metrics.misclassified[:misclassified]
        ],
    }


def _lines(posts: list[LabeledPost], result: Evaluation, misclassified: int) -> Iterator[str]:
    authors = len({post.author for post in posts})
    yield f"{count(len(posts), 'post')} by {count(authors, 'author')}"
    yield ""
    yield (
        f"{'':12} labeled  precision  recall      F1 (95% interval)      AUC (95% interval)   Brier"
    )
    for label, row in result.metrics.items():
        yield (
            f"{label:12}{row.positives:8}{row.precision:11.3f}{row.recall:8.3f}"
            f"  {_with_interval(row.f1, row.f1_interval)}"
            f"  {_with_interval(row.auc, row.auc_interval)}   {row.brier_score:.3f}"
        )
    yield ""
    yield f"{'':12}true yes  false yes  false no  true no"
    for label, row in result.metrics.items():
        matrix = row.matrix
        yield (
            f"{label:12}{matrix.true_positives:8}{matrix.false_positives:11}"
            f"{matrix.false_negatives:10}{matrix.true_negatives:9}"
        )
    yield ""
    yield f"{'F1 by platform and length':27}posts" + "".join(
        f"{label:>12}" for label in result.metrics
    )
    for subgroup in result.subgroups:
        cells = ("-" if f1 is None else f"{f1:.3f}" for f1 in subgroup.f1.values())
        yield f"{subgroup.name:27}{subgroup.posts:5}" + "".join(f"{cell:>12}" for cell in cells)
    yield ""
    yield (
        f"False alarms: {len(result.false_alarms)} of the {count(result.useful_posts, 'post')} "
        "that are relevant and tie back to the reader get an error."
    )
    errors = result.self_focused_errors
    yield (
        f"Errors from `self-focused`: {count(errors.posts, 'post')}, {errors.correct} of which "
        f"offer a client nothing. They include {errors.only_about_author_flagged} of the "
        f"{count(errors.only_about_author, 'post')} that are only about their author and aren't "
        f"anecdotes, and {errors.anecdotes_flagged} of the {count(errors.anecdotes, 'anecdote')}."
    )
    if misclassified:
        yield from _misclassified_lines(result.metrics, misclassified)
    yield ""
    yield "relevance: 2 and 3 count as relevant. Each label uses its model's threshold."


def _misclassified_lines(metrics: Mapping[str, LabelMetrics], count: int) -> Iterator[str]:
    for label, row in metrics.items():
        if row.misclassified:
            yield ""
            yield f"Misclassified for {label}, the most confident first (probability, label):"
        for one in row.misclassified[:count]:
            yield f"  {_misclassified_line(label, one)}"


def _misclassified_line(label: str, one: Misclassification) -> str:
    answer = "yes" if one.post.label(label) else "no"
    return (
        f"{one.probability:.2f}  {answer:3}  {one_line(one.post.id)}: "
        f"{shorten(one.post.text, _MAX_EXCERPT)}"
    )


def _with_interval(value: float | None, interval: Interval | None) -> str:
    if value is None or interval is None:
        return f"{'-':>5} {'':14}"
    return f"{value:.3f} ({interval.low:.2f} to {interval.high:.2f})"
