"""Trains the English pipeline: `python -m postlint.training.english TREEBANK_DIR --output DIR`."""

from __future__ import annotations

from pathlib import Path

import click

from postlint.training.english.evaluate import evaluate, format_scores
from postlint.training.english.pipeline import finalize, train


@click.command()
@click.argument(
    "treebank",
    metavar="TREEBANK_DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--output", metavar="DIR", required=True, type=click.Path(path_type=Path))
@click.option(
    "--max-steps", type=click.IntRange(min=1), help="Stop after this many steps, to try things out."
)
def main(treebank: Path, output: Path, max_steps: int | None) -> None:
    """Train the English pipeline on TREEBANK_DIR/{train,dev}.conllu and save it as DIR.

    Prints its scores on TREEBANK_DIR/test.conllu.
    """
    finalize(train(treebank, max_steps), treebank, output)
    click.echo(f"The finished pipeline is in {output}.\n")
    click.echo(format_scores(evaluate(output, treebank)))


if __name__ == "__main__":
    main()
