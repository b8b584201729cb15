"""The mix of a feed: which shares of its posts have what, in all, by platform and by month."""

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
        "4-1-1: for each post that serves yourself, four that are new and one that passes on "
        "somebody else's (Davis and Pulizzi, "
        "https://contently.com/2012/02/17/4-1-1-rule-social-media/)",
    ),
}
"""Which share to aim at, and who says so. For the other traits no source gives one."""


@dataclass(frozen=True, slots=True)
class Mix:
    """The mix of some posts.

    Attributes:
        name: which posts: a platform, a month, or "all".
        posts: how many they are.
        relevance: the mean of their scores.
        shares: of each trait.
    """

    name: str
    posts: int
    relevance: float
    shares: Mapping[Trait, Share]


def mix(name: str, posts: Sequence[FeedPost]) -> Mix:
    """Return the mix of posts; there must be some."""
    relevance = fmean(post.relevance for post in posts)
    return Mix(name, len(posts), relevance, {trait: share(posts, trait) for trait in TRAITS})


def by_platform(feed: Feed) -> list[Mix]:
    """Return the mix on each platform, the one with most posts first."""
    return [mix(name or "unknown", posts) for name, posts in feed.platforms.items()]


def by_month(feed: Feed) -> list[Mix]:
    """Return the mix in each month that has posts, in order."""
    return [mix(month, posts) for month, posts in feed.months.items()]
