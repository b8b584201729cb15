"""Comparing two feeds: what got better or worse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance
from typing import Literal

from postlint.feed.feed import Feed, share
from postlint.feed.intervals import MIN_POSTS_FOR_INTERVAL, Z, difference
from postlint.feed.post import TRAITS, Trait

ChangeVerdict = Literal["better", "worse", "no clear change", "too few to say"]

_HIGHER_IS_BETTER: Mapping[Trait, bool] = {
    "only_about_you": False, "question": True, "tie": True, "relevant": True,
}  # fmt: skip
"""Whether more posts with a trait are better; anecdotes aren't compared."""


@dataclass(frozen=True, slots=True)
class Change:
    """How a share or the mean score changed.

    Attributes:
        name: a trait, or `relevance` for the mean score.
        before: the earlier value.
        after: the later value.
        interval: the 95% interval of the difference.
        verdict: whether it got better or worse.
    """

    name: str
    before: float
    after: float
    interval: tuple[float, float]
    verdict: ChangeVerdict


@dataclass(frozen=True)
class PostChange:
    """A post that is new, deleted, or has a different score.

    Attributes:
        id: its identifier.
        before: its earlier relevance; None if it's new.
        after: its later relevance; None if it was deleted.
    """

    id: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Trend:
    """A comparison of two feeds.

    Attributes:
        since: the date or git revision of the earlier feed.
        before: the number of posts in the earlier feed.
        after: the number of posts in the later feed.
        changes: the changes of the mean relevance and the shares.
        new: rules that have findings only now.
        resolved: rules that no longer have findings.
        changed_posts: posts that changed, if the feeds are versions of the same posts.
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
    enough = min(len(before.posts), len(after.posts)) >= MIN_POSTS_FOR_INTERVAL
    found = [_relevance(before, after, enough)]
    for trait in TRAITS:
        if trait in _HIGHER_IS_BETTER:
            was, now = share(before.posts, trait), share(after.posts, trait)
            span = difference(was, now)
            verdict = _verdict(span, enough, more_is_better=_HIGHER_IS_BETTER[trait])
            found.append(Change(trait, was.value, now.value, span, verdict))
    return tuple(found)


def changed_posts(before: Feed, after: Feed) -> tuple[PostChange, ...]:
    """Return the posts that are new, deleted, or have a different score, by their ids."""
    was = {post.id: post.relevance for post in before.posts}
    now = {post.id: post.relevance for post in after.posts}
    ids = dict.fromkeys([*now, *was])
    return tuple(
        PostChange(one, was.get(one), now.get(one)) for one in ids if was.get(one) != now.get(one)
    )


def _relevance(before: Feed, after: Feed, enough: bool) -> Change:
    """Return how the mean score changed, with Welch's interval (1947), normal approximation."""
    was = [post.relevance for post in before.posts]
    now = [post.relevance for post in after.posts]
    gain = fmean(now) - fmean(was)
    spread = [variance(scores) / len(scores) for scores in (was, now) if len(scores) > 1]
    half_width = Z * sqrt(sum(spread)) if len(spread) == 2 else 1.0
    span = max(-1.0, gain - half_width), min(1.0, gain + half_width)
    return Change(
        "relevance", fmean(was), fmean(now), span, _verdict(span, enough, more_is_better=True)
    )


def _verdict(span: tuple[float, float], enough: bool, *, more_is_better: bool) -> ChangeVerdict:
    if not enough:
        return "too few to say"
    low, high = span
    if low <= 0 <= high:
        return "no clear change"
    return "better" if (low > 0) is more_is_better else "worse"
