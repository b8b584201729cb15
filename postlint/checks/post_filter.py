"""Which posts a rule applies to: the conditions that all rules share."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from pydantic import Field, StrictBool, field_validator

from postlint.checks.base import CheckOptions
from postlint.checks.questions import expects_no_answer
from postlint.checks.questions import questions as questions_of
from postlint.checks.selectors import has_link
from postlint.core.errors import did_you_mean
from postlint.core.platforms import PLATFORMS
from postlint.core.terminal_text import shorten
from postlint.nlp import cues
from postlint.nlp import question_cues as questions
from postlint.nlp.genres import GENRES, detect_post_genres

if TYPE_CHECKING:
    from postlint.nlp.post import Post
    from postlint.scoring.predict import Prediction


class PostFilter(CheckOptions):
    """Which posts a rule applies to; by default, to all.

    Probabilities are the classifier's, from 0 to 1.
    """

    min_words: int = Field(default=1, ge=1, strict=True, description="Skip shorter posts.")

    max_words: int | None = Field(default=None, ge=1, strict=True, description="Skip longer posts.")

    replies: StrictBool = Field(
        default=True,
        description="Whether it applies to replies, which start with a mention.",
    )

    quotations: StrictBool = Field(
        default=True, description="Whether it applies to posts that quote someone at length."
    )

    links: StrictBool = Field(default=True, description="Whether it applies to posts with a link.")

    anecdotes: StrictBool = Field(
        default=True, description="Whether it applies to lighthearted personal stories."
    )

    questions: StrictBool = Field(
        default=True, description="Whether it applies to posts that ask the reader something."
    )

    max_questions: int | None = Field(
        default=None,
        ge=0,
        strict=True,
        description="Skip posts in which the author asks more questions.",
    )

    self_focused: StrictBool = Field(
        default=True, description="Whether it applies to posts that are only about their author."
    )

    min_relevance: float = Field(
        default=0.0, ge=0, le=1, strict=True, description="Skip posts with a lower relevance."
    )

    max_relevance: float = Field(
        default=1.0, ge=0, le=1, strict=True, description="Skip posts with a higher relevance."
    )

    max_tie_probability: float = Field(
        default=1.0,
        ge=0,
        le=1,
        strict=True,
        description="Skip posts that connect to the reader with a higher probability.",
    )

    max_question_probability: float = Field(
        default=1.0,
        ge=0,
        le=1,
        strict=True,
        description="Skip posts that ask the reader something with a higher probability.",
    )

    max_anecdote_probability: float = Field(
        default=1.0,
        ge=0,
        le=1,
        strict=True,
        description="Skip posts that are personal stories with a higher probability.",
    )

    exempt_platforms: tuple[str, ...] = Field(
        default=(), description="Platforms where the rule doesn't apply."
    )

    exempt_cues: tuple[str, ...] = Field(
        default=(), description="Skip posts that have a sentence with one of these cues."
    )

    exempt_kinds: tuple[str, ...] = Field(
        default=(), description="Skip posts of these kinds, such as `hiring` or `event`."
    )

    @field_validator("exempt_platforms")
    @classmethod
    def _are_platforms(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return _each_known(value, PLATFORMS, "platform")

    @field_validator("exempt_cues")
    @classmethod
    def _are_cues(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return _each_known(value, {*cues.DESCRIPTIONS, *questions.DESCRIPTIONS}, "cue")

    @field_validator("exempt_kinds")
    @classmethod
    def _are_kinds(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return _each_known(value, GENRES, "kind of post")

    def matches(self, post: Post, prediction: Prediction) -> bool:
        """Return whether the rule applies to a post."""
        labels, probabilities = prediction.labels, prediction.probabilities
        return (
            self.min_words <= post.words
            and (self.max_words is None or post.words <= self.max_words)
            and post.platform not in self.exempt_platforms
            and (self.questions or not labels.question)
            and (self.max_questions is None or _count_questions(post) <= self.max_questions)
            and (self.self_focused or not labels.self_focus)
            and (self.anecdotes or not prediction.is_anecdote)
            and self.min_relevance <= prediction.relevance <= self.max_relevance
            and probabilities["tie"] <= self.max_tie_probability
            and probabilities["question"] <= self.max_question_probability
            and probabilities["anecdote"] <= self.max_anecdote_probability
            and (self.replies or not post.is_reply)
            and (self.quotations or not any(sentence.quoted for sentence in post.sentences))
            and (self.links or not has_link(post))
            and not (self.exempt_kinds and detect_post_genres(post).intersection(self.exempt_kinds))
            and not any(sentence.cues.intersection(self.exempt_cues) for sentence in post.sentences)
        )


def _count_questions(post: Post) -> int:
    return sum(not expects_no_answer(question) for question in questions_of(post))


def _each_known(names: tuple[str, ...], known: Collection[str], what: str) -> tuple[str, ...]:
    for name in names:
        if name not in known:
            raise ValueError(
                f"postlint doesn't know the {what} `{shorten(name)}`{did_you_mean(name, known)}"
            )
    return names
