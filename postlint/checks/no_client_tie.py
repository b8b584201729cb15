"""Posts that never tie back to how the author helps clients."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from postlint.checks.check import Check, Context, Hit, NoOptions
from postlint.checks.places import closing_block
from postlint.posts.replies import MIN_WORDS, is_reply


class Options(NoOptions):
    """How sure to be before a post is flagged, and before it is let off."""

    certainty: float = Field(default=0.85, ge=0, le=1)
    """Flag posts that have no tie with at least this probability."""

    most_relevance: float = Field(default=0.15, ge=0, le=1)
    """Let off posts with a relevance above this: they have something for a client, tie or not."""

    most_question: float = Field(default=0.6, ge=0, le=1)
    """Let off posts that ask the reader something with more than this probability: they turn to
    the reader, if not to a need."""


def run(context: Context) -> Iterator[Hit]:
    """Yield the last block, where the tie would go."""
    post, sure, options = context.post, context.judgement.probabilities, context.options
    if context.judgement.reading.tie or 1 - sure["tie"] < options.certainty:
        return
    if context.judgement.is_anecdote or sure["question"] > options.most_question:
        return
    if context.judgement.relevance > options.most_relevance:
        return
    if post.words >= MIN_WORDS and not is_reply(post):
        yield Hit(closing_block(post))


CHECK = Check(run, Options)
