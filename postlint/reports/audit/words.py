"""Counts, shares and rates as the reports of an audit say them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from postlint.archives import Why
from postlint.audit import Audit, Counts
from postlint.feed.intervals import Rate
from postlint.feed.post import Trait
from postlint.feed.wording import listed, number, platform_name
from postlint.feed_rules import FeedFinding

TRAIT_NAMES: Mapping[Trait, str] = {
    "relevant": "relevant",
    "only_about_you": "only about you",
    "tie": "tie to clients",
    "question": "ask something",
    "anecdote": "anecdotes",
}
"""The traits in the order in which reports show them."""

CHANGE_NAMES: Mapping[str, str] = {
    "relevance": "score",
    **{str(trait): name for trait, name in TRAIT_NAMES.items()},
}
"""What a trend tells of, by name."""

_SKIPPED: Mapping[Why, tuple[str, str]] = {
    "reshare": ("reshare without a word of yours", "reshares without a word of yours"),
    "reply": ("reply or comment", "replies and comments"),
    "thread": ("post that goes on with another", "posts that go on with another"),
    "empty": ("post without words", "posts without words"),
    "not public": ("post that is not public", "posts that are not public"),
    "repeated": ("row that repeats a post", "rows that repeat a post"),
    "not English": ("post that is not English", "posts that are not English"),
    "left out": ("post left out by its author", "posts left out by their author"),
}


def read_line(audit: Audit) -> str:
    """Return what was judged: how many posts, of when, and where they were posted."""
    feed = audit.feed
    if not feed.posts:
        return _nothing_line(audit.counts)
    text = f"{count(len(feed.posts), 'post')} judged"
    dates = [post.date for post in feed.dated if post.date]
    if dates:
        text += f", {dates[0]:%Y-%m-%d} to {dates[-1]:%Y-%m-%d}"
    places = [
        f"{platform_name(name) if name else 'unknown platform'} {len(posts):,}"
        for name, posts in feed.platforms.items()
    ]
    return f"{text}: {', '.join(places)}."


def _nothing_line(counts: Counts) -> str:
    """Return why no post was judged."""
    if counts.judged:
        return f"No posts in this period. {count(counts.judged, 'post')} judged for comparison."
    if counts.read:
        return f"No posts judged. {count(counts.read, 'record')} read."
    if counts.problems:
        return f"No posts judged. {count(len(counts.problems), 'file')} can't be read."
    return "No posts judged. There are no drafts or posts in what was named."


def passed_line(counts: Counts) -> str:
    """Return what was read and not judged, and why; "" where that is nothing."""
    parts = []
    for why, (one, many) in _SKIPPED.items():
        if found := counts.skipped.get(why):
            parts.append(f"{found:,} {one if found == 1 else many}")
    if counts.bad_rows:
        parts.append(f"{count(counts.bad_rows, 'row')} that cannot be read")
    text = f"Counted and not judged: {listed(parts)}." if parts else ""
    if counts.earlier:
        text += f" To compare with: {count(counts.earlier, 'earlier post')}."
    if counts.undated:
        text += f" Without a date: {count(counts.undated, 'post')}."
    return text.strip()


def count(value: int, noun: str) -> str:
    """Return a number and a noun that goes with it."""
    return f"{value:,} {noun}{'' if value == 1 else 's'}"


def rate(one: Rate | None) -> str:
    """Return what an hour brings, with its interval of 95 %; "" where nothing is told."""
    if one is None:
        return ""
    if one.interval is None:
        return "too few to say"
    low, high = one.interval
    return f"{number(one.value)} ({number(low)} to {number(high)})"


def rests_on(finding: FeedFinding, shown: int = 3) -> str:
    """Return the posts that a finding rests on, the first of them by name."""
    names = [post.name for post in finding.posts[:shown]]
    more = len(finding.posts) - len(names)
    return f"{'; '.join(names)}{f' and {more:,} more' if more else ''}"


def most_often(audit: Audit, shown: int = 3) -> str:
    """Return which rules find something in most of the single posts; "" where none does."""
    rules = Counter(rule for post in audit.feed.posts for rule in post.rules)
    told = [f"{rule} ({found:,})" for rule, found in rules.most_common(shown)]
    return f"In single posts, most often: {listed(told)}." if told else ""


def sparkline(values: list[float]) -> str:
    """Return shares, from 0 to 1, as a line of bars."""
    return "".join(_BARS[min(int(value * len(_BARS)), len(_BARS) - 1)] for value in values)


_BARS = "▁▂▃▄▅▆▇█"
