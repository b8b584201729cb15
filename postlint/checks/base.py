"""What a check is given and what it gives back."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from typing_extensions import TypeAliasType

from postlint.core.platforms import PLATFORMS, describe_unknown_platform

if TYPE_CHECKING:
    from postlint.document.source import Span
    from postlint.nlp.post import Block, Post, Sentence
    from postlint.scoring.predict import Prediction


Scope = Literal["post", "block", "sentence", "opening", "closing", "frontmatter", "feed"]
"""What a rule looks at."""


class CheckOptions(BaseModel):
    """Options of a check that has none; the base of those that do.

    `Field(description=…)` says what an option means. Pydantic can also read it from a string below
    the field (`use_attribute_docstrings`), but that makes every start of postlint slower.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


def _known_platforms(value: dict[str, float | None]) -> dict[str, float | None]:
    for name, number in value.items():
        if number is not None and not math.isfinite(number):
            raise ValueError(f"{number} is no limit")
        if name not in ("default", *PLATFORMS):
            raise ValueError(describe_unknown_platform(name))
    return value


def _by_platform(value: object) -> object:
    by_platform = value if isinstance(value, dict) else {"default": value}
    for number in by_platform.values():
        if isinstance(number, bool) or not isinstance(number, int | float | None):
            raise ValueError("it must be a number, or numbers by platform: {default: 5, x: 2}")
    return by_platform


_NUMBER_SCHEMA = {"type": ["number", "null"]}
_BY_PLATFORM_SCHEMA = {
    "anyOf": [
        _NUMBER_SCHEMA,
        {
            "type": "object",
            "propertyNames": {"enum": ["default", *PLATFORMS]},
            "additionalProperties": _NUMBER_SCHEMA,
        },
    ]
}

ByPlatform = TypeAliasType(
    "ByPlatform",
    Annotated[
        dict[str, float | None],
        BeforeValidator(_by_platform),
        AfterValidator(_known_platforms),
        WithJsonSchema(_BY_PLATFORM_SCHEMA),
    ],
)
"""A number, or numbers by platform with a `default`; no number is no limit."""


def value_for_platform(value: Mapping[str, float | None], platform: str | None) -> float | None:
    """Return the number that holds on a platform; None for none."""
    return value.get(platform or "default", value.get("default"))


@dataclass(frozen=True)
class Context:
    """All that a check may look at.

    Attributes:
        post: the analyzed draft.
        judgement: the readings and the score.
        options: the check's options, as the rule sets them.
        scope: what the rule looks at.
    """

    post: Post
    judgement: Prediction
    options: Any
    scope: Scope = "post"


@dataclass(frozen=True)
class BlockSpan:
    """Some words of a block: offsets in its text, the end exclusive."""

    block: Block
    start: int
    end: int


@dataclass(frozen=True)
class Hit:
    """A place that a check flags, and the fields for the rule's message and help.

    A `Span` is a place in the file itself, such as a line of the front matter.

    Attributes:
        where: the place.
        fields: what the message and the help may speak of.
        is_post_level: the post as a whole is at fault, whatever words stand at the place.
        others: the other places of the same fault. One place of a fault is reported: the first
            that its author doesn't accept.
    """

    where: Sentence | BlockSpan | Block | Span
    fields: Mapping[str, str] = field(default_factory=dict)
    is_post_level: bool = False
    others: tuple[Hit, ...] = ()


def group_hits(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Yield one hit for all places of a fault; the first place is the one to report."""
    places = tuple(hits)
    if places:
        yield replace(places[0], others=places[1:])


@dataclass(frozen=True)
class Check:
    """A check: its function, its options and the fields it fills in.

    Attributes:
        run: yields the hits of one post, in the order of the text.
        options: the model of its options.
        fields: the names that messages and helps may use.
        scopes: what a rule with this check may look at.
    """

    run: Callable[[Context], Iterator[Hit]]
    options: type[CheckOptions] = CheckOptions
    fields: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ("post", "block", "sentence", "opening", "closing")
