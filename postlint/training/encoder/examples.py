"""Turns labeled posts into training examples: word pieces and labels.

Labels of posts: `little`, `relevant`, and `strong` (relevance of at least 1, 2, and 3),
`self-focus`, `question`, `tie`, `anecdote`, and `reject` (self-focused, no anecdote, not relevant).
If two annotators differ, a label is 0.5.

Labels of sentences: `question` and `tie` come from the sentences that annotators quoted as
evidence, `author` and `reader` from the analysis of who a sentence is about and who it addresses.
In a self-focused post, sentences about no one in particular count as about the author, too.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from postlint.core.files import read_text
from postlint.linter.pipeline import analyze_english
from postlint.nlp.post import Post, Sentence
from postlint.scoring.encoder.encoding import tokenize_sentences
from postlint.scoring.encoder.network import select_sentences
from postlint.scoring.encoder.wordpiece import (
    CLS_TOKEN,
    SEP_TOKEN,
    UNK_TOKEN,
    Vocabulary,
    sentence_words,
)
from postlint.training.dataset import BINARY_LABELS, RELEVANT_GRADE, LabeledPost, is_held_out

Array = NDArray[np.float32]

POST_LABELS = (
    "little", "relevant", "strong", "self-focus", "question", "tie", "anecdote", "reject",
)  # fmt: skip
SENTENCE_LABELS = ("question", "tie", "author", "reader")

_MAX_BYTES = 500_000_000
"""Size limit of a file of annotations."""

_AUTHOR = SENTENCE_LABELS.index("author")
_LIKELY_AUTHOR = 0.9
"""The label `author` of a sentence that is about no one in particular, in a self-focused post."""

_MAX_EVIDENCE_WORDS = 7
_MIN_EVIDENCE_WORDS = 3
"""How many words of a quoted sentence are searched for."""

_PART_LENGTHS = (3, 1, 6)
"""Numbers of sentences of the parts that unlabeled texts are cut into."""

_OWN_POST_WEIGHT = 0.7
"""How much posts that were written for the project count, compared with real ones."""


@dataclass(frozen=True)
class TrainingExample:
    """A post to train on.

    Attributes:
        id: unique name of the post; empty for an augmented one.
        sentences: the word pieces of each sentence; none is empty.
        labels: the post's labels, from 0 to 1, NaN if unknown; shape (labels,).
        sentence_labels: the labels of its sentences, from 0 to 1, NaN if unknown; shape
            (sentences, labels).
        weight: how much the post's labels count.
        held_out: whether it's only for evaluation.
    """

    id: str
    sentences: tuple[tuple[int, ...], ...]
    labels: Array
    sentence_labels: Array
    weight: float = 1.0
    held_out: bool = False


@dataclass(frozen=True)
class Annotation:
    """One annotator's labels of a post.

    Attributes:
        relevance: from 0 to 3.
        binary_labels: the other labels.
        questions: the first words of each genuine question; None if none were recorded.
        ties: the first words of the sentence with the clearest tie; None if none was recorded.
    """

    relevance: int
    binary_labels: Mapping[str, bool]
    questions: Sequence[str] | None
    ties: Sequence[str] | None


def read_annotations(paths: Iterable[Path]) -> dict[str, list[Annotation]]:
    """Return the annotations of each post by its id; each file is by one annotator."""
    annotations: dict[str, list[Annotation]] = {}
    for path in paths:
        for line in filter(str.strip, read_text(path, _MAX_BYTES).split("\n")):
            data = json.loads(line)
            annotation = Annotation(
                relevance=int(data["relevance"]),
                binary_labels={name: bool(data[name]) for name in BINARY_LABELS},
                questions=data.get("question_evidence"),
                ties=data.get("tie_evidence"),
            )
            annotations.setdefault(str(data["id"]), []).append(annotation)
    return annotations


def make_examples(
    posts: Sequence[LabeledPost],
    annotations: Mapping[str, Sequence[Annotation]],
    vocabulary: Vocabulary,
    *,
    real: bool = True,
) -> Iterator[TrainingExample]:
    """Yield an example for each labeled post that has English sentences.

    Args:
        posts: the posts; the labels of those without annotations are their own.
        annotations: by post id.
        vocabulary: the word pieces to use.
        real: whether real people wrote the posts. Other posts count less, and none is held out.
    """
    analyzed = analyze_english(post.draft() for post in posts)
    for labeled, (_, _, post) in zip(posts, analyzed, strict=True):
        read = _read_sentences(post, vocabulary) if post else []
        if not read:
            continue
        own = Annotation(labeled.relevance, labeled.binary_labels, None, None)
        chosen = annotations.get(labeled.id) or [own]
        example = _unlabeled_example(labeled.id, read)
        _label_evidence(example.sentence_labels, [sentence for sentence, _ in read], chosen)
        if all(annotation.binary_labels["self_focus"] for annotation in chosen):
            # Fragments, captions, and thanks in a self-focused post are about the author, too.
            for labels, (sentence, _) in zip(example.sentence_labels, read, strict=True):
                if sentence.about == "other" and sentence.speaks_to != "reader":
                    labels[_AUTHOR] = _LIKELY_AUTHOR
        yield replace(
            example,
            labels=np.mean([_post_labels(one) for one in chosen], axis=0, dtype=np.float32),
            weight=1.0 if real else _OWN_POST_WEIGHT,
            held_out=real and is_held_out(labeled.author),
        )


def make_unlabeled(
    posts: Iterable[tuple[str, Post]], vocabulary: Vocabulary
) -> Iterator[TrainingExample]:
    """Yield examples without labels: the first parts of each text, each as long as a post.

    Args:
        posts: texts with unique names.
        vocabulary: the word pieces to use.
    """
    for name, post in posts:
        read = _read_sentences(post, vocabulary)
        for start, end in pairwise(accumulate(_PART_LENGTHS, initial=0)):
            if part := read[start:end]:
                yield replace(_unlabeled_example(f"{name}-{end}", part), weight=0.0)


def select_vocabulary(
    vocabulary: Vocabulary, texts: Iterable[str], min_count: int = 3
) -> list[int]:
    """Return the rows of the word pieces to keep: the frequent ones, and all ASCII characters."""
    counts: Counter[int] = Counter()
    for text in texts:
        counts.update(vocabulary.encode(text))
    kept = {row for row, count in counts.items() if count >= min_count}
    for piece, row in vocabulary.token_ids.items():
        plain = piece.removeprefix("##")
        is_character = len(plain) == 1 and plain.isascii()
        if is_character or piece in (UNK_TOKEN, CLS_TOKEN, SEP_TOKEN):
            kept.add(row)
    return sorted(kept)


def _read_sentences(post: Post, vocabulary: Vocabulary) -> list[tuple[Sentence, tuple[int, ...]]]:
    """Return the sentences that the network reads, with their word pieces."""
    pieces = tokenize_sentences(post, vocabulary)
    pairs = [(post.sentences[index], row) for index, row in pieces.items()]
    return [pairs[index] for index in select_sentences([len(row) for _, row in pairs])]


def _unlabeled_example(
    name: str, read: Sequence[tuple[Sentence, tuple[int, ...]]]
) -> TrainingExample:
    """Return an example with only the labels that the analysis gives."""
    nan = float("nan")
    sentence_labels = [
        [nan, nan, sentence.about == "author", sentence.speaks_to == "reader"]
        for sentence, _ in read
    ]
    return TrainingExample(
        id=name,
        sentences=tuple(pieces for _, pieces in read),
        labels=np.full(len(POST_LABELS), nan, dtype=np.float32),
        sentence_labels=np.array(sentence_labels, dtype=np.float32),
    )


def _post_labels(annotation: Annotation) -> Array:
    """Return the labels in the order of `POST_LABELS`."""
    labels = annotation.binary_labels
    grades = [annotation.relevance >= grade for grade in (1, 2, 3)]
    is_rejected = (
        labels["self_focus"] and not labels["anecdote"] and annotation.relevance < RELEVANT_GRADE
    )
    row = [*grades, *(labels[name] for name in BINARY_LABELS), is_rejected]
    return np.array(row, dtype=np.float32)


def _label_evidence(
    labels: Array, sentences: Sequence[Sentence], annotations: Sequence[Annotation]
) -> None:
    """Fill in the labels `question` and `tie` of sentences where they're known.

    If a post doesn't have the label, no sentence has it. Annotators quoted all genuine questions,
    so the other sentences aren't questions. They quoted only one of the sentences that tie, so the
    labels of the others are unknown.
    """
    texts = [_alphanumeric_words(sentence.text) for sentence in sentences]
    for column, label in enumerate(("question", "tie")):
        evidence = [one.questions if label == "question" else one.ties for one in annotations]
        if not any(one.binary_labels[label] for one in annotations):
            labels[:, column] = 0
        elif any(evidence):
            counts = Counter(
                index
                for quotes in evidence
                for index in {_find_sentence(quote, texts) for quote in quotes or ()} - {None}
            )
            if label == "question" and counts:
                labels[:, column] = 0
            for index, count in counts.items():
                labels[index, column] = count / len(evidence) if label == "question" else 1


def _find_sentence(quote: str, texts: Sequence[Sequence[str]]) -> int | None:
    """Return the index of the sentence that a quotation begins in.

    Annotators don't always quote exactly, so the first words or the last ones may differ.
    """
    words = _alphanumeric_words(quote)[:_MAX_EVIDENCE_WORDS]
    for length in range(len(words), max(0, min(len(words), _MIN_EVIDENCE_WORDS) - 1), -1):
        for start in range(min(3, len(words) - length + 1)):
            wanted = words[start : start + length]
            for index, text in enumerate(texts):
                if any(text[at : at + length] == wanted for at in range(len(text) - length + 1)):
                    return index
    return None


def _alphanumeric_words(text: str) -> list[str]:
    return [word for word in sentence_words(text) if word.isalnum()]
