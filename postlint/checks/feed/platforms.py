"""Where posts are published: on the wrong platforms, on too many, or for too little return."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from pydantic import Field

from postlint.checks.base import (
    FEED,
    Check,
    CheckOptions,
    FeedContext,
    Hit,
    PositiveInt,
    Proportion,
)
from postlint.core.platforms import OWNED_CHANNELS
from postlint.feed.feed import group_by_platform, latest
from postlint.feed.formatting import format_number, join_names, platform_name
from postlint.feed.intervals import MIN_POSTS_FOR_INTERVAL, Share
from postlint.feed.post import FeedPost
from postlint.feed.returns import Return, by_platform


class ClientsElsewhereOptions(CheckOptions):
    """Options of the check for posts on platforms without clients."""

    min_posts: PositiveInt = Field(default=3, description="Skip platforms with fewer posts.")
    min_share: Proportion = Field(
        default=0.1, description="The smallest share of all posts to flag."
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
                    "share": f"{share.value:.0%}",
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
    min_months: PositiveInt = Field(default=2, description="Skip feeds that cover fewer months.")
    window_months: PositiveInt = Field(
        default=6, description="How many of the last months to look at."
    )


_DAYS_PER_MONTH = 30.44


def run_spread_too_thin(context: FeedContext) -> Iterator[Hit]:
    """Yield the posts on networks with too few posts, if all posts together are too few."""
    options = context.options
    days = options.window_months * _DAYS_PER_MONTH
    # One post a month is fine in a newsletter or a blog.
    recent = [post for post in latest(context.feed, days) if post.platform not in OWNED_CHANNELS]
    months = min(_months(recent), options.window_months)
    posted = {name: posts for name, posts in group_by_platform(recent).items() if name}
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


def _months(posts: Sequence[FeedPost]) -> float:
    """Return how many months posts span; they are in chronological order."""
    dates = [post.date for post in posts if post.date]
    return (dates[-1] - dates[0]).days / _DAYS_PER_MONTH if dates else 0.0


class LowReturnOptions(CheckOptions):
    """Options of the check for platforms that bring in less per hour than others."""

    min_hours: float = Field(default=5, ge=0, description="Skip platforms that took fewer hours.")


def run_low_return(context: FeedContext) -> Iterator[Hit]:
    """Yield the posts of each platform that brings in less per hour than the best one.

    The first metric with enough data is compared: revenue, clients, leads, or replies. "Less" means
    that the 95% intervals don't overlap.
    """
    feed = context.feed
    platforms = by_platform(feed)
    for figure in ("revenue", "clients", "leads", "replies"):
        reliable = [one for one in platforms if figure in one.rates and one.rates[figure].interval]
        best = max(reliable, key=lambda one: one.rates[figure].value, default=None)
        if best is None:
            continue
        worse = [
            one
            for one in platforms
            if one.name != "unknown" and _is_worse(one, best, figure, context.options.min_hours)
        ]
        for one in worse:
            fields = {
                "platform": platform_name(one.name),
                "hours": format_number(one.rates[figure].hours),
                "brought": _brought(one.rates[figure].total, figure),
                "best": platform_name(best.name),
                "rate": format_number(best.rates[figure].value),
                "figure": figure,
            }
            yield Hit.on_posts(feed.platforms[one.name], fields)
        if worse:
            return


def _is_worse(one: Return, best: Return, figure: str, min_hours: float) -> bool:
    rate, high = one.rates.get(figure), best.rates[figure].interval
    if (
        one is best
        or rate is None
        or high is None
        or rate.hours < min_hours
        or rate.posts < MIN_POSTS_FOR_INTERVAL
    ):
        return False
    if rate.interval is not None:
        return rate.interval[1] < high[0]
    if figure == "revenue":
        return False  # the limits below are for counts, not for money
    events = ceil(rate.total)
    return (
        events < len(_POISSON_UPPER_LIMITS) and _POISSON_UPPER_LIMITS[events] / rate.hours < high[0]
    )


_POISSON_UPPER_LIMITS = (3.69, 5.58, 7.23, 8.77, 10.25)
"""The upper 95% limits of a Poisson mean if 0, 1, 2, 3, or 4 events were counted (Garwood 1936),
rounded up."""


def _brought(total: float, figure: str) -> str:
    if not total:
        return f"no {figure}"
    return f"{format_number(total)} {'in ' if figure == 'revenue' else ''}{figure}"


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
    "low_return_platform": Check(
        run_low_return,
        LowReturnOptions,
        ("platform", "hours", "brought", "best", "rate", "figure"),
        FEED,
    ),
}
