"""The input and output of a check of a whole feed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from postlint.checks.base import CheckOptions, Scope
from postlint.feed.feed import Feed
from postlint.feed.post import FeedPost


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
class FeedHit:
    """A fault in a feed, with the fields for the rule's message and help.

    Attributes:
        posts: the posts with the fault; a report points to the first of them.
        fields: the values of the placeholders in the message and the help.
    """

    posts: Sequence[FeedPost]
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FeedCheck:
    """A check of a feed.

    Attributes:
        run: yields the hits in one feed.
        options: the model for its options.
        fields: the placeholders that messages and helps may use.
        scopes: the scopes that a rule with this check may have.
    """

    run: Callable[[FeedContext], Iterator[FeedHit]]
    options: type[CheckOptions] = CheckOptions
    fields: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ("feed",)
