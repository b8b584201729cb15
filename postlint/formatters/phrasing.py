"""Phrases that several reports of an audit use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from postlint.audit import Audit, Counts
from postlint.core.platforms import PLATFORMS
from postlint.core.terminal_text import count
from postlint.diagnostics.finding import Finding
from postlint.feed.formatting import format_number, join_names, platform_name
from postlint.feed.intervals import Rate
from postlint.feed.mix import TARGETS, Mix
from postlint.feed.post import Trait
from postlint.feed.trend import Change
from postlint.importers.imported_post import SkipReason

TRAIT_NAMES: Mapping[Trait, str] = {
    "relevant": "relevant",
    "only_about_you": "only about you",
    "tie": "connect to clients",
    "question": "ask a question",
    "anecdote": "anecdotes",
}
"""The names of the traits, in the order of reports."""

_SKIP_REASONS: Mapping[SkipReason, tuple[str, str]] = {
    "reshare": ("reshare without your own words", "reshares without your own words"),
    "reply": ("reply or comment", "replies and comments"),
    "thread": ("later post in a thread", "later posts in threads"),
    "empty": ("post without text", "posts without text"),
    "not_public": ("post that isn't public", "posts that aren't public"),
    "duplicate": ("duplicate", "duplicates"),
    "not_english": ("post not in English", "posts not in English"),
    "opted_out": ("post excluded by its author", "posts excluded by their author"),
}


def summary_line(audit: Audit) -> str:
    """Return the number of scored posts, with their period and platforms."""
    feed = audit.feed
    if not feed.posts:
        return _no_posts_line(audit.counts)
    text = f"{count(len(feed.posts), 'post')} scored"
    dates = [post.date for post in feed.dated if post.date]
    if dates:
        text += f", {dates[0]:%Y-%m-%d} to {dates[-1]:%Y-%m-%d}"
    by_platform = [
        f"{len(posts):,} on {platform_name(name)}" for name, posts in feed.platforms.items()
    ]
    return f"{text}: {', '.join(by_platform)}."


def _no_posts_line(counts: Counts) -> str:
    """Return why no post was scored."""
    if counts.scored:
        return f"No posts in this period. {count(counts.scored, 'post')} scored for comparison."
    if counts.read:
        return f"No posts scored. {count(counts.read, 'record')} read."
    if counts.problems:
        return f"No posts scored. {count(len(counts.problems), 'file')} can't be read."
    return "No posts scored. These paths contain no drafts or posts."


def skipped_line(counts: Counts) -> str:
    """Return what was read but not scored, and why; "" if everything was scored."""
    parts = []
    for reason, (singular, plural) in _SKIP_REASONS.items():
        if number := counts.skipped.get(reason):
            parts.append(f"{number:,} {singular if number == 1 else plural}")
    if counts.unreadable_rows:
        parts.append(f"{count(counts.unreadable_rows, 'row')} that can't be read")
    text = f"Counted but not scored: {join_names(parts)}." if parts else ""
    if counts.earlier:
        text += f" Compared with {count(counts.earlier, 'earlier post')}."
    if counts.undated:
        text += f" {count(counts.undated, 'post')} without a date."
    return text.strip()


def target_text(trait: Trait) -> str:
    """Return the target for the share of a trait, such as `at most 17%`; "" for none."""
    if trait not in TARGETS:
        return ""
    bound, limit, _ = TARGETS[trait]
    return f"{bound} {limit:.0%}"


def group_name(name: str) -> str:
    """Return the name of a group of posts: a platform, a month, a kind of post, or all."""
    return platform_name(name) if name in PLATFORMS else name


def mix_cells(row: Mix) -> list[str]:
    """Return the number of posts, their mean score, and the share of each trait."""
    shares = [f"{row.shares[trait].value:.0%}" for trait in TRAIT_NAMES]
    return [f"{row.posts:,}", f"{row.relevance:.2f}", *shares]


def change_cells(change: Change) -> list[str]:
    """Return the name of a changed value, and the value before and after."""
    if change.name == "relevance":
        return ["score", f"{change.before:.2f}", f"{change.after:.2f}"]
    return [TRAIT_NAMES[change.name], f"{change.before:.0%}", f"{change.after:.0%}"]


def format_rate(rate: Rate | None) -> str:
    """Return a rate with its 95% interval; "" if it isn't known."""
    if rate is None:
        return ""
    if rate.interval is None:
        return "too few to say"
    low, high = rate.interval
    return f"{format_number(rate.value)} ({format_number(low)} to {format_number(high)})"


def list_posts(audit: Audit, finding: Finding, limit: int = 3) -> str:
    """Return the names of the first posts with a finding, and how many more there are."""
    posts = audit.posts_of(finding)
    names = [post.name for post in posts[:limit]]
    more = len(posts) - len(names)
    return "; ".join([*names, f"and {more:,} more"] if more else names)


def most_common_findings(audit: Audit, limit: int = 3) -> str:
    """Return the rules with the most findings in single posts; "" if there are none."""
    rules = Counter(rule for post in audit.feed.posts for rule in post.rules)
    most_common = [f"{rule} ({number:,})" for rule, number in rules.most_common(limit)]
    return (
        f"Most common findings in single posts: {join_names(most_common)}." if most_common else ""
    )


def sparkline(values: list[float]) -> str:
    """Return a bar character for each number from 0 to 1."""
    return "".join(_BARS[min(int(value * len(_BARS)), len(_BARS) - 1)] for value in values)


_BARS = "▁▂▃▄▅▆▇█"
