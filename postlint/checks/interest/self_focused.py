"""Posts that an editor would stop: only about their author, or with nothing for a client."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from postlint.checks.base import Check, CheckOptions, Context, Hit
from postlint.checks.selectors import content_sentences
from postlint.nlp.quotation import find_quotations

if TYPE_CHECKING:
    from postlint.scoring.predict import Prediction

_MAJORITY = 0.6
"""From this share of sentences on, most of a post is about its author."""

_CONFIDENT = 0.85
"""From this probability on, the message says that a post is about its author. Below it, what's sure
is that there's not much in the post for a client."""


class SelfFocusedOptions(CheckOptions):
    """How sure to be before a post is flagged."""

    certainty: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description=(
            "Flag posts that an editor would stop with at least this probability, unless they ask "
            "the reader something, tie back, or tell a light moment. Without it, posts are flagged "
            "from the probability on at which nine in ten turned out to offer a client nothing."
        ),
    )


def run(context: Context) -> Iterator[Hit]:
    """Yield the post's first sentence, preferably one about its author."""
    post, prediction, options = context.post, context.prediction, context.options
    if not _is_stopped(prediction, options.certainty):
        return
    said = content_sentences(post) or post.sentences
    own = [one for one in said if one.about == "author"]
    yield Hit(own[0] if own else said[0], {"verdict": _verdict(context, len(own) / len(said))})


def _verdict(context: Context, share: float) -> str:
    """Return what's wrong, as far as postlint is sure of it.

    Args:
        context: the post.
        share: how much of its sentences is about the author, from 0 to 1.
    """
    quotes = any(find_quotations(block.prose.text).spans for block in context.post.blocks)
    sure = context.prediction.probabilities["self_focus"] >= _CONFIDENT and not quotes
    if sure and share == 1:
        return "This post is only about you"
    if sure and share >= _MAJORITY:
        return "Most of this post is about you, and none of it is for clients"
    return "There's not much here for a client"


def _is_stopped(prediction: Prediction, certainty: float | None) -> bool:
    if certainty is None or prediction.verdict:
        return prediction.verdict is not None
    labels = prediction.labels
    if labels.question or labels.tie or prediction.is_anecdote:
        return False
    return prediction.probabilities["reject"] >= certainty


CHECK = Check(run, SelfFocusedOptions, ("verdict",))
