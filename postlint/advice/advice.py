"""Advice, and which of several to give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated
from zlib import crc32

from pydantic import BaseModel, ConfigDict, StringConstraints, field_validator

from postlint.checks.template import fill, placeholders
from postlint.errors import did_you_mean
from postlint.lines import shorten
from postlint.platforms import PLATFORMS
from postlint.posts.cues import DESCRIPTIONS as CUES
from postlint.posts.kinds import KINDS

if TYPE_CHECKING:
    from postlint.advice.subject import Subject

TRAITS = (
    "self_focus", "question", "tie", "anecdote", "relevant", "link", "short", "long", *KINDS,
)  # fmt: skip
"""What may hold of a draft beside its sentences' cues: readings, kinds, and what is in it."""

DRAFT_FIELDS = (
    "topic", "figure", "quote", "firm", "offer", "clients", "problem", "goal", "platform",
)  # fmt: skip
"""Fields that any advice may use; advice with a field that a draft does not give is not given."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Advice(BaseModel):
    """Something to try.

    Attributes:
        say: the advice, with `{fields}` of the check or of the draft.
        when: what must hold of the draft: `TRAITS`, cues that one of its sentences has, platforms;
            each with `not-` before it for the contrary.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    say: Text
    when: tuple[str, ...] = ()

    @field_validator("when", mode="before")
    @classmethod
    def _as_list(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    @field_validator("when")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if name.removeprefix("not-") not in {*CUES, *TRAITS, *PLATFORMS}:
                raise ValueError(
                    f"`{shorten(name)}` is no cue of a sentence, no platform, and none of "
                    f"{', '.join(TRAITS)}{did_you_mean(name, [*CUES, *TRAITS])}"
                )
        return value

    def fits(self, subject: Subject, fields: Mapping[str, str]) -> bool:
        """Say whether its conditions hold and all of its fields are known."""
        return all(name in fields for name in placeholders(self.say)) and all(
            (name.removeprefix("not-") in subject.traits) is not name.startswith("not-")
            for name in self.when
        )


def choose(
    advices: Sequence[Advice],
    subject: Subject,
    fields: Mapping[str, str],
    *,
    for_draft: bool = False,
) -> str:
    """Return the advice for a draft, filled in.

    The draft's own words decide between those that fit, so that drafts that differ get different
    advice, and one draft always the same. What says more of the draft is more likely.
    """
    known = {**subject.fields, **fields}
    fitting = [advice for advice in advices if advice.fits(subject, known)] or list(advices[-1:])
    # Each advice draws a number from its own text and the draft's: a new advice in a rule file
    # changes only the drafts that it is now given to.
    chosen = max(
        fitting, key=lambda advice: _draw(advice.say, subject.words) ** (1 / _weight(advice))
    )
    return fill(chosen.say, known, for_draft=for_draft)


def _weight(advice: Advice) -> int:
    """Return how much more often than others advice is given: the more it says of a draft."""
    return 1 + len(advice.when) + len(placeholders(advice.say))


# A fault may have thousands of places in one long draft.
@lru_cache(maxsize=64)
def _draw(advice: str, words: str) -> float:
    return crc32((advice + words).encode("utf-8", "replace")) / 0xFFFFFFFF
