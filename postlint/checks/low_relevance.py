"""Posts with little in them for a prospective client, by the relevance score."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from postlint.checks.check import Check, Context, Hit, NoOptions
from postlint.checks.places import MIN_WORDS


class Options(NoOptions):
    """Where low begins."""

    below: float = Field(default=0.1, ge=0, le=1)
    """Posts with a relevance below this are flagged."""


def run(context: Context) -> Iterator[Hit]:
    """Yield the post's first sentence if its score is low."""
    post, relevance = context.post, context.judgement.relevance
    if relevance < context.options.below and post.words >= MIN_WORDS:
        fields = {"relevance": f"{relevance:g}", "below": f"{context.options.below:g}"}
        yield Hit(post.sentences[0], fields)


CHECK = Check(run, Options, ("relevance", "below"))
