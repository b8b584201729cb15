"""Posts that ask too many questions in a row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from postlint.checks.base import Check, CheckOptions, Context, Hit
from postlint.checks.phrase_lists import compile_phrases, require_words
from postlint.checks.questions import expects_no_answer, has_question_mark, is_addressed

if TYPE_CHECKING:
    from postlint.nlp.post import Sentence

_OPEN = frozenset({"question-open", "question-why"})
_FULL = _OPEN | {"question-yes-no"}
"""Cues of complete questions, in contrast to fragments such as "The stairs?"."""

_NUMBERS = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six"}


class TooManyQuestionsOptions(CheckOptions):
    """How many questions in a row are too many."""

    max: int = Field(default=2, ge=1, description="More questions in a row are flagged.")

    unless: tuple[str, ...] = Field(
        default=(),
        description=(
            "Words and phrases, in the form of the check `phrases`. Questions after a sentence "
            "with one of these are a list."
        ),
    )

    min_question_probability: float = Field(
        default=0.6,
        ge=0,
        le=1,
        description="Flag posts that ask the reader something with at least this probability.",
    )

    @field_validator("unless")
    @classmethod
    def _require_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return require_words(value)


def run(context: Context) -> Iterator[Hit]:
    """Yield the first question beyond the maximum in each row of questions."""
    prediction, options = context.prediction, context.options
    probability = prediction.probabilities["question"]
    if not prediction.labels.question or probability < options.min_question_probability:
        return
    announced = compile_phrases(options.unless)
    before: Sentence | None = None
    said = [item for item in context.post.sentences if "tags" not in item.cues]
    for asks, group in groupby(said, key=_asks):
        row = list(group)
        listed = before is not None and announced.search(before.text)
        if asks and len(row) > options.max and not listed and _wants_answers(row):
            yield Hit(row[options.max], {"count": _NUMBERS.get(len(row), str(len(row)))})
        before = row[-1]


def _asks(sentence: Sentence) -> bool:
    """Return whether a sentence is a complete question in running text, not a list item."""
    return (
        bool(sentence.cues & _FULL)
        and has_question_mark(sentence)
        and not expects_no_answer(sentence)
        and sentence.block.prose.kind == "paragraph"
        and sentence.text[0].isalnum()
    )


def _wants_answers(row: list[Sentence]) -> bool:
    """Return whether two or more questions address the reader, at least one of them openly."""
    addressed = [question for question in row if is_addressed(question)]
    return len(addressed) > 1 and any(question.cues & _OPEN for question in addressed)


CHECK = Check(run, TooManyQuestionsOptions, ("count",))
