"""Posts with only rhetorical questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from postlint.checks.base import Check, CheckOptions, Context, Hit
from postlint.checks.phrase_lists import compile_phrases, require_words
from postlint.checks.questions import has_question_mark, invitations, questions_with_next
from postlint.core.terminal_text import shorten
from postlint.nlp import cues, question_cues

if TYPE_CHECKING:
    from postlint.nlp.post import Post, Sentence


class RhetoricalOnlyOptions(CheckOptions):
    """Which questions are rhetorical, and what else invites an answer."""

    reasons: Mapping[str, str] = Field(
        min_length=1,
        description=(
            "Why a question doesn't expect an answer, by the cue that shows it. The first cue that "
            "a question has counts."
        ),
    )

    unless: tuple[str, ...] = Field(
        default=(),
        description=(
            "Skip posts with one of these phrases, which invite an answer without a question; in "
            "the form of the check `phrases`."
        ),
    )

    @field_validator("unless")
    @classmethod
    def _require_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return require_words(value)

    @field_validator("reasons")
    @classmethod
    def _known(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        for cue in value:
            if cue not in {*cues.DESCRIPTIONS, *question_cues.DESCRIPTIONS}:
                raise ValueError(f"postlint doesn't know the cue `{shorten(cue)}`")
        return value


def run(context: Context) -> Iterator[Hit]:
    """Yield the last question if all questions are rhetorical."""
    post, options = context.post, context.options
    asked = questions_with_next(post)
    # A question in the middle of a long text is a transition, not the post's question.
    if not asked or "question-in-passing" in asked[-1][0].cues or invitations(post):
        return
    if _invites(post, options.unless):
        return
    if all(_is_plain(question, after) for question, after in asked):
        reasons = [_reason(question, options.reasons) for question, _ in asked]
        which = "The only question" if len(asked) == 1 else f"The last of {len(asked)} questions"
        if all(reasons):
            yield Hit(asked[-1][0], {"which": which, "reason": reasons[-1]})


def _invites(post: Post, phrases: tuple[str, ...]) -> bool:
    pattern = compile_phrases(phrases)
    return any(pattern.search(block.prose.text) for block in post.blocks)


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


CHECK = Check(run, RhetoricalOnlyOptions, ("which", "reason"))
