"""Data augmentation: changes to posts with a known effect on the labels.

A post that is only about its author stays so if another such sentence or a generic question is
added, or a sentence is removed. A sentence for the reader makes it a useful post. A useful post
stays useful if a sentence about the author is added.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import NamedTuple

import numpy as np

from postlint.scoring.encoder.wordpiece import Vocabulary
from postlint.training.encoder.examples import POST_LABELS, SENTENCE_LABELS, Array, TrainingExample

GENERIC_QUESTIONS = {
    "How are you?": 0.0, "And you?": 0.0, "How about you?": 0.2, "You?": 0.0,
    "What about you?": 0.3, "How's your day?": 0.0, "How is your week going?": 0.1,
    "Thoughts?": 0.8, "Agree?": 0.8, "What's up?": 0.0, "Who else?": 0.3, "Anyone else?": 0.5,
    "Right?": 0.0, "How was your weekend?": 0.2, "Isn't it great?": 0.0, "Can you believe it?": 0.0,
    "What do you think?": 0.9, "Who can relate?": 0.5,
}  # fmt: skip
"""Questions that fit under any post, and how much each counts as a genuine one, from 0 to 1."""

_AUGMENTED_SHARE = 0.3
"""Share of the posts that are changed, in each epoch."""

_AUGMENTED_USEFUL_SHARE = 0.3
"""Share of the useful posts among them that are changed."""

_CONFIDENT = 0.9
_LITTLE, _RELEVANT, _SELF_FOCUS, _QUESTION, _TIE, _REJECT = (
    POST_LABELS.index(name)
    for name in ("little", "relevant", "self-focus", "question", "tie", "reject")
)
_SENTENCE_TIE = SENTENCE_LABELS.index("tie")

Augmenter = Callable[[TrainingExample], TrainingExample]


class _LabeledSentence(NamedTuple):
    """A sentence to add to posts."""

    pieces: tuple[int, ...]
    labels: Array


def generic_question_labels(genuine: float) -> Array:
    """Return the sentence labels of a generic question that counts this much as a genuine one."""
    return np.array([genuine, 0, 0, 0.8], dtype=np.float32)


def make_augmenter(
    examples: Sequence[TrainingExample], vocabulary: Vocabulary, random: Random
) -> Augmenter:
    """Return a function that changes some of the examples that it's given.

    The sentences that it adds come from `examples`.
    """
    about_author, for_reader = _collect_sentences(examples)
    questions = [
        (
            _LabeledSentence(tuple(vocabulary.encode(text)), generic_question_labels(genuine)),
            genuine,
        )
        for text, genuine in GENERIC_QUESTIONS.items()
    ]

    def augment(example: TrainingExample) -> TrainingExample:
        if random.random() > _AUGMENTED_SHARE:
            return example
        if example.labels[_REJECT] >= 0.5:
            return augment_rejected(example)
        if _is_useful(example) and about_author and random.random() < _AUGMENTED_USEFUL_SHARE:
            added = [random.choice(about_author)]
            place = random.choice((0, len(example.sentences)))
            return _splice(example, place, place, added)
        return example

    def augment_rejected(example: TrainingExample) -> TrainingExample:
        count = len(example.sentences)
        kind = random.choice("author author question question reader reader shorter".split())
        if kind == "author" and about_author:
            added = [random.choice(about_author) for _ in range(random.choice((1, 1, 2)))]
            place = random.choice((0, count, count, random.randint(0, count)))
            return _splice(example, place, place, added)
        if kind == "question":
            question, genuine = random.choice(questions)
            label = max(float(example.labels[_QUESTION]), genuine)
            return _relabel(_splice(example, count, count, [question]), {_QUESTION: label})
        if kind == "reader" and count < 8 and for_reader:
            added = [random.choice(for_reader)]
            place = random.choice((0, count, count))
            return _relabel(
                _splice(example, place, place, added),
                {_LITTLE: 1.0, _RELEVANT: 0.9, _SELF_FOCUS: 0.0, _TIE: 1.0, _REJECT: 0.0},
            )
        if kind == "shorter" and count > 1:
            removed = random.randrange(count)
            return _splice(example, removed, removed + 1)
        return example

    return augment


def _is_useful(example: TrainingExample) -> bool:
    return bool(example.labels[_RELEVANT] >= _CONFIDENT and example.labels[_TIE] >= _CONFIDENT)


def _collect_sentences(
    examples: Sequence[TrainingExample],
) -> tuple[list[_LabeledSentence], list[_LabeledSentence]]:
    """Return the sentences of posts that are only about their author, and sentences that tie."""
    about_author: list[_LabeledSentence] = []
    for_reader: list[_LabeledSentence] = []
    for example in examples:
        sentences = [
            _LabeledSentence(pieces, labels)
            for pieces, labels in zip(example.sentences, example.sentence_labels, strict=True)
        ]
        if example.labels[_REJECT] >= _CONFIDENT:
            about_author += [one for one in sentences if 2 <= len(one.pieces) <= 30]
        if _is_useful(example):
            for_reader += [
                one
                for one in sentences
                if one.labels[_SENTENCE_TIE] == 1 and 8 <= len(one.pieces) <= 45
            ]
    return about_author, for_reader


def _splice(
    example: TrainingExample, start: int, stop: int, added: Sequence[_LabeledSentence] = ()
) -> TrainingExample:
    """Replace some sentences with others."""
    kept, kept_labels = example.sentences, example.sentence_labels
    added_labels = [sentence.labels[None] for sentence in added]
    return replace(
        example,
        id="",  # A teacher's predictions for the original post don't apply.
        sentences=(*kept[:start], *(sentence.pieces for sentence in added), *kept[stop:]),
        sentence_labels=np.concatenate([kept_labels[:start], *added_labels, kept_labels[stop:]]),
    )


def _relabel(example: TrainingExample, labels: Mapping[int, float]) -> TrainingExample:
    changed = example.labels.copy()
    changed[list(labels)] = list(labels.values())
    return replace(example, labels=changed)
