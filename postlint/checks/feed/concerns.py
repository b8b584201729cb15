"""What a feed is about, beside what its author's clients struggle with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pydantic import Field

from postlint.checks.check import NoOptions
from postlint.checks.feed.check import FeedCheck, FeedContext, FeedHit
from postlint.feed.post import FeedPost
from postlint.feed.wording import listed

_KINDS = {
    "event": "events", "launch": "launches and news", "hiring": "jobs and hiring",
    "award": "awards and milestones", "reading": "books, podcasts and articles",
    "opinion": "opinions", "travel": "travel", "food": "food and drink", "sport": "sport",
    "family": "family", "tool": "tools and software",
}  # fmt: skip
"""How the kinds of posts are called in a sentence."""


class UntouchedOptions(NoOptions):
    """How many posts a problem may be left out of."""

    from_posts: int = Field(default=10, ge=1)
    """Fewer posts are not judged."""


def run_untouched(context: FeedContext) -> Iterator[FeedHit]:
    """Yield all posts if none touches one of the problems that the profile names."""
    feed = context.feed
    if len(feed.posts) < context.options.from_posts:
        return
    untouched = [
        problem
        for problem in feed.profile.problems
        if not any(problem in post.problems for post in feed.posts)
    ]
    if untouched:
        named = listed([f"“{problem}”" for problem in untouched], "or")
        yield FeedHit(feed.posts, {"posts": f"{len(feed.posts):,}", "problems": named})


class BesideOptions(NoOptions):
    """How much of a subject is a habit."""

    from_posts: int = Field(default=5, ge=2)
    """Fewer posts on a subject are a try."""

    share: float = Field(default=0.1, ge=0, le=1)
    """A smaller share of all posts costs little."""

    touched: float = Field(default=0.05, ge=0, le=1)
    """Up to this share of the posts on a subject may touch a problem, or tie back to the client,
    and the subject is flagged all the same."""


def run_beside(context: FeedContext) -> Iterator[FeedHit]:
    """Yield the posts on each subject of which hardly any touches a problem of the profile.

    Light moments are let off: they let people see a real person.
    """
    feed, options = context.feed, context.options
    if not feed.profile.problems:
        return
    subjects: defaultdict[str, list[FeedPost]] = defaultdict(list)
    for post in (one for one in feed.posts if not one.reading.anecdote):
        for topic in sorted(post.topics):
            subjects[f"“{topic}”"].append(post)
        for kind in sorted(post.kinds):
            subjects[_KINDS[kind]].append(post)
    for subject, posts in sorted(subjects.items(), key=lambda item: (-len(item[1]), item[0])):
        if len(posts) < max(options.from_posts, options.share * len(feed.posts)):
            continue
        beside = [post for post in posts if not post.problems and not post.reading.tie]
        if len(posts) - len(beside) <= options.touched * len(posts):
            count = f"{len(beside):,}" if len(beside) < len(posts) else "all"
            fields = {"count": count, "posts": f"{len(posts):,}", "subject": subject}
            yield FeedHit(beside, fields)


UNTOUCHED = FeedCheck(run_untouched, UntouchedOptions, ("posts", "problems"))
BESIDE = FeedCheck(run_beside, BesideOptions, ("count", "posts", "subject"))
