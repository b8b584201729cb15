"""Posts that ask the reader nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from postlint.checks.check import Check, Context, Hit, NoOptions
from postlint.checks.places import closing_block
from postlint.posts.replies import MIN_WORDS, is_reply


class Options(NoOptions):
    """How sure to be before a post is flagged."""

    certainty: float = Field(default=0.95, ge=0, le=1)
    """Flag posts that ask the reader nothing with at least this probability."""


def run(context: Context) -> Iterator[Hit]:
    """Yield the last block, where a question would go."""
    post = context.post
    if context.judgement.is_anecdote:
        return
    if 1 - context.judgement.probabilities["question"] < context.options.certainty:
        return
    if post.words >= MIN_WORDS and not is_reply(post):
        yield Hit(closing_block(post))


CHECK = Check(run, Options)
