"""What a check is given and what it gives back."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from typing_extensions import TypeAliasType

from postlint.core.platforms import PLATFORMS, describe_unknown_platform

if TYPE_CHECKING:
    from postlint.document.source import Span
    from postlint.feed.feed import Feed
    from postlint.feed.post import FeedPost
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
    """The input of a check of a post.

    Attributes:
        post: the analyzed draft.
        prediction: its labels, verdict, and score.
        options: the check's options as set by the rule.
        scope: the part of the post that the rule checks.
    """

    post: Post
    prediction: Prediction
    options: Any
    scope: Scope = "post"


@dataclass(frozen=True)
class FeedContext:
    """The input of a check of a feed.

    Attributes:
        feed: the posts and their author's profile.
        options: the check's options as set by the rule.
    """

    feed: Feed
    options: Any


@dataclass(frozen=True)
class BlockSpan:
    """Some words of a block: offsets in its text, the end exclusive."""

    block: Block
    start: int
    end: int


@dataclass(frozen=True)
class Hit:
    """A place that a check flags, and the fields for the rule's message and help.

    Attributes:
        place: where it is. A `Span` is a place in the file itself, such as a line of front
            matter; a post is a place in a feed.
        fields: the values of the placeholders in the message and the help.
        is_post_level: the post as a whole is at fault, whatever words are at the place.
        others: the other places of the same fault. One finding is reported for all of them, at
            the first place that its author doesn't accept.
    """

    place: Sentence | BlockSpan | Block | Span | FeedPost
    fields: Mapping[str, str] = field(default_factory=dict)
    is_post_level: bool = False
    others: tuple[Hit, ...] = ()

    @classmethod
    def on_posts(cls, posts: Sequence[FeedPost], fields: Mapping[str, str]) -> Hit:
        """Return a hit on posts of a feed, at least one; reports point to the first."""
        first, *others = posts
        return cls(first, fields, True, tuple(cls(post, fields, True) for post in others))


def group_hits(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Yield one hit for all places of a fault; the first place is the one to report."""
    places = tuple(hits)
    if places:
        yield replace(places[0], others=places[1:])


ContextT = TypeVar("ContextT")

FEED: tuple[Scope, ...] = ("feed",)
"""The scopes of a check of a feed."""


@dataclass(frozen=True)
class Check(Generic[ContextT]):
    """A check: its function, its options, and the placeholders it fills in.

    Attributes:
        run: yields the hits in one post, in the order of the text, or in one feed.
        options: the model of its options.
        fields: the placeholders that messages and helps may use.
        scopes: the scopes that a rule with this check may have; `FEED` for a check of a feed,
            which takes a `FeedContext`.
    """

    run: Callable[[ContextT], Iterator[Hit]]
    options: type[CheckOptions] = CheckOptions
    fields: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ("post", "block", "sentence", "opening", "closing")
