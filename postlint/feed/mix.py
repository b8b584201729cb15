"""The content mix of a feed: the shares of its posts with each trait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from postlint.feed.feed import Feed, share
from postlint.feed.intervals import Share
from postlint.feed.post import TRAITS, FeedPost, Trait

TARGETS: Mapping[Trait, tuple[str, float, str]] = {
    "only_about_you": (
        "at most",
        1 / 6,
        "the 4-1-1 rule of thumb: for each post about yourself, publish four new posts that help "
        "your readers and share one by someone else (Davis and Pulizzi, "
        "https://contently.com/2012/02/17/4-1-1-rule-social-media/)",
    ),
}
"""The target share of a trait and its source. Other traits have no target from a source."""


@dataclass(frozen=True, slots=True)
class Mix:
    """The content mix of some posts.

    Attributes:
        name: a platform, a month, or "all".
        relevance: the mean score.
    """

    name: str
    posts: int
    relevance: float
    shares: Mapping[Trait, Share]


def mix(name: str, posts: Sequence[FeedPost]) -> Mix:
    """Return the content mix of posts; there must be at least one."""
    relevance = fmean(post.relevance for post in posts)
    return Mix(name, len(posts), relevance, {trait: share(posts, trait) for trait in TRAITS})


def by_platform(feed: Feed) -> list[Mix]:
    """Return the mix on each platform, the one with the most posts first."""
    return [mix(name or "unknown", posts) for name, posts in feed.platforms.items()]


def by_month(feed: Feed) -> list[Mix]:
    """Return the mix in each month that has posts, in chronological order."""
    return [mix(month, posts) for month, posts in feed.months.items()]
