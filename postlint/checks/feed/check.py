"""What a check of a whole feed is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from postlint.checks.check import NoOptions, Scope
from postlint.feed.feed import Feed
from postlint.feed.post import FeedPost


@dataclass(frozen=True)
class FeedContext:
    """All that a check of a feed may look at.

    Attributes:
        feed: the posts, and who their author is.
        options: the check's options, as the rule sets them.
    """

    feed: Feed
    options: Any


@dataclass(frozen=True)
class FeedHit:
    """Something about a feed, and the fields for the rule's message and help.

    Attributes:
        posts: the posts that it rests on, the first of them is where to look.
        fields: what the message and the help may speak of.
    """

    posts: Sequence[FeedPost]
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FeedCheck:
    """A check of a feed: its function, its options and the fields it fills in.

    Attributes:
        run: yields the hits of one feed.
        options: the model of its options.
        fields: the names that messages and helps may use.
        scopes: what a rule with this check looks at.
    """

    run: Callable[[FeedContext], Iterator[FeedHit]]
    options: type[NoOptions] = NoOptions
    fields: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ("feed",)
