"""A feed: all posts of an author in chronological order."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeVar

from postlint.core.profile import EMPTY_PROFILE, Profile
from postlint.feed.duplicates import DuplicateFinder, can_find_duplicates
from postlint.feed.intervals import Share
from postlint.feed.post import FeedPost, Trait
from postlint.importers.imported_post import SkippedRow, SkipReason

Key = TypeVar("Key")


@dataclass(frozen=True)
class Feed:
    """All posts of an author.

    Attributes:
        posts: the scored posts, the oldest first and those without a date last.
        profile: the author's profile.
        duplicates: groups of nearly identical posts, in the same order.
        skipped: the number of posts that were counted but not scored, by archive and reason.
    """

    posts: tuple[FeedPost, ...]
    profile: Profile = EMPTY_PROFILE
    duplicates: tuple[tuple[FeedPost, ...], ...] = ()
    skipped: Mapping[tuple[str, SkipReason], int] = field(default_factory=dict)

    @cached_property
    def dated(self) -> tuple[FeedPost, ...]:
        """The posts with a date."""
        return tuple(post for post in self.posts if post.date)

    @cached_property
    def platforms(self) -> dict[str | None, tuple[FeedPost, ...]]:
        """The posts by platform, the one with the most posts first."""
        return group_by_platform(self.posts)

    @cached_property
    def months(self) -> dict[str, tuple[FeedPost, ...]]:
        """The posts with a date by month (`2026-03`), in chronological order."""
        by_month = group(self.dated, month_of)
        return {month: by_month[month] for month in sorted(by_month)}

    def without(self, posts: Iterable[FeedPost]) -> Feed:
        """Return the feed without some posts."""
        removed = {id(post) for post in posts}
        remaining, *groups = (
            tuple(post for post in group if id(post) not in removed)
            for group in (self.posts, *self.duplicates)
        )
        duplicates = tuple(group for group in groups if len(group) > 1)
        return Feed(remaining, self.profile, duplicates, self.skipped)


def latest(feed: Feed, days: float = 365) -> tuple[FeedPost, ...]:
    """Return the posts from the last days of a feed, in chronological order; by default, a year."""
    dates = [post.date for post in feed.dated if post.date]
    if not dates:
        return ()
    start = dates[-1] - timedelta(days=days)
    return feed.dated[bisect_left(dates, start) :]


def month_of(post: FeedPost) -> str:
    """Return the month of a post with a date."""
    return f"{post.date:%Y-%m}"


def group(
    posts: Sequence[FeedPost], key: Callable[[FeedPost], Key]
) -> dict[Key, tuple[FeedPost, ...]]:
    """Group posts by a key, the largest group first."""
    groups: defaultdict[Key, list[FeedPost]] = defaultdict(list)
    for post in posts:
        groups[key(post)].append(post)
    largest_first = sorted(groups.items(), key=lambda item: -len(item[1]))
    return {name: tuple(members) for name, members in largest_first}


def group_by_platform(posts: Sequence[FeedPost]) -> dict[str | None, tuple[FeedPost, ...]]:
    """Group posts by their platforms, the one with the most posts first."""
    return group(posts, lambda post: post.platform)


def share(posts: Sequence[FeedPost], trait: Trait) -> Share:
    """Return the share of posts with a trait."""
    return Share(sum(post.has(trait) for post in posts), len(posts))


class FeedBuilder:
    """Builds a feed from posts as they come in, without keeping their texts.

    Without the extra `audit`, it finds no duplicates.
    """

    def __init__(self, profile: Profile = EMPTY_PROFILE) -> None:
        self._profile = profile
        self._posts: list[FeedPost] = []
        self._duplicates = DuplicateFinder() if can_find_duplicates() else None
        self._skipped: Counter[tuple[str, SkipReason]] = Counter()

    def add(self, post: FeedPost, text: str) -> None:
        """Add a post with its text."""
        if self._duplicates:
            self._duplicates.add(len(self._posts), text)
        self._posts.append(post)

    def skip(self, skipped: SkippedRow) -> None:
        """Count a record that isn't scored."""
        self._skipped[skipped.path, skipped.reason] += 1

    def feed(self) -> Feed:
        """Return the feed."""
        groups = self._duplicates.groups() if self._duplicates else ()
        duplicates = [_by_time([self._posts[number] for number in group]) for group in groups]
        return Feed(_by_time(self._posts), self._profile, tuple(duplicates), dict(self._skipped))


def _by_time(posts: Sequence[FeedPost]) -> tuple[FeedPost, ...]:
    """Return posts from the oldest to the newest, those without a date last."""
    return tuple(sorted(posts, key=lambda post: (post.date is None, post.date or datetime.min)))
