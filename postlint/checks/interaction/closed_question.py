"""Posts whose question can be answered with yes or no."""

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

_LEADS_ON = frozenset({"question-then-offer", "question-then-reading", "question-then-command"})
"""Cues of a question that leads into an offer: nobody is meant to answer it."""


class ClosedQuestionOptions(CheckOptions):
    """Which yes/no questions are fine, and how sure to be that the post asks."""

    unless: tuple[str, ...] = Field(
        default=(),
        description=(
            "Words and phrases, in the form of the check `phrases`: a question with one of these "
            "invites more than yes or no."
        ),
    )

    min_question: float = Field(
        default=0.4,
        ge=0,
        le=1,
        description="Flag posts that ask the reader something with at least this probability.",
    )

    max_questions: int = Field(
        default=2,
        ge=1,
        description="Skip posts with more questions: they're a list to think about.",
    )

    @field_validator("unless")
    @classmethod
    def _require_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return require_words(value)


def run(context: Context) -> Iterator[Hit]:
    """Yield the last question if all questions to the reader want only a yes or a no."""
    post, options = context.post, context.options
    sure = context.prediction.probabilities["question"]
    if not context.prediction.labels.question or sure < options.min_question:
        return
    everything = questions_with_next(post)
    asked = [(question, after) for question, after in everything if not expects_no_answer(question)]
    if invitations(post) or not 1 <= len(asked) <= options.max_questions:
        return
    leads_on = any(question.cues & _LEADS_ON for question, _ in everything)
    more = compile_phrases(options.unless)
    if leads_on or not all(_is_closed(question, after, more) for question, after in asked):
        return
    last, _ = asked[-1]
    if is_near_end(post, last) and any(is_addressed(question) for question, _ in asked):
        yield Hit(last)


def _is_closed(question: Sentence, after: Sentence | None, more: re.Pattern[str]) -> bool:
    """Return whether yes or no is all that answers a question."""
    # A list after a question is what to choose from.
    to_choose = after is not None and after.block.prose.kind == "item"
    return (
        has_question_mark(question)
        and "question-to-person" not in question.cues
        and is_yes_no_question(question)
        and not to_choose
        and not more.search(question.text)
    )


CHECK = Check(run, ClosedQuestionOptions)
