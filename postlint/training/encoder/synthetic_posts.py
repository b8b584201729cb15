"""Makes up plain posts about daily life from lists of words and sentences.

Anecdotes and plain reports have the same subjects: meals, chores, and the weather. These posts
teach the network that the subject alone doesn't make an anecdote.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np

from postlint.scoring.encoder.wordpiece import Vocabulary
from postlint.training.encoder.augmentation import GENERIC_QUESTIONS, generic_question_labels
from postlint.training.encoder.examples import POST_LABELS, SENTENCE_LABELS, TrainingExample

_GENERIC_QUESTION_SHARE = 0.2
"""Share of the posts that end in a generic question."""

_LIST_SHARE = 0.2
"""Share of the posts that are lists."""

_WEIGHT = 0.7
"""How much the posts count, compared with real ones."""

_PATTERNS = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
"""Words by kind, and sentences with placeholders for them, such as `{food}`."""


def make_synthetic_posts(
    vocabulary: Vocabulary, count: int, random: Random
) -> Iterator[TrainingExample]:
    """Yield posts of a few sentences, labeled as only about their author."""
    author_post = np.zeros(len(POST_LABELS), dtype=np.float32)
    author_post[[POST_LABELS.index("self-focus"), POST_LABELS.index("reject")]] = 1
    author_sentence = np.zeros(len(SENTENCE_LABELS), dtype=np.float32)
    author_sentence[SENTENCE_LABELS.index("author")] = 1
    for number in range(count):
        texts = [_fill(pattern, random) for pattern in _choose_patterns(random)]
        labels, sentence_labels = author_post.copy(), np.tile(author_sentence, (len(texts), 1))
        if random.random() < _GENERIC_QUESTION_SHARE:
            question, genuine = random.choice(list(GENERIC_QUESTIONS.items()))
            texts.append(question)
            labels[POST_LABELS.index("question")] = genuine
            sentence_labels = np.vstack([sentence_labels, generic_question_labels(genuine)])
        yield TrainingExample(
            id=f"synthetic-{number}",
            sentences=tuple(tuple(vocabulary.encode(text)) for text in texts),
            labels=labels,
            sentence_labels=sentence_labels,
            weight=_WEIGHT,
        )


def _choose_patterns(random: Random) -> list[str]:
    meals, chores, others = _PATTERNS["meals"], _PATTERNS["chores"], _PATTERNS["others"]
    subject = random.choice((meals, meals, chores, chores, others))
    main = random.sample(subject, random.choice((1, 1, 2, 2, 3)))
    anything = (*_PATTERNS["anything"], *_PATTERNS["captions"], *chores, *others)
    added = random.sample(anything, random.choice((0, 0, 1, 1, 2)))
    if random.random() < _LIST_SHARE:
        title = random.choice((*main, "{meal} today:", "My day:"))
        main = [title, *_PATTERNS["listed"][: random.randint(2, 5)]]
    return [*main, *added] if random.random() < 0.8 else [*added, *main]


def _fill(pattern: str, random: Random) -> str:
    words = {name: random.choice(choices) for name, choices in _PATTERNS["words"].items()}
    return pattern.format(**words)
