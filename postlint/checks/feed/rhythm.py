"""When a feed is posted: long silences, and many posts at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from pydantic import Field

from postlint.checks.check import NoOptions
from postlint.checks.feed.check import FeedCheck, FeedContext, FeedHit
from postlint.feed.feed import YEAR, group, latest
from postlint.feed.post import FeedPost
from postlint.feed.wording import platform_name
from postlint.platforms import OWN


class SilenceOptions(NoOptions):
    """How long is long."""

    days: float = Field(default=30, gt=0)
    """Shorter gaps are none."""

    times: float = Field(default=4, ge=1)
    """A gap must be so many times as long as usual (the median)."""

    from_posts: int = Field(default=6, ge=3)
    """With fewer posts nothing is usual."""


def run_silence(context: FeedContext) -> Iterator[FeedHit]:
    """Yield the posts before and after the longest silence of the last year."""
    options = context.options
    posts = latest(context.feed, YEAR)
    if len(posts) < options.from_posts:
        return
    days = [(_date(after) - _date(before)) / timedelta(days=1) for before, after in pairwise(posts)]
    # What goes to several places on one day is no rhythm of several posts a day.
    by_day = sorted({_date(post).date() for post in posts})
    usual = median((after - before).days for before, after in pairwise(by_day)) if by_day[1:] else 0
    least = max(options.days, options.times * usual)
    silences = [gap for gap in days if gap >= least]
    if silences:
        longest = days.index(max(days))
        before, after = posts[longest], posts[longest + 1]
        yield FeedHit(
            [before, after],
            {
                "days": f"{days[longest]:.0f}",
                "from": f"{before.date:%Y-%m-%d}",
                "to": f"{after.date:%Y-%m-%d}",
                "count": f"{len(silences)}",
                "usual": _usual(usual),
            },
        )


def _usual(days: float) -> str:
    return "a post a day" if round(days) <= 1 else f"a post every {days:.0f} days"


class BurstOptions(NoOptions):
    """How many are too many at once."""

    posts: int = Field(default=5, ge=2)
    """From so many posts on one platform within the hours."""

    hours: float = Field(default=24, gt=0)
    """The time within which they are counted."""

    usual: float = Field(default=2, gt=0)
    """Who posts more than this on a usual day (the median) has another rhythm."""


def run_burst(context: FeedContext) -> Iterator[FeedHit]:
    """Yield the posts of the largest burst on each network in the last year."""
    options = context.options
    # On a site many pages may come at once, as when it is moved; nobody's feed is filled with them.
    recent = [post for post in latest(context.feed, YEAR) if post.platform not in OWN]
    for platform, posts in group(recent, lambda post: post.platform).items():
        by_day = Counter(post.date.date() for post in posts if post.date)
        if median(by_day.values()) > options.usual:
            continue
        burst = _densest(posts, timedelta(hours=options.hours))
        if len(burst) >= options.posts:
            yield FeedHit(
                burst,
                {
                    "posts": f"{len(burst):,}",
                    "hours": f"{options.hours:g}",
                    "date": f"{burst[0].date:%Y-%m-%d}",
                    "where": f" on {platform_name(platform)}" if platform else "",
                },
            )


def _densest(posts: Sequence[FeedPost], within: timedelta) -> Sequence[FeedPost]:
    """Return the most posts, in order of time, that lie within a time."""
    best: Sequence[FeedPost] = ()
    start = 0
    for end, post in enumerate(posts, start=1):
        while _date(post) - _date(posts[start]) >= within:
            start += 1
        if end - start > len(best):
            best = posts[start:end]
    return best


def _date(post: FeedPost) -> datetime:
    assert post.date  # noqa: S101 -- it is dated
    return post.date


SILENCE = FeedCheck(run_silence, SilenceOptions, ("days", "from", "to", "count", "usual"))
BURST = FeedCheck(run_burst, BurstOptions, ("posts", "hours", "date", "where"))
