"""Advice: the help and suggestion of a finding, chosen by evidence in the post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from postlint.checks.selectors import has_link
from postlint.checks.template import fill, placeholders
from postlint.core.errors import did_you_mean
from postlint.core.platforms import PLATFORMS
from postlint.core.terminal_text import shorten
from postlint.nlp.cues import DESCRIPTIONS as CUES
from postlint.nlp.genres import GENRES, detect_post_genres

if TYPE_CHECKING:
    from postlint.core.profile import Profile
    from postlint.nlp.post import Post
    from postlint.scoring.predict import Prediction

TRAITS = ("self_focus", "question", "tie", "anecdote", "relevant", "link", "quotation", *GENRES)
"""Traits that a post can have, in addition to the cues of its sentences."""

PROFILE_FIELDS = {
    "firm": "your firm",
    "offer": "your offer",
    "clients": "your clients",
    "problem": "your clients’ problem",
    "goal": "your clients’ goal",
}
"""Fields from the author's profile that any advice may use, and what a page says instead."""

NonEmptyText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


TextOrList = BeforeValidator(_as_list)
"""Accepts a text in place of a list with only this text."""


class Advice(BaseModel):
    """A text for the help or suggestion of a finding, and the conditions for using it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    say: NonEmptyText = Field(
        description="The advice, with `{fields}` of the check or of the profile."
    )
    when: Annotated[tuple[str, ...], TextOrList] = Field(
        default=(),
        description=(
            "What must be true of the post: a trait such as `link`, a cue that one of its "
            "sentences has, or its platform; `not-` before a name means the opposite."
        ),
    )

    @model_validator(mode="before")
    @classmethod
    def _as_advice(cls, value: object) -> object:
        """Read a plain string as advice without conditions."""
        return {"say": value} if isinstance(value, str) else value

    @field_validator("when")
    @classmethod
    def _require_known_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if name.removeprefix("not-") not in {*CUES, *TRAITS, *PLATFORMS}:
                raise ValueError(
                    f"`{shorten(name)}` isn't a cue, a platform, or one of "
                    f"{', '.join(TRAITS)}{did_you_mean(name, [*CUES, *TRAITS])}"
                )
        return value

    def is_default(self, fields: Mapping[str, str]) -> bool:
        """Return whether it fits every post, given the fields that a check fills in."""
        return not self.when and all(name in fields for name in placeholders(self.say))

    def fits(self, evidence: Evidence, fields: Mapping[str, str]) -> bool:
        """Return whether its conditions are met and all of its fields are known."""
        return all(name in fields for name in placeholders(self.say)) and all(
            (name.removeprefix("not-") in evidence.traits) is not name.startswith("not-")
            for name in self.when
        )


@dataclass(frozen=True)
class Evidence:
    """The evidence in a post that advice depends on.

    Attributes:
        fields: values from the profile, by the names in `PROFILE_FIELDS`.
        traits: the cues, traits, genres, and platform of the post; see `Advice.when`.
    """

    fields: Mapping[str, str]
    traits: frozenset[str]


def find_evidence(post: Post, prediction: Prediction) -> Evidence:
    """Return the evidence in a post that advice depends on."""
    return Evidence(profile_fields(post.profile), frozenset(_traits(post, prediction)))


def profile_fields(profile: Profile) -> Mapping[str, str]:
    """Return the values in a profile, by the names in `PROFILE_FIELDS`."""
    values = {
        "firm": profile.firm,
        "offer": profile.offer,
        "clients": next(iter(profile.clients), None),
        "problem": next(iter(profile.problems), None),
        "goal": next(iter(profile.goals), None),
    }
    return {name: value for name, value in values.items() if value}


def _traits(post: Post, prediction: Prediction) -> Iterator[str]:
    labels = prediction.labels
    yield from (cue for sentence in post.sentences for cue in sentence.cues)
    yield from detect_post_genres(post)
    traits = {
        "self_focus": labels.self_focus, "question": labels.question, "tie": labels.tie,
        "anecdote": labels.anecdote, "relevant": prediction.relevant, "link": has_link(post),
        "quotation": any(sentence.quoted for sentence in post.sentences),
    }  # fmt: skip
    yield from (name for name, applies in traits.items() if applies)
    if post.platform:
        yield post.platform


def choose_advice(
    advices: Sequence[Advice],
    evidence: Evidence,
    fields: Mapping[str, str],
    *,
    for_draft: bool = False,
) -> str:
    """Return the first advice whose conditions a post meets, with its fields filled in.

    If no conditions are met, it's the first advice without conditions.
    """
    values = {**evidence.fields, **fields}
    fitting = [advice for advice in advices if advice.fits(evidence, values)]
    chosen = min(fitting, key=lambda advice: advice.is_default(fields), default=advices[-1])
    return fill(chosen.say, values, for_draft=for_draft)
