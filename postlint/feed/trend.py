"""What got better and what got worse from one feed to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance
from typing import Literal

from postlint.feed.feed import Feed, share
from postlint.feed.intervals import FEWEST, Z, difference
from postlint.feed.post import TRAITS, Trait

Verdict = Literal["better", "worse", "no clear change", "too few to say"]

_GOOD: Mapping[Trait, bool] = {
    "only_about_you": False, "question": True, "tie": True, "relevant": True,
}  # fmt: skip
"""The traits of which more is better, or worse. Of anecdotes there can be too few or too many."""


@dataclass(frozen=True, slots=True)
class Change:
    """How something changed.

    Attributes:
        name: a trait, or `relevance` for the mean score.
        before: its share, or mean, before.
        after: and after.
        interval: of the difference, 95 %.
        verdict: what that says.
    """

    name: str
    before: float
    after: float
    interval: tuple[float, float]
    verdict: Verdict


@dataclass(frozen=True)
class Moved:
    """A post that is new, gone, or has another score.

    Attributes:
        id: what it is known by.
        before: its relevance before; None if it was not there.
        after: and after.
    """

    id: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Trend:
    """Two feeds, one beside the other.

    Attributes:
        since: what lies between them: a date, or a revision of git.
        before: how many posts there were.
        after: and are.
        changes: of the mean relevance and the shares.
        new: rules that find something that they did not before.
        gone: rules that no longer find anything.
        moved: posts that changed, where the same posts are in both.
    """

    since: str
    before: int
    after: int
    changes: tuple[Change, ...]
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()


def changes(before: Feed, after: Feed) -> tuple[Change, ...]:
    """Return how the mean relevance and the shares changed; nothing if one feed is empty."""
    if not before.posts or not after.posts:
        return ()
    enough = min(len(before.posts), len(after.posts)) >= FEWEST
    found = [_relevance(before, after, enough)]
    for trait in TRAITS:
        if trait in _GOOD:
            was, now = share(before.posts, trait), share(after.posts, trait)
            span = difference(was, now)
            verdict = _verdict(span, enough, more_is_better=_GOOD[trait])
            found.append(Change(trait, was.value, now.value, span, verdict))
    return tuple(found)


def moved(before: Feed, after: Feed) -> tuple[Moved, ...]:
    """Return the posts, known by their ids, that are new, gone, or have another score."""
    was = {post.id: post.relevance for post in before.posts}
    now = {post.id: post.relevance for post in after.posts}
    ids = dict.fromkeys([*now, *was])
    return tuple(
        Moved(one, was.get(one), now.get(one)) for one in ids if was.get(one) != now.get(one)
    )


def _relevance(before: Feed, after: Feed, enough: bool) -> Change:
    """Return how the mean score changed, by Welch's (1947) interval in its normal form."""
    was = [post.relevance for post in before.posts]
    now = [post.relevance for post in after.posts]
    gain = fmean(now) - fmean(was)
    spread = [variance(scores) / len(scores) for scores in (was, now) if len(scores) > 1]
    reach = Z * sqrt(sum(spread)) if len(spread) == 2 else 1.0
    span = max(-1.0, gain - reach), min(1.0, gain + reach)
    return Change(
        "relevance", fmean(was), fmean(now), span, _verdict(span, enough, more_is_better=True)
    )


def _verdict(span: tuple[float, float], enough: bool, *, more_is_better: bool) -> Verdict:
    if not enough:
        return "too few to say"
    low, high = span
    if low <= 0 <= high:
        return "no clear change"
    return "better" if (low > 0) is more_is_better else "worse"
