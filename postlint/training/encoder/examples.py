"""Labeled posts as the network reads them: pieces of sentences, and what to learn about them.

Labels of posts: `little`, `relevant`, and `strong` (relevance of at least 1, 2, and 3),
`self-focus`, `question`, `tie`, `anecdote`, and `reject` (purely about the author, no anecdote,
not relevant). Where two passes differ, a label is a half.

Labels of sentences: `question` and `tie` come from the evidence that labelers noted; `author` and
`reader` from the parser's reading of whom a sentence is about and whom it addresses. In a post that
is purely about its author, so is what the parser finds no subject in.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postlint.core.files import read_text
from postlint.linter.pipeline import analyze_english
from postlint.nlp.post import Post, Sentence
from postlint.scoring.encoder.encoding import tokenize_sentences
from postlint.scoring.encoder.network import select_sentences
from postlint.scoring.encoder.wordpiece import Vocabulary, sentence_words
from postlint.training.author_split import is_held_out
from postlint.training.dataset import RELEVANT_GRADE, LabeledPost

Array = NDArray[np.float32]

POST_LABELS = (
    "little", "relevant", "strong", "self-focus", "question", "tie", "anecdote", "reject",
)  # fmt: skip
SENTENCE_LABELS = ("question", "tie", "author", "reader")

_MAX_BYTES = 500_000_000
_AUTHOR = SENTENCE_LABELS.index("author")
_LIKELY = 0.9
_EVIDENCE_WORDS = 7
_SHORTEST_EVIDENCE = 3


@dataclass(frozen=True)
class TrainingExample:
    """A post to learn from.

    Attributes:
        id: names the post.
        sentences: the pieces of each sentence, none empty.
        labels: the post's labels, from 0 to 1; NaN where unknown; shape (labels,).
        sentence_labels: the labels of its sentences, from 0 to 1; NaN where unknown; shape
            (sentences, labels).
        weight: how much the post's labels count.
        held_out: it isn't learned from.
    """

    id: str
    sentences: tuple[tuple[int, ...], ...]
    labels: Array
    sentence_labels: Array
    weight: float = 1.0
    held_out: bool = False


@dataclass(frozen=True)
class Annotation:
    """One reader's labels of a post.

    Attributes:
        relevance: from 0 to 3.
        binary_labels: the other labels.
        questions: the first words of each genuine question; None if it wasn't noted.
        ties: the first words of the sentence that ties most clearly; None if it wasn't noted.
    """

    relevance: int
    binary_labels: Mapping[str, bool]
    questions: Sequence[str] | None
    ties: Sequence[str] | None


def read_annotations(paths: Iterable[Path]) -> dict[str, list[Annotation]]:
    """Return what labelers say of each post, by its id; a file is one pass over its posts."""
    found: dict[str, list[Annotation]] = {}
    for path in paths:
        for line in filter(str.strip, read_text(path, _MAX_BYTES).split("\n")):
            data = json.loads(line)
            found.setdefault(str(data["id"]), []).append(_evidence(data))
    return found


def _evidence(data: Mapping[str, Any]) -> Annotation:
    return Annotation(
        relevance=int(data["relevance"]),
        binary_labels={
            name: bool(data[name]) for name in ("self_focus", "question", "tie", "anecdote")
        },
        questions=data.get("question_evidence"),
        ties=data.get("tie_evidence"),
    )


def make_examples(
    posts: Sequence[LabeledPost],
    passes: Mapping[str, Sequence[Annotation]],
    vocabulary: Vocabulary,
    *,
    real: bool = True,
) -> Iterator[TrainingExample]:
    """Yield an example for each labeled post that has English sentences.

    Posts that aren't real count less, and aren't held out.
    """
    analyzed = analyze_english(post.draft() for post in posts)
    for labeled, (_, _, post) in zip(posts, analyzed, strict=True):
        example = _example(labeled.id, post, vocabulary) if post else None
        if example is None or post is None:
            continue
        own = Annotation(labeled.relevance, labeled.binary_labels, None, None)
        said = passes.get(labeled.id) or [own]
        sentence_pieces = _read_sentences(post, vocabulary)
        rows = _mark_evidence(example.sentence_labels, sentence_pieces, said)
        if all(one.binary_labels["self_focus"] for one in said):
            _mark_author(rows, sentence_pieces)
        yield replace(
            example,
            labels=np.mean([_labels(one) for one in said], axis=0, dtype=np.float32),
            sentence_labels=rows,
            weight=1.0 if real else 0.7,
            held_out=real and is_held_out(labeled.author),
        )


def make_unlabeled(
    posts: Iterable[tuple[str, Post]], vocabulary: Vocabulary
) -> Iterator[TrainingExample]:
    """Yield examples without labels: the first parts of each post, as long as posts usually are."""
    for name, post in posts:
        example = _example(name, post, vocabulary)
        start = 0
        for length in _PART_LENGTHS if example else ():
            part = slice(start, start + length)
            start += length
            if example.sentences[part]:
                yield replace(
                    example,
                    id=f"{name}-{start}",
                    sentences=example.sentences[part],
                    sentence_labels=example.sentence_labels[part],
                    weight=0.0,
                )


_PART_LENGTHS = (3, 1, 6)
"""Sentences of the parts that a text is cut into."""


def select_vocabulary(vocabulary: Vocabulary, texts: Iterable[str], least: int = 3) -> list[int]:
    """Return the pieces to keep: those that occur often enough, and all single characters."""
    counts: Counter[int] = Counter()
    for text in texts:
        counts.update(vocabulary.encode(text))
    kept = {row for row, count in counts.items() if count >= least}
    for piece, row in vocabulary.token_ids.items():
        plain = piece.removeprefix("##")
        if piece in ("[UNK]", "[CLS]", "[SEP]") or (len(plain) == 1 and plain.isascii()):
            kept.add(row)
    return sorted(kept)


def _read_sentences(post: Post, vocabulary: Vocabulary) -> list[tuple[Sentence, tuple[int, ...]]]:
    """Return the sentences that the network reads, with their pieces."""
    pieces = tokenize_sentences(post, vocabulary)
    pairs = [(post.sentences[index], row) for index, row in pieces.items()]
    return [pairs[at] for at in select_sentences([len(row) for _, row in pairs])]


def _example(name: str, post: Post, vocabulary: Vocabulary) -> TrainingExample | None:
    sentence_pieces = _read_sentences(post, vocabulary)
    if not sentence_pieces:
        return None
    nan = float("nan")
    rows = [
        [nan, nan, sentence.about == "author", sentence.speaks_to == "reader"]
        for sentence, _ in sentence_pieces
    ]
    return TrainingExample(
        id=name,
        sentences=tuple(pieces for _, pieces in sentence_pieces),
        labels=np.full(len(POST_LABELS), nan, dtype=np.float32),
        sentence_labels=np.array(rows, dtype=np.float32),
    )


def _labels(said: Annotation) -> Array:
    read = said.binary_labels
    return np.array(
        [
            *(said.relevance >= grade for grade in (1, 2, 3)),
            read["self_focus"],
            read["question"],
            read["tie"],
            read["anecdote"],
            read["self_focus"] and not read["anecdote"] and said.relevance < RELEVANT_GRADE,
        ],
        dtype=np.float32,
    )


def _mark_evidence(
    rows: Array, sentence_pieces: Sequence[tuple[Sentence, Any]], passes: Sequence[Annotation]
) -> Array:
    """Return the labels of sentences with those for `question` and `tie` where they're known.

    In a post without the label, no sentence has it. All genuine questions were noted, so other
    sentences are none; of the sentences that tie, only one was, so nothing is known of others.
    """
    marked = rows.copy()
    texts = [sentence_words(sentence.text) for sentence, _ in sentence_pieces]
    texts = [list(filter(str.isalnum, words)) for words in texts]
    for column, label in enumerate(("question", "tie")):
        noted = [one.questions if label == "question" else one.ties for one in passes]
        if not any(one.binary_labels[label] for one in passes):
            marked[:, column] = 0
        elif any(noted):
            found = Counter(
                place
                for quotes in noted
                for place in {_find_sentence(quote, texts) for quote in quotes or ()} - {None}
            )
            if label == "question" and found:
                marked[:, column] = 0
            for place, count in found.items():
                marked[place, column] = count / len(noted) if label == "question" else 1
    return marked


def _mark_author(rows: Array, sentence_pieces: Sequence[tuple[Sentence, Any]]) -> None:
    """Mark that a post is purely about its author: so are fragments, captions, and thanks in it."""
    for row, (sentence, _) in zip(rows, sentence_pieces, strict=True):
        if sentence.about == "other" and sentence.speaks_to != "reader":
            row[_AUTHOR] = _LIKELY


def _find_sentence(quote: str, texts: Sequence[Sequence[str]]) -> int | None:
    """Return the sentence that a quotation begins in; it may begin a word or two further in."""
    words = list(filter(str.isalnum, sentence_words(quote)))[:_EVIDENCE_WORDS]
    for length in range(len(words), min(len(words), _SHORTEST_EVIDENCE) - 1, -1):
        for start in range(min(3, len(words) - length + 1)):
            wanted = words[start : start + length]
            for place, text in enumerate(texts):
                if any(text[at : at + length] == wanted for at in range(len(text) - length + 1)):
                    return place
    return None
