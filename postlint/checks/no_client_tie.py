"""Posts that never tie back to how the author helps clients."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.checks.check import Check, Context, Hit
from postlint.checks.places import MIN_WORDS, closing_block


def run(context: Context) -> Iterator[Hit]:
    """Yield the last block, where the tie would go."""
    post = context.post
    if context.judgement.reading.tie or post.words < MIN_WORDS:
        return
    yield Hit(closing_block(post))


CHECK = Check(run)
