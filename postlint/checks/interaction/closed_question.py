"""Posts with a question that can be answered with yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from postlint.checks.base import Check, CheckOptions, Context, Hit
from postlint.checks.phrase_lists import compile_phrases, require_words
from postlint.checks.questions import (
    expects_no_answer,
    has_question_mark,
    invitations,
    is_addressed,
    is_near_end,
    is_yes_no_question,
    questions_with_next,
)

if TYPE_CHECKING:
    from postlint.nlp.post import Sentence

_LEADS_TO_OFFER = frozenset(
    {"question-then-offer", "question-then-reading", "question-then-command"}
)
"""Cues of a question that leads to an offer and doesn't expect an answer."""


class ClosedQuestionOptions(CheckOptions):
    """Which yes/no questions are fine, and which posts to flag."""

    unless: tuple[str, ...] = Field(
        default=(),
        description=(
            "Words and phrases, in the form of the check `phrases`. A question with one of these "
            "invites more than a yes or no."
        ),
    )

    min_question_probability: float = Field(
        default=0.4,
        ge=0,
        le=1,
        description="Flag posts that ask the reader something with at least this probability.",
    )

    max_unanswered: int = Field(
        default=2,
        ge=1,
        description="Skip posts with more questions that the author doesn't answer.",
    )

    @field_validator("unless")
    @classmethod
    def _require_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return require_words(value)


def run(context: Context) -> Iterator[Hit]:
    """Yield the last question if all questions to the reader are yes/no questions."""
    post, options = context.post, context.options
    probability = context.prediction.probabilities["question"]
    if not context.prediction.labels.question or probability < options.min_question_probability:
        return
    questions = questions_with_next(post)
    unanswered = [pair for pair in questions if not expects_no_answer(pair[0])]
    if invitations(post) or not 1 <= len(unanswered) <= options.max_unanswered:
        return
    exceptions = compile_phrases(options.unless)
    if any(question.cues & _LEADS_TO_OFFER for question, _ in questions):
        return
    if not all(_is_closed(question, after, exceptions) for question, after in unanswered):
        return
    last, _ = unanswered[-1]
    if is_near_end(post, last) and any(is_addressed(question) for question, _ in unanswered):
        yield Hit(last)


def _is_closed(question: Sentence, after: Sentence | None, exceptions: re.Pattern[str]) -> bool:
    """Return whether a question asks only for a yes or no."""
    # A list after a question gives the answers to choose from.
    has_choices = after is not None and after.block.prose.kind == "item"
    return (
        has_question_mark(question)
        and "question-to-person" not in question.cues
        and is_yes_no_question(question)
        and not has_choices
        and not exceptions.search(question.text)
    )


CHECK = Check(run, ClosedQuestionOptions)
