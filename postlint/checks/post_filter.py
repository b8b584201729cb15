"""Which posts a rule applies to: the conditions that all rules share."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field, StrictBool

from postlint.checks.base import CheckOptions, PositiveInt, Proportion
from postlint.checks.questions import expects_no_answer, questions
from postlint.checks.selectors import has_link
from postlint.core.errors import did_you_mean
from postlint.core.platforms import PLATFORMS
from postlint.core.terminal_text import shorten
from postlint.nlp import cues, question_cues
from postlint.nlp.genres import GENRES, detect_post_genres

if TYPE_CHECKING:
    from postlint.nlp.post import Post
    from postlint.scoring.predict import Prediction


def _known(names: Collection[str], what: str) -> AfterValidator:
    """Return a validator of a list of names."""

    def validate(value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if name not in names:
                raise ValueError(
                    f"postlint doesn't know the {what} `{shorten(name)}`{did_you_mean(name, names)}"
                )
        return value

    return AfterValidator(validate)


_CUES = {*cues.DESCRIPTIONS, *question_cues.DESCRIPTIONS}
_PositiveInt = Annotated[PositiveInt, Field(strict=True)]
_Proportion = Annotated[Proportion, Field(strict=True)]


class PostFilter(CheckOptions):
    """Which posts a rule applies to; by default, to all.

    Probabilities are the models' predictions, from 0 to 1.
    """

    min_words: _PositiveInt = Field(default=1, description="Skip shorter posts.")
    max_words: _PositiveInt | None = Field(default=None, description="Skip longer posts.")
    replies: StrictBool = Field(
        default=True, description="Whether it applies to replies, which start with a mention."
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
    min_relevance: _Proportion = Field(
        default=0.0, description="Skip posts with a lower relevance."
    )
    max_relevance: _Proportion = Field(
        default=1.0, description="Skip posts with a higher relevance."
    )
    max_tie_probability: _Proportion = Field(
        default=1.0, description="Skip posts that connect to the reader with a higher probability."
    )
    max_question_probability: _Proportion = Field(
        default=1.0,
        description="Skip posts that ask the reader something with a higher probability.",
    )
    max_anecdote_probability: _Proportion = Field(
        default=1.0, description="Skip posts that are personal stories with a higher probability."
    )
    exempt_platforms: Annotated[tuple[str, ...], _known(PLATFORMS, "platform")] = Field(
        default=(), description="Platforms where the rule doesn't apply."
    )
    exempt_cues: Annotated[tuple[str, ...], _known(_CUES, "cue")] = Field(
        default=(), description="Skip posts that have a sentence with one of these cues."
    )
    exempt_genres: Annotated[tuple[str, ...], _known(GENRES, "genre")] = Field(
        default=(), description="Skip posts of these genres, such as `hiring` or `event`."
    )

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
            and not (
                self.exempt_genres and detect_post_genres(post).intersection(self.exempt_genres)
            )
            and post.cues.isdisjoint(self.exempt_cues)
        )


def _count_questions(post: Post) -> int:
    return sum(not expects_no_answer(question) for question in questions(post))
