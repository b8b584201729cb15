"""The headline of a post: the verdict in words, which reports show before the score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from postlint.scoring.labels import MIN_WORDS

if TYPE_CHECKING:
    from postlint.nlp.post import Post
    from postlint.scoring.labels import PostLabels, Verdict

Headline = Literal[
    "Not for clients yet",
    "Useful to clients",
    "A reply, not scored as a post",
    "Too short to score",
    "A personal moment, and welcome",
    "Some use to clients",
    "Little use to clients",
]

UNSCORED: frozenset[Headline] = frozenset({"A reply, not scored as a post", "Too short to score"})
"""The headlines of posts that don't get a score, although the model gives each text a relevance."""

_MIN_SOME_RELEVANCE = 0.1
"""The least relevance of a post that is of some use to clients."""


def choose_headline(
    post: Post, relevance: float, labels: PostLabels, verdict: Verdict | None, *, relevant: bool
) -> Headline:
    """Return the headline of a post.

    A post with a verdict is never called useful. Replies and very short posts don't have a verdict.
    """
    if verdict:
        return "Not for clients yet"
    if relevant:
        return "Useful to clients"
    if post.is_reply:
        return "A reply, not scored as a post"
    if post.words < MIN_WORDS:
        return "Too short to score"
    if labels.anecdote:
        return "A personal moment, and welcome"
    return "Some use to clients" if relevance >= _MIN_SOME_RELEVANCE else "Little use to clients"


def with_score(headline: Headline | None, relevance: float | None) -> str:
    """Return the headline with the score, if it has one: "Useful to clients (0.91)"."""
    if headline is None or relevance is None:
        return ""
    return headline if headline in UNSCORED else f"{headline} ({relevance:.2f})"
