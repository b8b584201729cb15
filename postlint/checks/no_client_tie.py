"""Posts that never tie back to how the author helps clients."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.checks.check import Check, Context, Hit
from postlint.checks.places import MIN_WORDS, about_author, closing_block, quote_best, spoken


def run(context: Context) -> Iterator[Hit]:
    """Yield the last block, where the tie would go."""
    post = context.post
    if context.judgement.reading.tie or post.words < MIN_WORDS:
        return
    said = quote_best(about_author(post)) or quote_best(spoken(post))
    yield Hit(closing_block(post), {"quote": said or "this"})


CHECK = Check(run, fields=("quote",))
