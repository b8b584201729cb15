"""What a feed costs and brings: by platform, by kind of post, and in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postlint.archives.entry import FIGURES
from postlint.feed.feed import Feed
from postlint.feed.intervals import Rate, rate
from postlint.feed.post import FeedPost

BROUGHT = tuple(name for name in FIGURES if name != "minutes")
"""What may come of a post."""


@dataclass(frozen=True, slots=True)
class Return:
    """What some posts cost and brought.

    Attributes:
        name: which posts: a platform, a kind of post, or "all".
        posts: how many they are.
        hours: the time that they took, as far as it is told; None if it is told of none.
        totals: what they brought, by figure; only figures that are told of some.
        rates: what an hour brought, by figure, from posts of which both are told.
    """

    name: str
    posts: int
    hours: float | None
    totals: dict[str, float]
    rates: dict[str, Rate]


def returns(name: str, posts: Sequence[FeedPost]) -> Return:
    """Return what posts cost and brought."""
    minutes = [post.figures.minutes for post in posts if post.figures.minutes is not None]
    totals, rates = {}, {}
    for figure in BROUGHT:
        brought = [(post.figures.minutes, getattr(post.figures, figure)) for post in posts]
        told = [value for _, value in brought if value is not None]
        if told:
            totals[figure] = sum(told)
        both = [(took / 60, got) for took, got in brought if took is not None and got is not None]
        if both:
            hours, got = zip(*both, strict=True)
            rates[figure] = rate(hours, got)
    return Return(name, len(posts), sum(minutes) / 60 if minutes else None, totals, rates)


def by_platform(feed: Feed) -> list[Return]:
    """Return what each platform costs and brings, where anything is told of it."""
    each = [returns(name or "unknown", posts) for name, posts in feed.platforms.items()]
    return [one for one in each if one.hours is not None or one.totals]


def by_kind(feed: Feed) -> list[Return]:
    """Likewise by kind of post; a post may be of several kinds. Those of none are "other"."""
    names = sorted({kind for post in feed.posts for kind in post.kinds})
    groups = [(name, [post for post in feed.posts if name in post.kinds]) for name in names]
    groups.append(("other", [post for post in feed.posts if not post.kinds]))
    each = [returns(name, posts) for name, posts in groups if posts]
    return [one for one in each if one.hours is not None or one.totals]
