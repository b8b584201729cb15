"""The cost and results of a feed: in total, by platform, and by genre."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from postlint.feed.feed import Feed
from postlint.feed.intervals import Rate, rate
from postlint.feed.post import FeedPost
from postlint.importers.imported_post import METRICS

OUTCOMES = tuple(name for name in METRICS if name != "minutes")
"""The metrics that are results of a post."""


@dataclass(frozen=True, slots=True)
class Return:
    """The cost and results of some posts.

    Attributes:
        name: a platform, a genre, or "all".
        hours: the total hours of the posts that record them; None if no post does.
        totals: the total of each result that at least one post records.
        rates: the rate per hour of each result, from posts that record both figures.
    """

    name: str
    posts: int
    hours: float | None
    totals: dict[str, float]
    rates: dict[str, Rate]


def returns(name: str, posts: Sequence[FeedPost]) -> Return:
    """Return the cost and results of posts."""
    minutes = [post.metrics.minutes for post in posts if post.metrics.minutes is not None]
    totals, rates = {}, {}
    for metric in OUTCOMES:
        times_and_results = [
            (post.metrics.minutes, value)
            for post in posts
            if (value := getattr(post.metrics, metric)) is not None
        ]
        if times_and_results:
            totals[metric] = sum(value for _, value in times_and_results)
        both = [(time / 60, value) for time, value in times_and_results if time is not None]
        if both:
            rates[metric] = rate(*zip(*both, strict=True))
    return Return(name, len(posts), sum(minutes) / 60 if minutes else None, totals, rates)


def by_platform(feed: Feed) -> list[Return]:
    """Return the cost and results of each platform that has any."""
    return _recorded((name or "unknown", posts) for name, posts in feed.platforms.items())


def by_genre(feed: Feed) -> list[Return]:
    """Return the cost and results of each genre; posts without a genre are "other"."""
    names = sorted({genre for post in feed.posts for genre in post.genres})
    groups = [(name, [post for post in feed.posts if name in post.genres]) for name in names]
    groups.append(("other", [post for post in feed.posts if not post.genres]))
    return _recorded((name, posts) for name, posts in groups if posts)


def _recorded(groups: Iterable[tuple[str, Sequence[FeedPost]]]) -> list[Return]:
    rows = [returns(name, posts) for name, posts in groups]
    return [row for row in rows if row.hours is not None or row.totals]
