"""Checks of whether posts start a conversation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from postlint.checks.base import Check, CheckOptions, Context, Hit, PositiveInt, Proportion
from postlint.checks.phrase_lists import Phrases, post_has_phrase, sentence_has_phrase
from postlint.checks.questions import (
    expects_no_answer,
    has_invitation,
    has_question_mark,
    is_addressed,
    is_near_end,
    is_yes_no_question,
    questions_with_next,
)
from postlint.core.terminal_text import shorten
from postlint.nlp import cues, question_cues

if TYPE_CHECKING:
    from postlint.nlp.post import Sentence

_LEADS_TO_OFFER = frozenset(
    {"question-then-offer", "question-then-reading", "question-then-command"}
)
"""Cues of a question that leads to an offer and doesn't expect an answer."""


class ClosedQuestionOptions(CheckOptions):
    """Which yes/no questions are fine, and which posts to flag."""

    unless: Phrases = Field(
        default=(),
        description=(
            "Words and phrases, in the form of the check `phrases`. A question with one of these "
            "invites more than a yes or no."
        ),
    )
    min_question_probability: Proportion = Field(
        default=0.4,
        description="Flag posts that ask the reader something with at least this probability.",
    )
    max_unanswered: PositiveInt = Field(
        default=2, description="Skip posts with more questions that the author doesn't answer."
    )


def run_closed_question(context: Context) -> Iterator[Hit]:
    """Yield the last question if all questions to the reader are yes/no questions."""
    post, options = context.post, context.options
    questions = questions_with_next(post)
    unanswered = [pair for pair in questions if not expects_no_answer(pair[0])]
    if (
        not _asks_reader(context)
        or has_invitation(post)
        or not 1 <= len(unanswered) <= options.max_unanswered
        or any(question.cues & _LEADS_TO_OFFER for question, _ in questions)
        or not all(_is_closed(question, after, options.unless) for question, after in unanswered)
    ):
        return
    last, _ = unanswered[-1]
    if is_near_end(post, last) and any(is_addressed(question) for question, _ in unanswered):
        yield Hit(last)


def _asks_reader(context: Context) -> bool:
    prediction = context.prediction
    minimum = context.options.min_question_probability
    return prediction.labels.question and prediction.probabilities["question"] >= minimum


def _is_closed(question: Sentence, after: Sentence | None, exceptions: tuple[str, ...]) -> bool:
    # A list after a question gives the answers to choose from.
    has_choices = after is not None and after.block.prose.kind == "item"
    return (
        has_question_mark(question)
        and "question-to-person" not in question.cues
        and is_yes_no_question(question)
        and not has_choices
        and not sentence_has_phrase(exceptions, question)
    )


class RhetoricalOnlyOptions(CheckOptions):
    """Which questions are rhetorical, and what else invites an answer."""

    reasons: Mapping[str, str] = Field(
        min_length=1,
        description=(
            "Why a question doesn't expect an answer, by the cue that shows it. The first cue that "
            "a question has counts."
        ),
    )
    unless: Phrases = Field(
        default=(),
        description=(
            "Skip posts with one of these phrases, which invite an answer without a question; in "
            "the form of the check `phrases`."
        ),
    )

    @field_validator("reasons")
    @classmethod
    def _known(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        for cue in value:
            if cue not in {*cues.DESCRIPTIONS, *question_cues.DESCRIPTIONS}:
                raise ValueError(f"postlint doesn't know the cue `{shorten(cue)}`")
        return value


def run_rhetorical_only(context: Context) -> Iterator[Hit]:
    """Yield the last question if all questions are rhetorical."""
    post, options = context.post, context.options
    asked = questions_with_next(post)
    # A question in the middle of a long text is a transition, not the post's question.
    if not asked or "question-in-passing" in asked[-1][0].cues or has_invitation(post):
        return
    if post_has_phrase(options.unless, post):
        return
    if all(_is_plain(question, after) for question, after in asked):
        reasons = [_reason(question, options.reasons) for question, _ in asked]
        which = "The only question" if len(asked) == 1 else f"The last of {len(asked)} questions"
        if all(reasons):
            yield Hit(asked[-1][0], {"which": which, "reason": reasons[-1]})


def _is_plain(question: Sentence, after: Sentence | None) -> bool:
    """Return whether a question is in running text and asks all readers.

    Questions in a checklist or poll don't count, and neither do those to one person.
    """
    has_choices = after is not None and after.text[0].isdigit()
    exclamation = "fragment" in question.cues and "!" in question.text
    if (exclamation or "command" in question.cues) and "question-hook" not in question.cues:
        return False  # a statement or an exclamation with a question mark
    in_text = question.block.prose.kind == "paragraph" and not has_choices
    return in_text and has_question_mark(question) and "question-to-person" not in question.cues


def _reason(question: Sentence, reasons: Mapping[str, str]) -> str:
    """Return why a question doesn't expect an answer, or an empty string if it may."""
    return next((reason for cue, reason in reasons.items() if cue in question.cues), "")


_OPEN = frozenset({"question-open", "question-why"})
_FULL = _OPEN | {"question-yes-no"}
"""Cues of complete questions, in contrast to fragments such as "The stairs?"."""

_NUMBERS = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six"}


class TooManyQuestionsOptions(CheckOptions):
    """How many questions in a row are too many."""

    max: PositiveInt = Field(default=2, description="More questions in a row are flagged.")
    unless: Phrases = Field(
        default=(),
        description=(
            "Words and phrases, in the form of the check `phrases`. Questions after a sentence "
            "with one of these are a list."
        ),
    )
    min_question_probability: Proportion = Field(
        default=0.6,
        description="Flag posts that ask the reader something with at least this probability.",
    )


def run_too_many_questions(context: Context) -> Iterator[Hit]:
    """Yield the first question beyond the maximum in each row of questions."""
    options = context.options
    if not _asks_reader(context):
        return
    before: Sentence | None = None
    said = [item for item in context.post.sentences if "tags" not in item.cues]
    for asks, group in groupby(said, key=_asks):
        row = list(group)
        listed = before is not None and sentence_has_phrase(options.unless, before)
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


CHECKS = {
    "closed_question": Check(run_closed_question, ClosedQuestionOptions),
    "rhetorical_only": Check(run_rhetorical_only, RhetoricalOnlyOptions, ("which", "reason")),
    "too_many_questions": Check(run_too_many_questions, TooManyQuestionsOptions, ("count",)),
}
