"""The topics of a feed, and the client problems that it leaves out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

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
from postlint.feed.formatting import join_names
from postlint.feed.post import FeedPost

_GENRE_NAMES = {
    "event": "event posts", "launch": "launch posts", "hiring": "hiring posts",
    "award": "award posts", "reading": "posts about books and articles",
    "opinion": "opinion posts", "travel": "travel posts", "food": "food posts",
    "sport": "sports posts", "family": "family posts", "tool": "posts about tools",
}  # fmt: skip
"""What messages call genres."""

_MAX_NAMED = 3
"""The most problems to name in a message."""


class UnmentionedProblemsOptions(CheckOptions):
    """Options of the check for unmentioned problems."""

    min_posts: PositiveInt = Field(default=10, description="Skip feeds with fewer posts.")


def run_unmentioned(context: FeedContext) -> Iterator[Hit]:
    """Yield all posts if none mentions one of the problems in the profile."""
    feed = context.feed
    if len(feed.posts) < context.options.min_posts:
        return
    unmentioned = [
        f"“{problem}”"
        for problem in feed.profile.problems
        if not any(problem in post.problems for post in feed.posts)
    ]
    if unmentioned:
        fields = {"posts": f"{len(feed.posts):,}", "problems": _named(unmentioned)}
        yield Hit.on_posts(feed.posts, fields)


def _named(problems: Sequence[str]) -> str:
    more = len(problems) - _MAX_NAMED
    names = join_names([*problems[:_MAX_NAMED], f"{more:,} more"] if more > 0 else problems, "or")
    return f"problem{'s' if len(problems) > 1 else ''} {names}"


class TopicNotForClientsOptions(CheckOptions):
    """Options of the check for topics that aren't useful to clients."""

    min_posts: int = Field(default=5, ge=2, description="Skip topics with fewer posts.")
    min_share: Proportion = Field(
        default=0.1, description="The smallest share of all posts to flag."
    )
    max_client_share: Proportion = Field(
        default=0.05,
        description=("Skip topics if a larger share of their posts connects to clients."),
    )


def run_topic_not_for_clients(context: FeedContext) -> Iterator[Hit]:
    """Yield the posts on each topic if hardly any of them connects to clients.

    Anecdotes don't count, because they show readers a real person.
    """
    feed, options = context.feed, context.options
    if not feed.profile.problems:
        return
    topics: defaultdict[str, list[FeedPost]] = defaultdict(list)
    for post in (one for one in feed.posts if not one.labels.anecdote):
        for topic in sorted(post.topics):
            topics[f"posts about “{topic}”"].append(post)
        for genre in sorted(post.genres):
            topics[_GENRE_NAMES[genre]].append(post)
    for name, posts in sorted(topics.items(), key=lambda item: (-len(item[1]), item[0])):
        if len(posts) < max(options.min_posts, options.min_share * len(feed.posts)):
            continue
        useless = [post for post in posts if not post.problems and not post.labels.tie]
        useful = len(posts) - len(useless)
        if useful <= options.max_client_share * len(posts):
            fields = {
                "count": f"Only {useful:,}" if useful else "None",
                "posts": f"{len(posts):,}",
                "topic": name,
                "says": "say" if useful > 1 else "says",
            }
            yield Hit.on_posts(useless, fields)


CHECKS = {
    "unmentioned_problems": Check(
        run_unmentioned, UnmentionedProblemsOptions, ("posts", "problems"), FEED
    ),
    "topic_not_for_clients": Check(
        run_topic_not_for_clients,
        TopicNotForClientsOptions,
        ("count", "posts", "topic", "says"),
        FEED,
    ),
}
