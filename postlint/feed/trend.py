"""Comparing two feeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance
from typing import Literal

from postlint.feed.feed import Feed, share
from postlint.feed.intervals import MIN_POSTS_FOR_INTERVAL, Z, difference
from postlint.feed.post import Trait

ChangeVerdict = Literal["better", "worse", "no clear change", "too few to say"]

_HIGHER_IS_BETTER: Mapping[Trait, bool] = {
    "only_about_you": False, "question": True, "tie": True, "relevant": True,
}  # fmt: skip
"""Whether a higher share of a trait is better. Anecdotes aren't compared."""


@dataclass(frozen=True, slots=True)
class Change:
    """How a share or the mean score changed.

    Attributes:
        name: a trait, or `relevance` for the mean score.
        interval: the 95% interval of the difference.
        verdict: whether it got better or worse.
    """

    name: Trait | Literal["relevance"]
    before: float
    after: float
    interval: tuple[float, float]
    verdict: ChangeVerdict


@dataclass(frozen=True)
class PostChange:
    """A post that is new (no score before), deleted (none after), or has a different score."""

    id: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Trend:
    """A comparison of two feeds.

    Attributes:
        since: the date or git revision of the earlier feed.
        before: the number of posts in the earlier feed; `after` in the later one.
        new: the ids of rules that have findings only in the later feed.
        resolved: the ids of rules that have findings only in the earlier feed.
        changed_posts: the changed posts, if the feeds are versions of the same posts.
    """

    since: str
    before: int
    after: int
    changes: tuple[Change, ...]
    new: tuple[str, ...] = ()
    resolved: tuple[str, ...] = ()
    changed_posts: tuple[PostChange, ...] = ()


def changes(before: Feed, after: Feed) -> tuple[Change, ...]:
    """Return how the mean relevance and the shares changed; empty if a feed is empty."""
    if not before.posts or not after.posts:
        return ()
    has_enough = min(len(before.posts), len(after.posts)) >= MIN_POSTS_FOR_INTERVAL
    result = [_relevance(before, after, has_enough)]
    for trait, higher_is_better in _HIGHER_IS_BETTER.items():
        earlier, later = share(before.posts, trait), share(after.posts, trait)
        interval = difference(earlier, later)
        verdict = _verdict(interval, has_enough, higher_is_better=higher_is_better)
        result.append(Change(trait, earlier.value, later.value, interval, verdict))
    return tuple(result)


def changed_posts(before: Feed, after: Feed) -> tuple[PostChange, ...]:
    """Return the posts that are new, deleted, or have a different score, by their ids."""
    earlier = {post.id: post.relevance for post in before.posts}
    later = {post.id: post.relevance for post in after.posts}
    ids = dict.fromkeys([*later, *earlier])
    return tuple(
        PostChange(post_id, earlier.get(post_id), later.get(post_id))
        for post_id in ids
        if earlier.get(post_id) != later.get(post_id)
    )


def _relevance(before: Feed, after: Feed, has_enough: bool) -> Change:
    """Return the change of the mean score (Welch's interval, 1947, normal approximation)."""
    earlier = [post.relevance for post in before.posts]
    later = [post.relevance for post in after.posts]
    gain = fmean(later) - fmean(earlier)
    spread = [variance(scores) / len(scores) for scores in (earlier, later) if len(scores) > 1]
    half_width = Z * sqrt(sum(spread)) if len(spread) == 2 else 1.0
    interval = max(-1.0, gain - half_width), min(1.0, gain + half_width)
    verdict = _verdict(interval, has_enough, higher_is_better=True)
    return Change("relevance", fmean(earlier), fmean(later), interval, verdict)


def _verdict(
    interval: tuple[float, float], has_enough: bool, *, higher_is_better: bool
) -> ChangeVerdict:
    if not has_enough:
        return "too few to say"
    low, high = interval
    if low <= 0 <= high:
        return "no clear change"
    return "better" if (low > 0) is higher_is_better else "worse"
