"""Whether the author talks with people, or only to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath

from pydantic import Field

from postlint.checks.check import NoOptions
from postlint.checks.feed.check import FeedCheck, FeedContext, FeedHit
from postlint.feed.wording import number


class Options(NoOptions):
    """How little is too little."""

    from_posts: int = Field(default=20, ge=1)
    """Fewer posts are not judged."""

    a_post: float = Field(default=0.2, gt=0)
    """Replies for each post that there should be."""


def run(context: FeedContext) -> Iterator[FeedHit]:
    """Yield the posts of the exports in which there are few replies by the author.

    An export without any reply may be one that has none in it, so nothing is said of it.
    """
    feed, options = context.feed, context.options
    replies: Counter[PurePath] = Counter()
    for (path, why), count in feed.passed.items():
        if why == "reply":
            replies[PurePath(path).parent] += count
    # LinkedIn's export has comments in a file of their own, beside that of the posts.
    posts = [post for post in feed.posts if PurePath(post.path).parent in replies]
    total = replies.total()
    if len(posts) >= options.from_posts and total < options.a_post * len(posts):
        fields = {
            "replies": f"{total:,}",
            "posts": f"{len(posts):,}",
            "wanted": number(1 / options.a_post),
        }
        yield FeedHit(posts, fields)


CHECK = FeedCheck(run, Options, ("replies", "posts", "wanted"))
