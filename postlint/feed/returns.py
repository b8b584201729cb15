"""What a feed costs and brings: in total, by platform, and by kind of post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postlint.feed.feed import Feed
from postlint.feed.intervals import Rate, rate
from postlint.feed.post import FeedPost
from postlint.importers.imported_post import METRICS

OUTCOMES = tuple(name for name in METRICS if name != "minutes")
"""The figures of what a post can bring."""


@dataclass(frozen=True, slots=True)
class Return:
    """What some posts cost and brought.

    Attributes:
        name: a platform, a kind of post, or "all".
        posts: the number of posts.
        hours: the hours spent on the posts that record them; None if none does.
        totals: what they brought, by figure; only figures that a post records.
        rates: what an hour brought, by figure, from posts that record both.
    """

    name: str
    posts: int
    hours: float | None
    totals: dict[str, float]
    rates: dict[str, Rate]


def returns(name: str, posts: Sequence[FeedPost]) -> Return:
    """Return what posts cost and brought."""
    minutes = [post.metrics.minutes for post in posts if post.metrics.minutes is not None]
    totals, rates = {}, {}
    for figure in OUTCOMES:
        brought = [(post.metrics.minutes, getattr(post.metrics, figure)) for post in posts]
        known = [value for _, value in brought if value is not None]
        if known:
            totals[figure] = sum(known)
        both = [(took / 60, got) for took, got in brought if took is not None and got is not None]
        if both:
            hours, got = zip(*both, strict=True)
            rates[figure] = rate(hours, got)
    return Return(name, len(posts), sum(minutes) / 60 if minutes else None, totals, rates)


def by_platform(feed: Feed) -> list[Return]:
    """Return what each platform costs and brings, without platforms that record nothing."""
    each = [returns(name or "unknown", posts) for name, posts in feed.platforms.items()]
    return [one for one in each if one.hours is not None or one.totals]


def by_kind(feed: Feed) -> list[Return]:
    """Return what each kind of post costs and brings; posts without a kind are "other"."""
    names = sorted({kind for post in feed.posts for kind in post.kinds})
    groups = [(name, [post for post in feed.posts if name in post.kinds]) for name in names]
    groups.append(("other", [post for post in feed.posts if not post.kinds]))
    each = [returns(name, posts) for name, posts in groups if posts]
    return [one for one in each if one.hours is not None or one.totals]
