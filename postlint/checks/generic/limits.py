"""How much of something a rule allows: options that generic checks share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ConfigDict, Field, JsonValue, model_validator

from postlint.checks.check import ByPlatform, NoOptions, Stretch, on_platform
from postlint.checks.parts import Part

if TYPE_CHECKING:
    from typing_extensions import Self


def one_of(*names: str) -> dict[str, JsonValue]:
    """Return the part of a JSON Schema that asks for at least one of some options."""
    return {"anyOf": [{"required": [name]} for name in names]}


class Limits(NoOptions):
    """The limits of an amount."""

    model_config = ConfigDict(json_schema_extra=one_of("max", "min"))

    max: ByPlatform = Field(default={"default": None})
    """More is flagged; a number, or numbers by platform."""

    min: ByPlatform = Field(default={"default": None})
    """Less is flagged; a number, or numbers by platform."""

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if all(limit is None for limit in (*self.max.values(), *self.min.values())):
            raise ValueError("it needs a `max` or a `min`")
        return self

    def broken(self, amount: float, platform: str | None) -> float | None:
        """Return the limit that an amount breaks, or None."""
        most, least = on_platform(self.max, platform), on_platform(self.min, platform)
        if most is not None and amount > most:
            return most
        return least if least is not None and amount < least else None


def whole(part: Part) -> Stretch:
    """Return the first block of a part."""
    return part.stretches[0]
