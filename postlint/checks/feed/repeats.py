"""What a feed repeats: a post on another platform, a first sentence, or a last question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from postlint.checks.base import FEED, Check, CheckOptions, FeedContext, Hit
from postlint.core.terminal_text import truncate
from postlint.feed.feed import Feed
from postlint.feed.formatting import format_percent, join_names, platform_name
from postlint.feed.intervals import Share
from postlint.feed.post import FeedPost
from postlint.feed.tokens import WORD

_GREETINGS = frozenset("dear good greetings happy hello hey hi welcome".split())
"""First words of a greeting, which may be repeated."""

_MAX_QUOTED_CHARACTERS = 40
"""The most characters of a repeated sentence to quote."""


class SameEverywhereOptions(CheckOptions):
    """Options of the check for copied posts."""

    min_posts: int = Field(default=3, ge=1, description="The fewest copied posts to flag.")

    min_share: float = Field(
        default=0.1, ge=0, le=1, description="The smallest share of the distinct posts to flag."
    )


def run_same_everywhere(context: FeedContext) -> Iterator[Hit]:
    """Yield the posts that are nearly the same on several platforms."""
    feed, options = context.feed, context.options
    everywhere = []
    for group in feed.duplicates:
        posts = [feed.posts[place] for place in group]
        if len(_distinct_platforms(posts)) > 1:
            everywhere.append(posts)
    different = len(feed.posts) - sum(len(group) - 1 for group in feed.duplicates)
    part = Share(len(everywhere), different)
    if part.count >= options.min_posts and part.value >= options.min_share:
        platforms = {place for posts in everywhere for place in _distinct_platforms(posts)}
        yield Hit.on_posts(
            [post for posts in everywhere for post in posts],
            {
                "count": f"{part.count:,}",
                "posts": f"{different:,}",
                "share": format_percent(part),
                "platforms": join_names(sorted(map(platform_name, platforms))),
            },
        )


def _distinct_platforms(posts: Sequence[FeedPost]) -> set[str]:
    """Return the platforms of posts. A blog and its newsletter count as one."""
    mirrored = {"newsletter": "blog"}
    return {mirrored.get(post.platform, post.platform) for post in posts if post.platform}


class RepeatedSentenceOptions(CheckOptions):
    """Options of the check for repeated sentences."""

    sentence: Literal["opening", "question"] = Field(
        description="The sentence to compare: the `opening`, or the `question` at the end."
    )

    min_posts: int = Field(
        default=3, ge=2, description="The fewest posts with the same sentence to flag."
    )

    min_share: float = Field(
        default=0.05, ge=0, le=1, description="The smallest share of all posts to flag."
    )

    min_sentence_words: int = Field(
        default=1, ge=1, description="Ignore sentences with fewer words."
    )


def run_repeated(context: FeedContext) -> Iterator[Hit]:
    """Yield the posts with a repeated sentence, for each such sentence."""
    options = context.options
    posts = list(_deduplicated(context.feed))
    by_sentence: defaultdict[str, list[FeedPost]] = defaultdict(list)
    for post in posts:
        words = WORD.findall(getattr(post, options.sentence).lower())
        greets = options.sentence == "opening" and words[:1] and words[0] in _GREETINGS
        if len(words) >= options.min_sentence_words and not greets:
            by_sentence[" ".join(words)].append(post)
    for group in sorted(by_sentence.values(), key=len, reverse=True):
        part = Share(len(group), len(posts))
        if part.count >= options.min_posts and part.value >= options.min_share:
            quoted = truncate(
                getattr(group[0], options.sentence).removesuffix("."), _MAX_QUOTED_CHARACTERS
            )
            fields = {"count": f"{part.count:,}", "posts": f"{part.total:,}", "words": quoted}
            yield Hit.on_posts(group, fields)


def _deduplicated(feed: Feed) -> Iterator[FeedPost]:
    """Yield the posts, each once even if it is on several platforms."""
    repeats = {place for group in feed.duplicates for place in group[1:]}
    yield from (post for place, post in enumerate(feed.posts) if place not in repeats)


CHECKS = {
    "same_everywhere": Check(
        run_same_everywhere, SameEverywhereOptions, ("count", "posts", "share", "platforms"), FEED
    ),
    "repeated_sentence": Check(
        run_repeated, RepeatedSentenceOptions, ("count", "posts", "words"), FEED
    ),
}
