"""Posts that ask so much at once that the reader does not know what to answer."""

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
"""Cues of questions that are more than a proposal such as "The stairs?"."""

_NUMBERS = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six"}


class TooManyQuestionsOptions(CheckOptions):
    """How many questions in a row are too many."""

    max: int = Field(default=2, ge=1, description="More questions in a row are flagged.")

    unless: tuple[str, ...] = Field(
        default=(),
        description=(
            "Words and phrases, in the form of the check `phrases`: a row that a sentence with one "
            "of these announces is meant as a list."
        ),
    )

    min_question: float = Field(
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
    """Yield the first question too many of each row."""
    prediction, options = context.prediction, context.options
    sure = prediction.probabilities["question"]
    if not prediction.labels.question or sure < options.min_question:
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
    """Return whether a sentence is a full question in running text, not a list item."""
    return (
        bool(sentence.cues & _FULL)
        and has_question_mark(sentence)
        and not expects_no_answer(sentence)
        and sentence.block.prose.kind == "paragraph"
        and sentence.text[0].isalnum()
    )


def _wants_answers(row: list[Sentence]) -> bool:
    """Return whether questions speak to the reader, one of them as an open question at least."""
    addressed = [question for question in row if is_addressed(question)]
    return len(addressed) > 1 and any(question.cues & _OPEN for question in addressed)


CHECK = Check(run, TooManyQuestionsOptions, ("count",))
