"""Where posts are published: on the wrong platforms, or on too many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from postlint.checks.base import FEED, Check, CheckOptions, FeedContext, Hit
from postlint.core.platforms import OWNED_CHANNELS
from postlint.feed.feed import group, latest
from postlint.feed.formatting import format_percent, join_names, platform_name
from postlint.feed.intervals import Share
from postlint.feed.post import FeedPost


class ClientsElsewhereOptions(CheckOptions):
    """Options of the check for posts on platforms without clients."""

    min_posts: int = Field(default=3, ge=1, description="The fewest posts on a platform to judge.")

    min_share: float = Field(
        default=0.1, ge=0, le=1, description="The smallest share of all posts to flag."
    )


def run_clients_elsewhere(context: FeedContext) -> Iterator[Hit]:
    """Yield the posts on each platform that the profile doesn't list."""
    feed, options = context.feed, context.options
    listed = feed.profile.platforms
    if not listed:
        return
    for platform, posts in feed.platforms.items():
        if not platform or platform in listed or len(posts) < options.min_posts:
            continue
        share = Share(len(posts), len(feed.posts))
        if share.value >= options.min_share:
            yield Hit.on_posts(
                posts,
                {
                    "count": f"{share.count:,}",
                    "posts": f"{share.total:,}",
                    "share": format_percent(share),
                    "platform": platform_name(platform),
                    "platforms": join_names([platform_name(one) for one in listed]),
                },
            )


class SpreadTooThinOptions(CheckOptions):
    """Options of the check for too many platforms."""

    min_platforms: int = Field(default=3, ge=2, description="The fewest platforms to flag.")

    min_posts_per_month: float = Field(
        default=2, gt=0, description="How many posts a month each platform should get."
    )

    min_months: int = Field(default=2, ge=1, description="The shortest feed to judge, in months.")

    window_months: int = Field(default=6, ge=1, description="How many of the last months to judge.")


_DAYS_PER_MONTH = 30.44


def run_spread_too_thin(context: FeedContext) -> Iterator[Hit]:
    """Yield the posts on networks with too few posts, if all posts together are too few."""
    options = context.options
    days = options.window_months * _DAYS_PER_MONTH
    # One post a month is fine in a newsletter or a blog.
    recent = [post for post in latest(context.feed, days) if post.platform not in OWNED_CHANNELS]
    months = min(_months(recent), options.window_months)
    posted = {name: posts for name, posts in group(recent, _platform).items() if name}
    if months < options.min_months or len(posted) < options.min_platforms:
        return
    total = sum(map(len, posted.values()))
    thin = [
        name for name, posts in posted.items() if len(posts) / months < options.min_posts_per_month
    ]
    if total / months < options.min_posts_per_month * len(posted) and len(thin) >= len(posted) / 2:
        yield Hit.on_posts(
            [post for name in thin for post in posted[name]],
            {
                "posts": f"{total:,}",
                "months": f"{months:.0f}",
                "platforms": f"{len(posted)}",
                "thin": join_names([platform_name(name) for name in thin]),
                "most": platform_name(next(iter(posted))),
            },
        )


def _platform(post: FeedPost) -> str | None:
    return post.platform


def _months(posts: Sequence[FeedPost]) -> float:
    """Return how many months posts span; they are in chronological order."""
    dates = [post.date for post in posts if post.date]
    return (dates[-1] - dates[0]).days / _DAYS_PER_MONTH if dates else 0.0


CHECKS = {
    "clients_elsewhere": Check(
        run_clients_elsewhere,
        ClientsElsewhereOptions,
        ("count", "posts", "share", "platform", "platforms"),
        FEED,
    ),
    "spread_too_thin": Check(
        run_spread_too_thin,
        SpreadTooThinOptions,
        ("posts", "months", "platforms", "thin", "most"),
        FEED,
    ),
}
