"""Shares of posts with a trait, and runs of posts in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from postlint.checks.base import (
    FEED,
    Check,
    CheckOptions,
    FeedContext,
    Hit,
    PositiveInt,
    Proportion,
)
from postlint.core.terminal_text import count
from postlint.feed.feed import Feed, group, group_by_platform, latest, month_of, share
from postlint.feed.formatting import platform_name
from postlint.feed.post import FeedPost, Trait

if TYPE_CHECKING:
    from typing_extensions import Self


class FeedShareOptions(CheckOptions):
    """Options of the check for shares."""

    trait: Trait = Field(
        description=(
            "Which posts to count: `only_about_you`, `question` (asks the reader something), `tie` "
            "(connects to clients), `anecdote`, or `relevant`."
        )
    )
    max_share: Proportion | None = Field(default=None, description="Flag a larger share.")
    min_share: Proportion | None = Field(default=None, description="Flag a smaller share.")
    min_posts: PositiveInt = Field(default=6, description="Skip feeds with fewer posts.")
    by_platform: bool = Field(
        default=True, description="Also check each platform if the feed as a whole is fine."
    )
    by_month: bool = Field(
        default=True,
        description=(
            "Also check the months of the last year if the feed and its platforms are fine."
        ),
    )

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if (self.max_share is None) is (self.min_share is None):
            raise ValueError("give either `max_share` or `min_share`")
        return self


def run_share(context: FeedContext) -> Iterator[Hit]:
    """Yield the posts at fault if their share is beyond the limit.

    The share is checked in the whole feed, then on each platform, then in each month of the last
    year. It is flagged if its whole 95% interval is beyond the limit. The intervals of months
    are wider, because one of many months is beyond the limit by chance.
    """
    feed, options = context.feed, context.options
    if hit := _exceeds_limit(feed.posts, options):
        yield hit
        return
    hits = list(_of_platforms(feed, options)) if options.by_platform else []
    yield from hits
    if options.by_month and not hits:
        yield from _of_worst_month(feed, options)


def _of_platforms(feed: Feed, options: FeedShareOptions) -> Iterator[Hit]:
    for platform, posts in feed.platforms.items() if len(feed.platforms) > 1 else ():
        name = platform_name(platform).removeprefix("the ")
        if platform and (hit := _exceeds_limit(posts, options, kind=f"{name} ")):
            yield hit


def _of_worst_month(feed: Feed, options: FeedShareOptions) -> Iterator[Hit]:
    months = group(latest(feed), month_of)
    hits = [
        hit
        for posts in months.values()
        if (
            hit := _exceeds_limit(
                posts, options, when=f" from {posts[0].date:%b %Y}", among=len(months)
            )
        )
    ]
    if hits:
        yield max(hits, key=lambda hit: len(hit.others))


def _exceeds_limit(
    posts: Sequence[FeedPost],
    options: FeedShareOptions,
    *,
    kind: str = "",
    when: str = "",
    among: int = 1,
) -> Hit | None:
    if len(posts) < options.min_posts:
        return None
    actual = share(posts, options.trait)
    low, high = actual.corrected_interval(among)
    if options.max_share is not None and low > options.max_share:
        limit, at_fault = options.max_share, [post for post in posts if post.has(options.trait)]
    elif options.min_share is not None and high < options.min_share:
        limit, at_fault = options.min_share, [post for post in posts if not post.has(options.trait)]
    else:
        return None
    fields = {
        "count": f"{actual.count:,}" if actual.count else "none",
        "posts": f"{actual.total:,}",
        "share": f"{actual.value:.0%}",
        "limit": f"{limit:.0%}",
        "which": f"your {count(actual.total, f'{kind}post')}{when}",
    }
    return Hit.on_posts(at_fault, fields)


class SelfFocusedRunOptions(CheckOptions):
    """Options of the check for runs."""

    min_posts: int = Field(
        default=5, ge=2, description="The fewest posts in a row on one platform to flag."
    )


def run_self_focused_run(context: FeedContext) -> Iterator[Hit]:
    """Yield the longest run of posts that are only about their author, on each platform.

    Only the last year counts.
    """
    for platform, posts in group_by_platform(latest(context.feed)).items():
        runs = [
            list(run)
            for only_about_you, run in groupby(posts, key=lambda post: post.has("only_about_you"))
            if only_about_you
        ]
        longest = max(runs, key=len, default=[])
        if len(longest) >= context.options.min_posts:
            first, last = longest[0].date, longest[-1].date
            where = f" on {platform_name(platform)}" if platform else ""
            yield Hit.on_posts(
                longest,
                {
                    "posts": f"{len(longest):,}",
                    "where": where,
                    "from": f"{first:%Y-%m-%d}",
                    "to": f"{last:%Y-%m-%d}",
                },
            )


CHECKS = {
    "feed_share": Check(
        run_share, FeedShareOptions, ("count", "posts", "share", "limit", "which"), FEED
    ),
    "self_focused_run": Check(
        run_self_focused_run, SelfFocusedRunOptions, ("posts", "where", "from", "to"), FEED
    ),
}
