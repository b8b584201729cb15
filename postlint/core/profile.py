"""The profile: the author, the firm, and their clients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    field_validator,
)

from postlint.core.platforms import PLATFORMS, describe_unknown_platform, normalize_platform
from postlint.core.terminal_text import shorten

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


_Reason = Annotated[str, StringConstraints(max_length=500)]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


_LIST_SCHEMA = {"type": ["string", "array"], "items": {"type": "string"}}
_Texts = Annotated[tuple[_Text, ...], BeforeValidator(_as_list), WithJsonSchema(_LIST_SCHEMA)]
_PLATFORMS_SCHEMA = {
    "type": ["string", "array", "object"],
    "items": {"type": "string", "examples": [*PLATFORMS]},
    "properties": {name: {"type": "string"} for name in PLATFORMS},
    "additionalProperties": {"type": "string"},
}


class Profile(BaseModel):
    """Who the author is and who they serve; everything is optional."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    firm: _Text | None = Field(default=None, description="The firm's name.")
    names: _Texts = Field(
        default=(), description="Other names for the firm, its products, and its people."
    )
    author: _Texts = Field(
        default=(), description="The author's name, or the names of several authors."
    )
    offer: _Text | None = Field(
        default=None, description="What the firm does for clients, in a few words."
    )
    clients: _Texts = Field(
        default=(), description="Who the clients are, in the plural, most important first."
    )
    problems: _Texts = Field(default=(), description="What these clients struggle with.")
    goals: _Texts = Field(default=(), description="What they want to achieve.")
    topics: _Texts = Field(default=(), description="What the author writes about.")
    platforms: Annotated[Mapping[str, _Reason], WithJsonSchema(_PLATFORMS_SCHEMA)] = Field(
        default_factory=dict,
        description="Where these clients are: a list, or a table with a reason for each.",
    )
    jargon: _Texts = Field(
        default=(), description="Words of the trade that these clients wouldn't use."
    )

    @field_validator("platforms", mode="before")
    @classmethod
    def _parse_platforms(cls, value: Any) -> Any:  # noqa: ANN401 -- any value in the file
        """Parse a list of names, or a table of names and reasons."""
        if isinstance(value, str):
            value = [value]
        if isinstance(value, list | tuple):
            value = {str(name): "" for name in value}
        if not isinstance(value, Mapping):
            raise ValueError("it must be a list of platforms, or a table of platforms and reasons")
        reasons = {}
        for name, reason in value.items():
            platform = normalize_platform(str(name))
            if platform is None:
                raise ValueError(describe_unknown_platform(name))
            reasons[platform] = reason
        return reasons

    @field_validator("jargon")
    @classmethod
    def _require_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for phrase in value:
            if not any(word.strip("*") for word in phrase.split()):
                raise ValueError(f"`{shorten(phrase)}` has no words to look for")
        return value

    def with_overrides(self, changes: Mapping[str, Any]) -> Profile:
        """Return this profile with some of its keys replaced, as a draft's front matter asks.

        Raises:
            pydantic.ValidationError: a key is unknown or its value cannot be used.
        """
        return Profile.model_validate({**self.model_dump(), **changes})

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Profile:
        """Return the profile itself, because it can't change; pydantic copies each default."""
        return self

    def __bool__(self) -> bool:
        """Return whether any key is set."""
        return any(self.model_dump().values())


EMPTY_PROFILE = Profile()
