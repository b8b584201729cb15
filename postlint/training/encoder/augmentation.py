"""Data augmentation: changes to posts whose effect on the labels is known.

A post that is only about its author stays that when another such sentence or a lazy question is
added, or a sentence is taken out. One sentence that is truly for the reader ends it. A useful post
stays useful when a sentence about the author is added.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import numpy as np

from postlint.scoring.encoder.wordpiece import Vocabulary
from postlint.training.encoder.examples import POST_LABELS, Array, TrainingExample

Addition = tuple[tuple[int, ...], Array]
"""The pieces of a sentence, and its labels."""

GENERIC_QUESTIONS = {
    "How are you?": 0.0, "And you?": 0.0, "How about you?": 0.2, "You?": 0.0,
    "What about you?": 0.3, "How's your day?": 0.0, "How is your week going?": 0.1,
    "Thoughts?": 0.8, "Agree?": 0.8, "What's up?": 0.0, "Who else?": 0.3, "Anyone else?": 0.5,
    "Right?": 0.0, "How was your weekend?": 0.2, "Isn't it great?": 0.0, "Can you believe it?": 0.0,
    "What do you think?": 0.9, "Who can relate?": 0.5,
}  # fmt: skip
"""Questions that anybody could ask, and how far each counts as a genuine one."""

_RATE = 0.3
"""Share of the posts that are changed, each time they're learned from."""

_CONFIDENT = 0.9
_QUESTION, _RELEVANT, _SELF_FOCUS, _TIE, _REJECT = (
    POST_LABELS.index(name) for name in ("question", "relevant", "self-focus", "tie", "reject")
)


def make_augmenter(
    examples: Sequence[TrainingExample], vocabulary: Vocabulary, random: Random
) -> Callable[[TrainingExample], TrainingExample]:
    """Return a function that changes some of the examples it is given."""
    about_author, for_reader = _collect(examples)
    lazy = [
        ((tuple(vocabulary.encode(text)), np.array([asks, 0, 0, 0.8], dtype=np.float32)), asks)
        for text, asks in GENERIC_QUESTIONS.items()
    ]

    def augment(example: TrainingExample) -> TrainingExample:
        if random.random() > _RATE:
            return example
        labels, count = example.labels, len(example.sentences)
        if labels[_REJECT] >= 0.5:
            kind = random.choice("author author lazy lazy reader reader shorter".split())
            if kind == "author":
                added = [random.choice(about_author) for _ in range(random.choice((1, 1, 2)))]
                return _add(
                    example, added, random.choice((0, count, count, random.randint(0, count)))
                )
            if kind == "lazy":
                question, asks = random.choice(lazy)
                changed = _add(example, [question], count)
                return _with(changed, {_QUESTION: max(float(labels[_QUESTION]), asks)})
            if kind == "reader" and count < 8:
                changed = _add(
                    example, [random.choice(for_reader)], random.choice((0, count, count))
                )
                return _with(
                    changed, {0: 1.0, _RELEVANT: 0.9, _SELF_FOCUS: 0.0, _TIE: 1.0, _REJECT: 0.0}
                )
            if kind == "shorter" and count > 1:
                return _without(example, random.randrange(count))
        elif (
            labels[_RELEVANT] >= _CONFIDENT and labels[_TIE] >= _CONFIDENT and random.random() < 0.3
        ):
            return _add(example, [random.choice(about_author)], random.choice((0, count)))
        return example

    return augment


def _collect(examples: Sequence[TrainingExample]) -> tuple[list[Addition], list[Addition]]:
    """Return sentences about authors, from posts about nothing else, and sentences for readers."""
    about_author: list[Addition] = []
    for_reader: list[Addition] = []
    for example in examples:
        pairs = list(zip(example.sentences, example.sentence_labels, strict=True))
        if example.labels[_REJECT] >= _CONFIDENT:
            about_author += [(pieces, row) for pieces, row in pairs if 2 <= len(pieces) <= 30]
        if example.labels[_RELEVANT] >= _CONFIDENT and example.labels[_TIE] >= _CONFIDENT:
            for_reader += [
                (pieces, row) for pieces, row in pairs if row[1] == 1 and 8 <= len(pieces) <= 45
            ]
    return about_author, for_reader


def _add(example: TrainingExample, added: Sequence[Addition], at: int) -> TrainingExample:
    pieces = [sentence for sentence, _ in added]
    rows = np.stack([row for _, row in added])
    return replace(
        example,
        id="",  # what a teacher says of the post no longer holds
        sentences=(*example.sentences[:at], *pieces, *example.sentences[at:]),
        sentence_labels=np.insert(example.sentence_labels, [at] * len(added), rows, axis=0),
    )


def _without(example: TrainingExample, index: int) -> TrainingExample:
    return replace(
        example,
        id="",
        sentences=example.sentences[:index] + example.sentences[index + 1 :],
        sentence_labels=np.delete(example.sentence_labels, index, axis=0),
    )


def _with(example: TrainingExample, labels: dict[int, float]) -> TrainingExample:
    changed = example.labels.copy()
    for column, value in labels.items():
        changed[column] = value
    return replace(example, labels=changed)
