"""Evaluates a pipeline: `python -m postlint.training.english.evaluate PIPELINE TREEBANK_DIR`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
import spacy

from postlint.training.english.conllu import read_documents
from postlint.training.english.grammar_scores import score_grammar
from postlint.training.english.segmentation_scores import score_sentences


def evaluate(pipeline: Path, treebank: Path) -> dict[str, float]:
    """Return the scores of a pipeline on the treebank's `test.conllu` by name, from 0 to 1.

    Heads and relations are only comparable if the pipeline uses Universal Dependencies.
    """
    nlp = spacy.load(pipeline)
    documents = list(read_documents(treebank / "test.conllu"))
    sentences = [sentence for document in documents for sentence in document]
    return score_grammar(nlp, sentences) | score_sentences(nlp, documents)


def format_scores(scores: Mapping[str, float]) -> str:
    """Return scores in percent, as a Markdown table."""
    rows = (f"| {name} | {100 * share:.1f} |" for name, share in scores.items())
    return "\n".join(["| | % |", "|---|---|", *rows])


@click.command()
@click.argument("pipeline", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument(
    "treebank",
    metavar="TREEBANK_DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
def main(pipeline: Path, treebank: Path) -> None:
    """Print the scores of PIPELINE, a folder, on TREEBANK_DIR/test.conllu."""
    click.echo(format_scores(evaluate(pipeline, treebank)))


if __name__ == "__main__":
    main()
