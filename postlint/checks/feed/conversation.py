"""Whether the author talks with people, or only to them."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from postlint.checks.check import NoOptions
from postlint.checks.feed.check import FeedCheck, FeedContext, FeedHit
from postlint.checks.feed.words import number


class Options(NoOptions):
    """How little is too little."""

    from_posts: int = Field(default=20, ge=1)
    """Fewer posts are not judged."""

    a_post: float = Field(default=0.2, gt=0)
    """Replies for each post that there should be."""


def run(context: FeedContext) -> Iterator[FeedHit]:
    """Yield the posts of the archives in which there are few replies by the author.

    An archive without any reply may be one that has none in it, so nothing is said of it.
    """
    feed, options = context.feed, context.options
    replies = {path: count for (path, why), count in feed.passed.items() if why == "reply"}
    posts = [post for post in feed.posts if post.path in replies]
    total = sum(replies.values())
    if len(posts) >= options.from_posts and total < options.a_post * len(posts):
        fields = {
            "replies": f"{total:,}",
            "posts": f"{len(posts):,}",
            "wanted": number(1 / options.a_post),
        }
        yield FeedHit(posts, fields)


CHECK = FeedCheck(run, Options, ("replies", "posts", "wanted"))
