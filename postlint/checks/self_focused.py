"""Posts that are purely about their author."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.checks.check import Check, Context, Hit, NoOptions
from postlint.checks.places import MIN_WORDS, about_author, meatiest, quote, spoken


class Options(NoOptions):
    """How to treat personal stories."""

    allow_anecdote: bool = True
    """Let a light or funny personal moment off: it lets people see a real person."""


def run(context: Context) -> Iterator[Hit]:
    """Yield the first sentence about the author if the post is about nothing else."""
    post, reading = context.post, context.judgement.reading
    if not reading.self_focus or post.words < MIN_WORDS:
        return
    if reading.anecdote and context.options.allow_anecdote:
        return
    told = spoken(post)
    own = about_author(post) or told or list(post.sentences)
    count = f"{len(own)} of {len(told)} sentences are"
    if len(own) >= len(told):
        count = f"All {len(told)} sentences are" if len(told) > 1 else "This is"
    best = meatiest(own)
    yield Hit(own[0], {"count": count, "quote": quote(best or own[0])})


CHECK = Check(run, Options, ("count", "quote"))
