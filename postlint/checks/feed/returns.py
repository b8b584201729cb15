"""Platforms that bring in less per hour than others."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from pydantic import Field

from postlint.checks.base import FEED, Check, CheckOptions, FeedContext, Hit
from postlint.feed.formatting import format_number, platform_name
from postlint.feed.intervals import MIN_POSTS_FOR_INTERVAL
from postlint.feed.returns import Return, by_platform


class Options(CheckOptions):
    """Options of the check."""

    min_hours: float = Field(
        default=5, ge=0, description="The fewest hours spent on a platform to judge."
    )


def run(context: FeedContext) -> Iterator[Hit]:
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
        hits = 0
        for one in platforms:
            if one.name != "unknown" and _is_worse(one, best, figure, context.options.min_hours):
                rate = one.rates[figure]
                hits += 1
                yield Hit.on_posts(
                    feed.platforms[one.name],
                    {
                        "platform": platform_name(one.name),
                        "hours": format_number(rate.hours),
                        "brought": _brought(rate.total, figure),
                        "best": platform_name(best.name),
                        "rate": format_number(best.rates[figure].value),
                        "figure": figure,
                    },
                )
        if hits:
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
    "low_return_platform": Check(
        run, Options, ("platform", "hours", "brought", "best", "rate", "figure"), FEED
    ),
}
