"""The generic check `absent`: something that must be there is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import ConfigDict, Field, field_validator, model_validator

from postlint.checks.base import Check, CheckOptions, Context, Hit
from postlint.checks.generic.limits import first_block_span, require_any_of
from postlint.checks.measures import Measure, has_min_words, places
from postlint.checks.phrase_lists import find_phrases, require_words
from postlint.checks.scopes import parts

if TYPE_CHECKING:
    from typing_extensions import Self


class AbsentOptions(CheckOptions):
    """What must be there."""

    model_config = ConfigDict(json_schema_extra=require_any_of("phrases", "measure"))

    phrases: tuple[str, ...] = Field(
        default=(),
        description=(
            "Words and phrases, in the form of the check `phrases`: one of them must be there."
        ),
    )

    measure: Measure | None = Field(
        default=None, description="Or something that can be counted: there must be at least one."
    )

    min_part_words: int = Field(default=3, ge=1, description="Skip parts with fewer words.")

    @field_validator("phrases")
    @classmethod
    def _require_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return require_words(value)

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if not self.phrases and self.measure is None:
            raise ValueError("it needs `phrases` or `measure`")
        return self


def run(context: Context) -> Iterator[Hit]:
    """Yield the last block of each part that has none of what must be there."""
    options: AbsentOptions = context.options
    for part in parts(context):
        if not has_min_words(part, options.min_part_words):
            continue
        if options.phrases and any(True for _ in find_phrases(options.phrases, part)):
            continue
        if options.measure and places(options.measure, part):
            continue
        blocks = [sentence.block for sentence in part.sentences if "tags" not in sentence.cues]
        yield Hit(blocks[-1] if blocks else first_block_span(part))


CHECK = Check(run, AbsentOptions)
