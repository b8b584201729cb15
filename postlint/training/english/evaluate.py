"""Evaluates a pipeline: `python -m postlint.training.english.evaluate PIPELINE TREEBANK_DIR`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click
import spacy

from postlint.training.english.conllu import read_documents
from postlint.training.english.grammar_scores import GrammarScores, grammar_scores
from postlint.training.english.segmentation_scores import SentenceScores, sentence_scores


@dataclass(frozen=True, slots=True)
class PipelineScores:
    """What a pipeline gets right."""

    grammar: GrammarScores
    sentences: SentenceScores

    def table(self) -> str:
        """Return the figures in percent, as a table in Markdown."""
        grammar, sentences = self.grammar, self.sentences
        rows = (
            ("universal part of speech", grammar.upos),
            ("Penn Treebank tag", grammar.tag),
            ("lemma", grammar.lemma),
            ("unlabeled attachment (UAS)", grammar.uas),
            ("labeled attachment (LAS)", grammar.las),
            ("subject of the root found", grammar.root_subject),
            ("imperative at the beginning, precision", grammar.imperative_precision),
            ("imperative at the beginning, recall", grammar.imperative_recall),
            ("sentence ends, F1: the text as it stands", sentences.as_is),
            ("sentence ends, F1: one sentence a line", sentences.one_per_line),
            ("sentence ends, F1: one sentence a line, no periods", sentences.without_periods),
        )
        return "\n".join(
            ["| | % |", "|---|---|", *(f"| {name} | {100 * share:.1f} |" for name, share in rows)]
        )


def evaluate(pipeline: Path, treebank: Path) -> PipelineScores:
    """Evaluate a pipeline on the treebank's `test.conllu`.

    Heads and relations compare only if the pipeline has those of Universal Dependencies.
    """
    nlp = spacy.load(pipeline)
    documents = list(read_documents(treebank / "test.conllu"))
    sentences = [sentence for document in documents for sentence in document]
    return PipelineScores(grammar_scores(nlp, sentences), sentence_scores(nlp, documents))


@click.command()
@click.argument("pipeline", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument(
    "treebank",
    metavar="TREEBANK_DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
def main(pipeline: Path, treebank: Path) -> None:
    """Print how PIPELINE, a folder, does on TREEBANK_DIR/test.conllu."""
    click.echo(evaluate(pipeline, treebank).table())


if __name__ == "__main__":
    main()
