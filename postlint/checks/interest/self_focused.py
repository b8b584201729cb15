"""Posts that an editor would reject: only about their author, or with nothing for clients."""

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
"""With at least this share of such sentences, most of a post is about its author."""

_CONFIDENT = 0.85
"""With at least this probability, the message says that a post is about its author."""


class SelfFocusedOptions(CheckOptions):
    """Which posts to flag."""

    min_probability: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description=(
            "Flag posts that an editor would reject with at least this probability, unless they "
            "ask the reader something, connect to clients, or are personal stories. By default, "
            "the probability at which nine in ten posts had nothing for a client."
        ),
    )


def run(context: Context) -> Iterator[Hit]:
    """Yield the post's first sentence, preferably one about its author."""
    post, prediction, options = context.post, context.prediction, context.options
    if not _is_rejected(prediction, options.min_probability):
        return
    sentences = content_sentences(post) or post.sentences
    about_author = [one for one in sentences if one.about == "author"]
    share = len(about_author) / len(sentences)
    yield Hit((about_author or sentences)[0], {"verdict": _verdict(context, share)})


def _verdict(context: Context, share: float) -> str:
    """Return what's wrong with the post.

    Args:
        context: the post.
        share: the share of its sentences that are about the author, from 0 to 1.
    """
    quotes = any(find_quotations(block.prose.text).spans for block in context.post.blocks)
    confident = context.prediction.probabilities["self_focus"] >= _CONFIDENT and not quotes
    if confident and share == 1:
        return "This post is only about you"
    if confident and share >= _MAJORITY:
        return "Most of this post is about you, and none of it is for clients"
    return "There's not much here for a client"


def _is_rejected(prediction: Prediction, min_probability: float | None) -> bool:
    if min_probability is None or prediction.verdict:
        return prediction.verdict is not None
    labels = prediction.labels
    if labels.question or labels.tie or prediction.is_anecdote:
        return False
    return prediction.probabilities["reject"] >= min_probability


CHECK = Check(run, SelfFocusedOptions, ("verdict",))
