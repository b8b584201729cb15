"""The targets of rules: posts and feeds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from postlint.checks.base import BlockSpan, Context, FeedContext, Hit
from postlint.core.positions import Position
from postlint.diagnostics.finding import Location
from postlint.document.source import Span
from postlint.feed.feed import Feed
from postlint.feed.post import FeedPost
from postlint.nlp.post import Block, Post, Sentence
from postlint.rules.advice import Evidence, find_evidence, profile_fields
from postlint.rules.rule import Rule
from postlint.scoring.predict import Prediction


class PostTarget:
    """A post as the target of rules."""

    def __init__(self, post: Post, prediction: Prediction) -> None:
        self._post = post
        self._prediction = prediction

    @cached_property
    def evidence(self) -> Evidence:
        """Evidence for advice: what the post says, and the author's profile."""
        return find_evidence(self._post, self._prediction)

    def context(self, rule: Rule) -> Context | None:
        """Return the input of a rule's check; None if the rule doesn't apply."""
        if not rule.applies.matches(self._post, self._prediction):
            return None
        return Context(self._post, self._prediction, rule.check_options, rule.scope)

    def platform_of(self, hit: Hit) -> str | None:
        """Return the platform that decides the severity of a hit."""
        return self._post.platform

    def locate(
        self, hit: Hit | None, message: str, help_text: str, suggestion: str | None = None
    ) -> Location:
        """Return the location of a hit; for None, of the post."""
        draft = self._post.draft
        span = _source_span(hit) if hit else Span(draft.body.start, draft.body.start)
        return Location.in_source(draft.source, span, message, help_text, suggestion)


def _source_span(hit: Hit) -> Span:
    """Return the span of a hit in the source, without surrounding whitespace."""
    place = hit.place
    if isinstance(place, Span):
        return place
    if isinstance(place, Sentence | BlockSpan):
        prose, start, end = place.block.prose, place.start, place.end
    elif isinstance(place, Block):
        prose, start, end = place.prose, 0, len(place.prose.text)
    else:
        raise TypeError(f"a check of a post can't flag a {type(place).__name__}")
    text = prose.text[start:end]
    if text.strip():
        start, end = end - len(text.lstrip()), start + len(text.rstrip())
    return prose.to_source(start, end)


class FeedTarget:
    """A feed as the target of rules."""

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
            path, Span(0, 0), position, position, message, help_text, "", suggestion, index
        )


def _posts(hits: Iterable[Hit]) -> list[FeedPost]:
    return [hit.place for hit in hits if isinstance(hit.place, FeedPost)]


Target = PostTarget | FeedTarget
