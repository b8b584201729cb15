"""Posts that ask the reader nothing."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.checks.check import Check, Context, Hit
from postlint.checks.places import MIN_WORDS, closing_block, is_reply


def run(context: Context) -> Iterator[Hit]:
    """Yield the last block, where a question would go."""
    post = context.post
    if context.judgement.reading.question or post.words < MIN_WORDS or is_reply(post):
        return
    yield Hit(closing_block(post))


CHECK = Check(run)
