"""Linear models as plain data: reading, scoring and taking apart, without scikit-learn."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from postlint import resources
from postlint.errors import PostlintError
from postlint.files import read_text
from postlint.judgement.features import WORD_SCALE, Features
from postlint.output_file import replace_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from postlint.judgement.vocabulary import Vocabulary

FORMAT = 2
"""Version of the weights files."""


WORDS = "word:"
"""How contributions of words are named, the word after it."""


@dataclass(frozen=True)
class Model:
    """A logistic regression over the features of a post, or over those of its questions.

    Attributes:
        label: what it predicts: `relevance`, `self_focus`, `question`, `tie` or `anecdote`.
        over: `post`, or `questions`: then a post is as likely to have the label as its likeliest
            question.
        threshold: the probability from which on the label is taken to be true.
        intercept: the log odds of a post without features.
        cues: weight of each cue feature.
        words: inverse document frequency and weight of each word or pair.
        meaning: weight of each axis of the post's meaning.
        typical: the mean of each cue feature in the posts it was learned from, and of what all
            words of a post add (`WORDS`); for explanations.
    """

    label: str
    over: str
    threshold: float
    intercept: float
    cues: Mapping[str, float]
    words: Mapping[str, tuple[float, float]]
    meaning: tuple[float, ...] = ()
    typical: Mapping[str, float] = field(default_factory=dict)

    def contributions(self, features: Features) -> dict[str, float]:
        """Return what each feature of the post adds to the log odds; words are named `word:…`."""
        parts = {
            name: self.cues[name] * value
            for name, value in features.cues.items()
            if name in self.cues
        }
        vocabulary, weights = self._words
        rows, values = features.known(vocabulary)
        known = (word for word in features.terms if word in vocabulary.rows)
        added = (WORD_SCALE * values * weights[rows]).tolist()
        parts |= zip((WORDS + word for word in known), added, strict=True)
        if self.meaning and features.shares:
            for word, part in features.shares.along(self.meaning):
                parts[WORDS + word] = parts.get(WORDS + word, 0.0) + part
        return parts

    def probability(self, features: Features) -> float:
        """Return the probability of the label, from 0 to 1."""
        return logistic(self.log_odds(features))

    def log_odds(self, features: Features) -> float:
        """Return the log odds of the label; minus infinity for a post that cannot have it."""
        if self.over == "questions":
            return max(map(self._question, features.questions.values()), default=-math.inf)
        # The same as the sum of `contributions`, in a fraction of the time.
        cues = (self.cues.get(name, 0.0) * value for name, value in features.cues.items())
        vocabulary, weights = self._words
        rows, values = features.known(vocabulary)
        odds = self.intercept + math.fsum(cues) + WORD_SCALE * float(values @ weights[rows])
        if self.meaning and features.shares:
            odds += float(features.shares.total.dot(self.meaning))
        return odds

    @cached_property
    def _words(self) -> tuple[Vocabulary, NDArray[np.float64]]:
        """The vocabulary, and the weight of each of its rows."""
        # Imported late: NumPy is not needed before there is a post.
        from postlint.judgement.vocabulary import read

        return read(self.words)

    def _question(self, question: Mapping[str, float]) -> float:
        parts = (self.cues[name] * value for name, value in question.items() if name in self.cues)
        return self.intercept + math.fsum(parts)


def logistic(odds: float) -> float:
    """Return the probability that log odds stand for."""
    return 1 / (1 + math.exp(-max(-500.0, min(500.0, odds))))


def save_model(model: Model, path: Path) -> None:
    """Write a weights file: JSON with one feature a line, so that changes can be read."""

    def table(rows: Mapping[str, object]) -> str:
        lines = (
            f" {json.dumps(name, ensure_ascii=False)}: {json.dumps(value)}"
            for name, value in sorted(rows.items())
        )
        return "{\n" + ",\n".join(lines) + "\n}"

    parts = {
        "format": str(FORMAT),
        "label": json.dumps(model.label),
        "over": json.dumps(model.over),
        "threshold": json.dumps(model.threshold),
        "intercept": json.dumps(model.intercept),
        "cues": table(model.cues),
        "words": table({word: list(pair) for word, pair in model.words.items()}),
        "meaning": json.dumps(model.meaning),
        "typical": table(model.typical),
    }
    text = ",\n".join(f'"{key}": {value}' for key, value in parts.items())
    with replace_file(path) as file:
        file.write(f"{{\n{text}\n}}\n")


_MAX_BYTES = 50_000_000
"""Largest weights file that is read; those of postlint have a hundredth of that."""


def load_model(path: Path) -> Model:
    """Read a weights file.

    Raises:
        PostlintError: it is missing or no weights file of this version.
    """
    try:
        data = json.loads(read_text(path, _MAX_BYTES))
        if data["format"] != FORMAT:
            raise PostlintError(
                f"{path}: weights of format {data['format']}, this postlint reads {FORMAT}; "
                "train them again with `postlint train`"
            )
        return Model(
            label=str(data["label"]),
            over=str(data["over"]),
            threshold=float(data["threshold"]),
            intercept=float(data["intercept"]),
            cues={str(name): float(weight) for name, weight in data["cues"].items()},
            words={
                str(word): (float(idf), float(weight))
                for word, (idf, weight) in data["words"].items()
            },
            meaning=tuple(map(float, data["meaning"])),
            typical={str(name): float(mean) for name, mean in data["typical"].items()},
        )
    except FileNotFoundError:
        raise PostlintError(f"{path}: no such weights file; `postlint train` makes them") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PostlintError(f"{path}: not a weights file of postlint ({error})") from None


BY_PROFILE: Mapping[str, Mapping[str, float]] = {
    "tie": {"any:profile-tie": 2.0},
    "relevance": {"any:profile-tie": 1.2, "any:profile-topic": 0.4},
    "self_focus": {"any:profile-tie": -2.0},
}
"""Weights of what only a profile tells, by label.

They are set, not learned: the labelled posts have no profiles. That of `profile-tie` is about
what a sentence gains by speaking to the reader.
"""

LABELS = ("relevance", "self_focus", "question", "tie", "anecdote")


@lru_cache(maxsize=4)
def load_models(folder: Path | None = None) -> Mapping[str, Model]:
    """Read the models for all labels, from a folder or those that come with postlint."""
    folder = folder or resources.folder("models/weights")
    learned = {label: load_model(folder / f"{label}.json") for label in LABELS}
    return {
        label: replace(model, cues={**model.cues, **BY_PROFILE.get(label, {})})
        for label, model in learned.items()
    }
