"""What a feed says again: the same post elsewhere, the same first or last words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from postlint.checks.check import NoOptions
from postlint.checks.feed.check import FeedCheck, FeedContext, FeedHit
from postlint.feed.feed import Feed
from postlint.feed.intervals import Share
from postlint.feed.post import FeedPost
from postlint.feed.wording import listed, percent, platform_name
from postlint.feed.words import WORD

_GREETINGS = frozenset("dear good greetings happy hello hey hi welcome".split())
"""Words that begin a greeting, which may be the same each time."""


class SameOptions(NoOptions):
    """How much of the same is too much."""

    times: int = Field(default=3, ge=1)
    """From so many posts on that were put on another platform unchanged."""

    share: float = Field(default=0.1, ge=0, le=1)
    """A smaller share of the different posts is let pass."""


def run_same_everywhere(context: FeedContext) -> Iterator[FeedHit]:
    """Yield the posts that stand on several platforms nearly word for word."""
    feed, options = context.feed, context.options
    everywhere = []
    for group in feed.alike:
        posts = [feed.posts[place] for place in group]
        if len(_places(posts)) > 1:
            everywhere.append(posts)
    different = len(feed.posts) - sum(len(group) - 1 for group in feed.alike)
    part = Share(len(everywhere), different)
    if part.count >= options.times and part.value >= options.share:
        platforms = {place for posts in everywhere for place in _places(posts)}
        yield FeedHit(
            [post for posts in everywhere for post in posts],
            {
                "count": f"{part.count:,}",
                "posts": f"{different:,}",
                "share": percent(part),
                "platforms": listed(sorted(map(platform_name, platforms))),
            },
        )


def _places(posts: Sequence[FeedPost]) -> set[str]:
    """Return where posts stand. A blog that goes out as a newsletter is read in one place."""
    mirrored = {"newsletter": "blog"}
    return {mirrored.get(post.platform, post.platform) for post in posts if post.platform}


class RepeatedOptions(NoOptions):
    """How often the same sentence may come."""

    where: Literal["opening", "question"]
    """Which sentence is compared: the first, or a question at the end."""

    times: int = Field(default=3, ge=2)
    """From so many posts on."""

    share: float = Field(default=0.05, ge=0, le=1)
    """A smaller share of all posts is let pass."""

    words: int = Field(default=1, ge=1)
    """Shorter sentences are not compared."""


def run_repeated(context: FeedContext) -> Iterator[FeedHit]:
    """Yield the posts with a sentence that comes too often, for each such sentence."""
    options = context.options
    posts = list(_once(context.feed))
    by_sentence: defaultdict[str, list[FeedPost]] = defaultdict(list)
    for post in posts:
        words = WORD.findall(getattr(post, options.where).lower())
        greets = options.where == "opening" and words[:1] and words[0] in _GREETINGS
        if len(words) >= options.words and not greets:
            by_sentence[" ".join(words)].append(post)
    for having in sorted(by_sentence.values(), key=len, reverse=True):
        part = Share(len(having), len(posts))
        if part.count >= options.times and part.value >= options.share:
            sentence = getattr(having[0], options.where)
            fields = {"count": f"{part.count:,}", "posts": f"{part.total:,}", "words": sentence}
            yield FeedHit(having, fields)


def _once(feed: Feed) -> Iterator[FeedPost]:
    """Yield the posts, each but once, though it stand on several platforms."""
    again = {place for group in feed.alike for place in group[1:]}
    yield from (post for place, post in enumerate(feed.posts) if place not in again)


SAME_EVERYWHERE = FeedCheck(
    run_same_everywhere, SameOptions, ("count", "posts", "share", "platforms")
)
REPEATED = FeedCheck(run_repeated, RepeatedOptions, ("count", "posts", "words"))
