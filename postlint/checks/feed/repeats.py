"""What a feed repeats: a post on another platform, a first sentence, or a last question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

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
from postlint.core.terminal_text import truncate
from postlint.feed.duplicates import WORD
from postlint.feed.formatting import join_names, platform_name
from postlint.feed.intervals import Share
from postlint.feed.post import FeedPost

_GREETINGS = frozenset("dear good greetings happy hello hey hi welcome".split())
"""First words of a greeting, which may be repeated."""

_MAX_QUOTED_CHARACTERS = 40
"""The most characters of a repeated sentence to quote."""


class SameEverywhereOptions(CheckOptions):
    """Options of the check for copied posts."""

    min_posts: PositiveInt = Field(default=3, description="The fewest copied posts to flag.")
    min_share: Proportion = Field(
        default=0.1, description="The smallest share of the distinct posts to flag."
    )


def run_same_everywhere(context: FeedContext) -> Iterator[Hit]:
    """Yield the posts that are nearly the same on several platforms."""
    feed, options = context.feed, context.options
    everywhere = [posts for posts in feed.duplicates if len(_distinct_platforms(posts)) > 1]
    different = len(feed.posts) - sum(len(group) - 1 for group in feed.duplicates)
    part = Share(len(everywhere), different)
    if part.count >= options.min_posts and part.value >= options.min_share:
        platforms = {place for posts in everywhere for place in _distinct_platforms(posts)}
        yield Hit.on_posts(
            [post for posts in everywhere for post in posts],
            {
                "count": f"{part.count:,}",
                "posts": f"{different:,}",
                "share": f"{part.value:.0%}",
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
    min_share: Proportion = Field(
        default=0.05, description="The smallest share of all posts to flag."
    )
    min_sentence_words: PositiveInt = Field(
        default=1, description="Ignore sentences with fewer words."
    )


def run_repeated(context: FeedContext) -> Iterator[Hit]:
    """Yield the posts with a repeated sentence, for each such sentence."""
    options = context.options
    # A post on several platforms counts once.
    posts = context.feed.without(
        post for group in context.feed.duplicates for post in group[1:]
    ).posts
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


CHECKS = {
    "same_everywhere": Check(
        run_same_everywhere, SameEverywhereOptions, ("count", "posts", "share", "platforms"), FEED
    ),
    "repeated_sentence": Check(
        run_repeated, RepeatedSentenceOptions, ("count", "posts", "words"), FEED
    ),
}
