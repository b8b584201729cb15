"""`postlint evaluate`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command()
@click.argument(
    "labelled", nargs=-1, required=True, metavar="LABELLED...", type=click.Path(path_type=Path)
)
@click.option(
    "--weights",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Measure the models in this folder instead of the shipped ones.",
)
@click.option(
    "--output-format",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How to show the figures: for people or for programs.",
)
def evaluate(labelled: tuple[Path, ...], weights: Path | None, output_format: str) -> None:
    """Measure how well postlint agrees with posts that people have labelled.

    LABELLED are files of posts, one JSON object a line with text, relevance (0 to 3), self_focus,
    question, tie and anecdote (true or false), or folders of such files.
    """
    from postlint.judgement.model import load_models
    from postlint.training.evaluate import evaluate_models
    from postlint.training.judged import features_of
    from postlint.training.labelled import read_labelled

    posts = read_labelled(labelled)
    models = load_models(weights)
    figures = evaluate_models(models, posts, features_of(posts))
    if output_format == "json":
        click.echo(json.dumps(figures, indent=1))
        return
    click.echo(f"{len(posts)} post{'' if len(posts) == 1 else 's'}\n")
    click.echo(f"{'':12}{'labelled':>9}{'precision':>11}{'recall':>8}{'F1':>8}{'AUC':>8}")
    for label, row in figures.items():
        area = "-" if row["auc"] is None else f"{row['auc']:.3f}"
        click.echo(
            f"{label:12}{row['labelled']:9}{row['precision']:11.3f}{row['recall']:8.3f}"
            f"{row['f1']:8.3f}{area:>8}"
        )
    click.echo("\nrelevance: relevant (2 or 3) against not; every label at its model's threshold.")
