"""Whether the author replies to others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath

from pydantic import Field

from postlint.checks.base import FEED, Check, CheckOptions, FeedContext, Hit, PositiveInt
from postlint.feed.formatting import format_number


class Options(CheckOptions):
    """Options of the check."""

    min_posts: PositiveInt = Field(default=20, description="The fewest posts to judge.")
    min_replies_per_post: float = Field(
        default=0.2, gt=0, description="How many replies there should be per post."
    )


def run(context: FeedContext) -> Iterator[Hit]:
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
    "few_replies": Check(run, Options, ("replies", "posts", "wanted"), FEED),
}
