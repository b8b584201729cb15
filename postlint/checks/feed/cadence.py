"""How often the author posts, and replies to others: long gaps, bursts, and few replies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import PurePath
from statistics import median

from pydantic import Field

from postlint.checks.base import FEED, Check, CheckOptions, FeedContext, Hit, PositiveInt
from postlint.core.platforms import OWNED_CHANNELS
from postlint.feed.feed import group_by_platform, latest
from postlint.feed.formatting import format_number, platform_name
from postlint.feed.post import FeedPost


class SilenceOptions(CheckOptions):
    """Options of the check for long gaps."""

    min_days: float = Field(default=30, gt=0, description="The shortest gap to flag, in days.")
    median_factor: float = Field(
        default=4,
        ge=1,
        description="Flag gaps that are at least this many times as long as the median gap.",
    )
    min_posts: int = Field(default=6, ge=3, description="Skip feeds with fewer posts.")


def run_silence(context: FeedContext) -> Iterator[Hit]:
    """Yield the posts before and after the longest gap of the last year."""
    options = context.options
    posts = latest(context.feed)
    if len(posts) < options.min_posts:
        return
    days = [(_date(after) - _date(before)) / timedelta(days=1) for before, after in pairwise(posts)]
    # Days are counted, not posts: a post on several platforms doesn't change the usual gap.
    by_day = sorted({_date(post).date() for post in posts})
    usual = median((after - before).days for before, after in pairwise(by_day)) if by_day[1:] else 0
    min_days = max(options.min_days, options.median_factor * usual)
    silences = [gap for gap in days if gap >= min_days]
    if silences:
        longest = days.index(max(days))
        before, after = posts[longest], posts[longest + 1]
        yield Hit.on_posts(
            [before, after],
            {
                "days": f"{days[longest]:.0f}",
                "from": f"{before.date:%Y-%m-%d}",
                "to": f"{after.date:%Y-%m-%d}",
                "count": f"{len(silences)}",
                "usual": "every day" if round(usual) <= 1 else f"every {usual:.0f} days",
            },
        )


class BurstOptions(CheckOptions):
    """Options of the check for many posts at once."""

    min_posts: int = Field(
        default=5,
        ge=2,
        description="The fewest posts on one platform within `window_hours` to flag.",
    )
    window_hours: float = Field(
        default=24, gt=0, description="The period in which to count posts, in hours."
    )
    max_median_per_day: float = Field(
        default=2,
        gt=0,
        description="Skip authors with a higher median of posts per day.",
    )


def run_burst(context: FeedContext) -> Iterator[Hit]:
    """Yield the posts of the largest burst on each network in the last year."""
    options = context.options
    # Moving a blog may publish many pages at once, but they don't fill anyone's feed.
    recent = [post for post in latest(context.feed) if post.platform not in OWNED_CHANNELS]
    for platform, posts in group_by_platform(recent).items():
        by_day = Counter(post.date.date() for post in posts if post.date)
        if median(by_day.values()) > options.max_median_per_day:
            continue
        burst = _largest_burst(posts, timedelta(hours=options.window_hours))
        if len(burst) >= options.min_posts:
            yield Hit.on_posts(
                burst,
                {
                    "posts": f"{len(burst):,}",
                    "hours": f"{options.window_hours:g}",
                    "date": f"{burst[0].date:%Y-%m-%d}",
                    "where": f" on {platform_name(platform)}" if platform else "",
                },
            )


def _largest_burst(posts: Sequence[FeedPost], within: timedelta) -> Sequence[FeedPost]:
    """Return the most posts within a period; posts are in chronological order."""
    best: Sequence[FeedPost] = ()
    start = 0
    for end, post in enumerate(posts, start=1):
        while _date(post) - _date(posts[start]) >= within:
            start += 1
        if end - start > len(best):
            best = posts[start:end]
    return best


def _date(post: FeedPost) -> datetime:
    assert post.date  # noqa: S101 -- the post is dated
    return post.date


class FewRepliesOptions(CheckOptions):
    """Options of the check for replies."""

    min_posts: PositiveInt = Field(default=20, description="Skip feeds with fewer posts.")
    min_replies_per_post: float = Field(
        default=0.2, gt=0, description="How many replies there should be per post."
    )


def run_few_replies(context: FeedContext) -> Iterator[Hit]:
    """Yield the posts of the exports that contain few replies by the author.

    Many exports never include replies, so an export without any is ignored.
    """
    feed, options = context.feed, context.options
    replies: Counter[PurePath] = Counter()
    for (path, why), count in feed.skipped.items():
        if why == "reply":
            replies[PurePath(path).parent] += count
    # LinkedIn's export has comments in a separate file, in the same folder as the posts.
    posts = [post for post in feed.posts if PurePath(post.path).parent in replies]
    total = replies.total()
    if len(posts) >= options.min_posts and total < options.min_replies_per_post * len(posts):
        fields = {
            "replies": "1 reply" if total == 1 else f"{total:,} replies",
            "posts": f"{len(posts):,}",
            "wanted": format_number(1 / options.min_replies_per_post),
        }
        yield Hit.on_posts(posts, fields)


CHECKS = {
    "long_silence": Check(
        run_silence, SilenceOptions, ("days", "from", "to", "count", "usual"), FEED
    ),
    "burst": Check(run_burst, BurstOptions, ("posts", "hours", "date", "where"), FEED),
    "few_replies": Check(run_few_replies, FewRepliesOptions, ("replies", "posts", "wanted"), FEED),
}
