"""Linting a feed: the rules that look at all posts together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from postlint.checks.base import FeedContext, Hit
from postlint.diagnostics.finding import Finding, Location
from postlint.document.source import Position, Span
from postlint.feed.feed import Feed
from postlint.feed.post import FeedPost
from postlint.linter.rule_runner import drop_superseded, run_rules
from postlint.rules.advice import Evidence, profile_fields
from postlint.rules.rule import Rule


def lint_feed(feed: Feed, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """Return the findings about a feed, in the order of the rules; rules for posts don't run.

    A finding has one location for each post that it's about.
    """
    return tuple(drop_superseded(run_rules(rules, FeedTarget(feed)), rules))


class FeedTarget:
    """A feed as the target of rules."""

    name = "feed"
    is_feed = True

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._indexes = {id(post): index for index, post in enumerate(feed.posts)}

    @cached_property
    def evidence(self) -> Evidence:
        """Evidence for advice: the author's profile and the feed's platforms."""
        platforms = frozenset(name for name in self._feed.platforms if name)
        return Evidence(profile_fields(self._feed.profile), platforms)

    def context(self, rule: Rule) -> FeedContext:
        """Return the input of a rule's check."""
        return FeedContext(self._feed, rule.check_options)

    def platform_of(self, hit: Hit) -> str | None:
        """Return the platform of a hit's posts; None if they're on several."""
        platforms = {post.platform for post in _posts((hit, *hit.others))}
        return platforms.pop() if len(platforms) == 1 else None

    def locate(
        self, hit: Hit | None, message: str, help_text: str, suggestion: str | None = None
    ) -> Location:
        """Return the location of a post: its first line, because its text isn't kept."""
        path, line, index = ".", 1, None
        if hit is not None:
            (post,) = _posts([hit])
            path, line, index = post.path, post.line, self._indexes[id(post)]
        position = Position(line, 1)
        return Location(
            path,
            Span(0, 0),
            position,
            position,
            message,
            help_text,
            suggestion=suggestion,
            post=index,
        )


def _posts(hits: Iterable[Hit]) -> list[FeedPost]:
    return [hit.place for hit in hits if isinstance(hit.place, FeedPost)]
