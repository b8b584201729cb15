"""The mix of a feed: how many of its posts have something, and how many in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from postlint.checks.check import NoOptions
from postlint.checks.feed.check import FeedCheck, FeedContext, FeedHit
from postlint.feed.feed import YEAR, Feed, group, latest, month_of, share
from postlint.feed.intervals import Share
from postlint.feed.post import FeedPost, Trait
from postlint.feed.wording import percent, platform_name

if TYPE_CHECKING:
    from typing_extensions import Self


class ShareOptions(NoOptions):
    """Which share of the posts may, or must, have something."""

    of: Trait
    """What is counted: posts that are only_about_you, question (ask the
    reader something), tie (tie back to the client), anecdote, or relevant."""

    at_most: float | None = Field(default=None, ge=0, le=1)
    """A larger share is flagged."""

    at_least: float | None = Field(default=None, ge=0, le=1)
    """A smaller share is flagged."""

    from_posts: int = Field(default=6, ge=1)
    """Fewer posts are not judged."""

    by_platform: bool = True
    """Look at each platform too, where the feed as a whole is right."""

    by_month: bool = True
    """Look at the months of the last year too, where the feed and its platforms are right."""

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if (self.at_most is None) is (self.at_least is None):
            raise ValueError("give one of `at_most` and `at_least`")
        return self


def run_share(context: FeedContext) -> Iterator[FeedHit]:
    """Yield the posts that are too many, or that lack something.

    They are those of the feed, else of platforms, else of the worst month of the last year. A share
    is flagged if its whole interval of 95 % is on the wrong side of the limit. Among many months
    one is beyond it by chance, so theirs are wider.
    """
    feed, options = context.feed, context.options
    if hit := _beyond(feed.posts, options, "your"):
        yield hit
        return
    hits = list(_of_platforms(feed, options)) if options.by_platform else []
    yield from hits
    if options.by_month and not hits:
        yield from _of_worst_month(feed, options)


def _of_platforms(feed: Feed, options: ShareOptions) -> Iterator[FeedHit]:
    for platform, posts in feed.platforms.items() if len(feed.platforms) > 1 else ():
        name = platform_name(platform).removeprefix("the ")
        if platform and (hit := _beyond(posts, options, f"your {name}")):
            yield hit


def _of_worst_month(feed: Feed, options: ShareOptions) -> Iterator[FeedHit]:
    months = group(latest(feed, YEAR), month_of)
    hits = [
        hit
        for posts in months.values()
        if (hit := _beyond(posts, options, f"your {posts[0].date:%B %Y}", among=len(months)))
    ]
    if hits:
        yield max(hits, key=lambda hit: len(hit.posts))


def _beyond(
    posts: Sequence[FeedPost], options: ShareOptions, whose: str, *, among: int = 1
) -> FeedHit | None:
    if len(posts) < options.from_posts:
        return None
    found = share(posts, options.of)
    low, high = found.interval_among(among)
    if options.at_most is not None and low > options.at_most:
        at_fault = [post for post in posts if post.has(options.of)]
        return FeedHit(at_fault, _fields(found, options.at_most, whose))
    if options.at_least is not None and high < options.at_least:
        at_fault = [post for post in posts if not post.has(options.of)]
        return FeedHit(at_fault, _fields(found, options.at_least, whose))
    return None


def _fields(found: Share, limit: float, whose: str) -> dict[str, str]:
    return {
        "count": f"{found.count:,}" if found.count else "none",
        "posts": f"{found.total:,}",
        "share": percent(found),
        "limit": percent(limit),
        "whose": whose,
    }


class RunOptions(NoOptions):
    """How many posts in a row are too many."""

    length: int = Field(default=5, ge=2)
    """From so many posts in a row on one platform that are only about their author."""


def run_run(context: FeedContext) -> Iterator[FeedHit]:
    """Yield the longest run of posts that are only about their author, on each platform.

    Of the last year only: what is long ago cannot be mended.
    """
    for platform, posts in group(latest(context.feed, YEAR), lambda post: post.platform).items():
        runs = [
            list(run)
            for own, run in groupby(posts, key=lambda post: post.has("only_about_you"))
            if own
        ]
        longest = max(runs, key=len, default=[])
        if len(longest) >= context.options.length:
            first, last = longest[0].date, longest[-1].date
            where = f" on {platform_name(platform)}" if platform else ""
            yield FeedHit(
                longest,
                {
                    "posts": f"{len(longest):,}",
                    "where": where,
                    "from": f"{first:%Y-%m-%d}",
                    "to": f"{last:%Y-%m-%d}",
                },
            )


SHARE = FeedCheck(run_share, ShareOptions, ("count", "posts", "share", "limit", "whose"))
RUN = FeedCheck(run_run, RunOptions, ("posts", "where", "from", "to"))
