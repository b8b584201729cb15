"""Posts that never tie back to how the author helps clients."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from postlint.checks.check import Check, Context, Hit, NoOptions
from postlint.checks.places import MIN_WORDS, closing_block, is_reply


class Options(NoOptions):
    """How sure to be before a post is flagged."""

    certainty: float = Field(default=0.8, ge=0, le=1)
    """Flag posts that have no tie with at least this probability."""


def run(context: Context) -> Iterator[Hit]:
    """Yield the last block, where the tie would go."""
    post, tie = context.post, context.judgement.probabilities["tie"]
    if context.judgement.reading.tie or 1 - tie < context.options.certainty:
        return
    if post.words >= MIN_WORDS and not is_reply(post):
        yield Hit(closing_block(post))


CHECK = Check(run, Options)
