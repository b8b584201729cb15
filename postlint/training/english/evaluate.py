"""Evaluates a pipeline: `python -m postlint.training.english.evaluate PIPELINE TREEBANK_DIR`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import fmean

import click
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from postlint.training.english.conllu import read_documents
from postlint.training.english.treebank import Passage, TreebankSentence

_BATCH = 64

# The tokenizer sets these norms for parts of contractions, but gold words don't go through it.
_NORMS = {
    "n't": "not",
    "'m": "am",
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "ca": "can",
    "wo": "will",
    "sha": "shall",
}
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubjpass"})
_OWN_LINE = "\n\n"


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


def score_grammar(nlp: Language, sentences: Sequence[TreebankSentence]) -> dict[str, float]:
    """Return how much of the treebank's own tokens a pipeline analyzes correctly, by name.

    Punctuation doesn't count for attachment. A subject counts as found if a sentence has one or
    several subjects of the root, and the pipeline finds any of them.
    """
    docs = nlp.pipe((_untagged(nlp, sentence) for sentence in sentences), batch_size=_BATCH)
    pairs = list(zip(sentences, docs, strict=True))
    words = [pair for sentence, doc in pairs for pair in zip(sentence.words, doc, strict=True)]
    attached = [
        (word.head == token.head.i, word.dep.lower() == token.dep_.lower())
        for word, token in words
        if word.upos != "PUNCT"
    ]
    imperatives = [
        ("Mood=Imp" in sentence.words[first].feats, "Imp" in doc[first].morph.get("Mood", []))
        for sentence, doc in pairs
        if (first := _first_word(sentence)) is not None
    ]
    return {
        "universal part of speech": _mean(word.upos == token.pos_ for word, token in words),
        "Penn Treebank tag": _mean(word.xpos == token.tag_ for word, token in words),
        "lemma": _mean(word.lemma == token.lemma_ for word, token in words),
        "unlabeled attachment (UAS)": _mean(head for head, _ in attached),
        "labeled attachment (LAS)": _mean(head and relation for head, relation in attached),
        "subject of the root found": _mean(
            bool(subjects & _found_subjects(doc))
            for sentence, doc in pairs
            if (subjects := _root_subjects(sentence))
        ),
        "imperative at the beginning, precision": _mean(
            gold for gold, found in imperatives if found
        ),
        "imperative at the beginning, recall": _mean(found for gold, found in imperatives if gold),
    }


def _untagged(nlp: Language, sentence: TreebankSentence) -> Doc:
    doc = Doc(
        nlp.vocab,
        words=[word.form for word in sentence.words],
        spaces=[word.space_after for word in sentence.words],
    )
    for token in doc:
        if norm := _NORMS.get(token.lower_.replace("’", "'")):
            token.norm_ = norm
    return doc


def _mean(outcomes: Iterable[bool]) -> float:
    return fmean(list(outcomes) or [0])


def _root_subjects(sentence: TreebankSentence) -> set[int]:
    """Return the subjects of the root; none if there's an expletive ("there is")."""
    root = sentence.root
    dependents = [
        (place, word.dep) for place, word in enumerate(sentence.words) if word.head == root
    ]
    if any(dep.startswith("expl") for _, dep in dependents):
        return set()
    return {place for place, dep in dependents if dep in _SUBJECTS}


def _found_subjects(doc: Doc) -> set[int]:
    return {
        token.i for token in doc if token.dep_ in _SUBJECTS and token.head.head.i == token.head.i
    }


def _first_word(sentence: TreebankSentence) -> int | None:
    """Return the index of the first word that isn't a bullet, emoji, mention, hashtag, or link."""
    for place, word in enumerate(sentence.words):
        if not (
            word.upos in {"PUNCT", "SYM"}
            or word.xpos in {"ADD", "LS", "NFP"}
            or word.form.startswith(("#", "@", "http"))
        ):
            return place
    return None


def score_sentences(nlp: Language, documents: Sequence[Passage]) -> dict[str, float]:
    """Return the F1 of the ends of sentences that a pipeline finds in whole documents."""

    def score(write: Callable[[TreebankSentence], tuple[str, str]]) -> float:
        return _f1(nlp, [_text_and_ends(document, write) for document in documents])

    return {
        "sentence ends, F1: the text as it is": score(
            lambda sentence: (sentence.text, sentence.whitespace_after)
        ),
        "sentence ends, F1: one sentence per line": score(
            lambda sentence: (sentence.text, _OWN_LINE)
        ),
        "sentence ends, F1: one sentence per line, no periods": score(
            lambda sentence: (sentence.text.rstrip(".") or sentence.text, _OWN_LINE)
        ),
    }


def _text_and_ends(
    document: Passage, write: Callable[[TreebankSentence], tuple[str, str]]
) -> tuple[str, set[int]]:
    """Return a document's text, and the offsets where its sentences end.

    `write` returns a sentence's text, and what follows it.
    """
    text = between = ""
    ends: set[int] = set()
    for sentence in document:
        body, whitespace_after = write(sentence)
        text += between + body
        ends.add(len(text))
        between = whitespace_after
    return text, ends


def _f1(nlp: Language, texts: Sequence[tuple[str, set[int]]]) -> float:
    correct = total = 0
    for doc, (_, gold) in zip(nlp.pipe(text for text, _ in texts), texts, strict=True):
        found = {
            sent.start_char + len(sent.text.rstrip()) for sent in doc.sents if sent.text.strip()
        }
        correct += len(found & gold)
        total += len(found) + len(gold)
    return 2 * correct / total if total else 0.0


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
