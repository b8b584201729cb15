"""The input and output of checks, and their definition."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    WithJsonSchema,
)
from typing_extensions import TypeAliasType

from postlint.core.platforms import PLATFORMS, describe_unknown_platform

if TYPE_CHECKING:
    from postlint.document.source import Span
    from postlint.feed.feed import Feed
    from postlint.feed.post import FeedPost
    from postlint.nlp.post import Block, Post, Sentence
    from postlint.scoring.predict import Prediction


Scope = Literal["post", "block", "sentence", "opening", "closing", "frontmatter", "feed"]
"""The part of a post that a rule checks, or the whole feed."""


class CheckOptions(BaseModel):
    """The base class of check options; also used for checks without options.

    `Field(description=…)` documents an option. Pydantic can also read the text from a string below
    the field (`use_attribute_docstrings`), but that makes every start of postlint slower.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


PositiveInt = Annotated[int, Field(ge=1)]
"""A whole number from 1. Pydantic's own type has other messages and another schema."""

Proportion = Annotated[float, Field(ge=0, le=1)]
"""A share or a probability, from 0 to 1."""


def require_any_of(*names: str) -> dict[str, JsonValue]:
    """Return the part of a JSON Schema that requires at least one of some options."""
    return {"anyOf": [{"required": [name]} for name in names]}


def _by_platform(value: object) -> object:
    by_platform = value if isinstance(value, dict) else {"default": value}
    for name, number in by_platform.items():
        if isinstance(number, bool) or not isinstance(number, int | float | None):
            raise ValueError("it must be a number, or numbers by platform: {default: 5, x: 2}")
        if number is not None and not math.isfinite(number):
            raise ValueError(f"{number} isn't a limit")
        if name not in ("default", *PLATFORMS):
            raise ValueError(describe_unknown_platform(name))
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
        WithJsonSchema(_BY_PLATFORM_SCHEMA),
    ],
)
"""A number, or numbers by platform with a `default`. None means that there's no limit."""


def value_for_platform(value: Mapping[str, float | None], platform: str | None) -> float | None:
    """Return the number that applies to a platform, or None."""
    return value.get(platform or "default", value.get("default"))


@dataclass(frozen=True)
class Context:
    """The input of a check of a post, with the check's options as set by the rule."""

    post: Post
    prediction: Prediction
    options: Any
    scope: Scope = "post"


@dataclass(frozen=True)
class FeedContext:
    """The input of a check of a feed, with the check's options as set by the rule."""

    feed: Feed
    options: Any


@dataclass(frozen=True)
class BlockSpan:
    """A span of a block's text, as offsets. The end is exclusive."""

    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        """The text that is analyzed."""
        return self.block.prose.text[self.start : self.end]

    @property
    def original(self) -> str:
        """The text as readers see it."""
        return self.block.prose.original[self.start : self.end]


@dataclass(frozen=True)
class Hit:
    """A place that a check flags, and the values for the rule's message.

    Attributes:
        place: what to flag. A `Span` is a range of the file itself, such as a line of front
            matter. A `FeedPost` is a post of a feed.
        fields: values for the placeholders in the rule's message.
        is_post_level: whether the finding is about the whole post, not about the words there.
        others: other hits that belong to the same finding. It's reported at the first one that
            the author doesn't accept.
    """

    place: Sentence | BlockSpan | Block | Span | FeedPost
    fields: Mapping[str, str] = field(default_factory=dict)
    is_post_level: bool = False
    others: tuple[Hit, ...] = ()

    @classmethod
    def on_posts(cls, posts: Sequence[FeedPost], fields: Mapping[str, str]) -> Hit:
        """Return a hit on one or more posts of a feed. Reports point to the first."""
        first, *others = posts
        return cls(first, fields, True, tuple(cls(post, fields, True) for post in others))


def group_hits(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Yield a single hit for all hits that belong to the same finding, if there are any."""
    grouped = tuple(hits)
    if grouped:
        yield replace(grouped[0], others=grouped[1:])


ContextT = TypeVar("ContextT")

FEED: tuple[Scope, ...] = ("feed",)
"""The scopes of a check of a whole feed."""


@dataclass(frozen=True)
class Check(Generic[ContextT]):
    """The definition of a check.

    Attributes:
        run: yields the hits in a post, in the order of the text, or in a feed.
        options: the model that validates its options.
        fields: the placeholders that a rule's message may use.
        scopes: the scopes that a rule with this check may have. A check with the scopes `FEED`
            takes a `FeedContext`.
    """

    run: Callable[[ContextT], Iterator[Hit]]
    options: type[CheckOptions] = CheckOptions
    fields: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ("post", "block", "sentence", "opening", "closing")


AnyCheck = Check[Any]
