"""Plain reports of daily life, made up from lists of words and sentences: no wit is in them.

Anecdotes and flat reports share their subjects: meals, chores, and the weather. These reports teach
a network that the subject alone doesn't make an anecdote.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np

from postlint.scoring.encoder.wordpiece import Vocabulary
from postlint.training.encoder.augmentation import GENERIC_QUESTIONS
from postlint.training.encoder.examples import POST_LABELS, SENTENCE_LABELS, TrainingExample

_GENERIC_QUESTION_SHARE = 0.2
"""Share of the reports that end in a lazy question."""

_LISTS = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
"""Words by kind, and sentences with `{kinds}` of words in them."""


def make_synthetic_posts(
    vocabulary: Vocabulary, count: int, random: Random
) -> Iterator[TrainingExample]:
    """Yield reports of one to five sentences, labeled as only about their author.

    Some end in a lazy question, which changes nothing.
    """
    labels = np.zeros(len(POST_LABELS), dtype=np.float32)
    labels[[POST_LABELS.index("self-focus"), POST_LABELS.index("reject")]] = 1
    of_sentence = np.zeros(len(SENTENCE_LABELS), dtype=np.float32)
    of_sentence[SENTENCE_LABELS.index("author")] = 1
    for number in range(count):
        texts = [_fill(pattern, random) for pattern in _patterns(random)]
        own, rows = labels.copy(), np.tile(of_sentence, (len(texts), 1))
        if random.random() < _GENERIC_QUESTION_SHARE:
            question, asks = random.choice(list(GENERIC_QUESTIONS.items()))
            texts.append(question)
            own[POST_LABELS.index("question")] = asks
            rows = np.vstack([rows, np.array([asks, 0, 0, 0.8], dtype=np.float32)])
        yield TrainingExample(
            id=f"report-{number}",
            sentences=tuple(tuple(vocabulary.encode(text)) for text in texts),
            labels=own,
            sentence_labels=rows,
            weight=0.7,
        )


def _patterns(random: Random) -> list[str]:
    meals, chores, others = _LISTS["meals"], _LISTS["chores"], _LISTS["others"]
    subject = random.choice((meals, meals, chores, chores, others))
    own = random.sample(subject, random.choice((1, 1, 2, 2, 3)))
    anything = (*_LISTS["anything"], *_LISTS["captions"], *chores, *others)
    added = random.sample(anything, random.choice((0, 0, 1, 1, 2)))
    if random.random() < 0.2:  # a list
        title = random.choice((*own, "{meal} today:", "My day:"))
        own = [title, *_LISTS["listed"][: random.randint(2, 5)]]
    return [*own, *added] if random.random() < 0.8 else [*added, *own]


def _fill(pattern: str, random: Random) -> str:
    words = {name: random.choice(choices) for name, choices in _LISTS["words"].items()}
    return pattern.format(**words)
