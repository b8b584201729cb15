"""The limits of an amount: options that generic checks share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ConfigDict, Field, JsonValue, model_validator

from postlint.checks.base import BlockSpan, ByPlatform, CheckOptions, value_for_platform
from postlint.checks.scopes import PostPart

if TYPE_CHECKING:
    from typing_extensions import Self


def require_any_of(*names: str) -> dict[str, JsonValue]:
    """Return the part of a JSON Schema that requires at least one of some options."""
    return {"anyOf": [{"required": [name]} for name in names]}


class Limits(CheckOptions):
    """The limits of an amount."""

    model_config = ConfigDict(json_schema_extra=require_any_of("max", "min"))

    max: ByPlatform = Field(
        default={"default": None}, description="More is flagged; a number, or numbers by platform."
    )

    min: ByPlatform = Field(
        default={"default": None}, description="Less is flagged; a number, or numbers by platform."
    )

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if all(limit is None for limit in (*self.max.values(), *self.min.values())):
            raise ValueError("it needs a `max` or a `min`")
        return self

    def exceeded_limit(self, amount: float, platform: str | None) -> float | None:
        """Return the limit that an amount is beyond, or None."""
        maximum = value_for_platform(self.max, platform)
        minimum = value_for_platform(self.min, platform)
        if maximum is not None and amount > maximum:
            return maximum
        return minimum if minimum is not None and amount < minimum else None


def first_block_span(part: PostPart) -> BlockSpan:
    """Return the span of a part's first block."""
    return part.block_spans[0]
