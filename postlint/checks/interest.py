"""Checks of whether posts interest clients."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from postlint.checks.base import Check, CheckOptions, Context, Hit, Proportion
from postlint.checks.selectors import content_sentences, has_link
from postlint.nlp.quotation import find_quotations

if TYPE_CHECKING:
    from postlint.scoring.predict import Prediction


class LowRelevanceOptions(CheckOptions):
    """How relevant a post must be."""

    min: Proportion = Field(
        default=0.05, strict=True, description="Flag posts with a lower relevance."
    )


def run_low_relevance(context: Context) -> Iterator[Hit]:
    """Yield the first sentence of a post that isn't relevant enough."""
    post, prediction = context.post, context.prediction
    if prediction.relevance < context.options.min and post.sentences:
        fields = {
            "reason": _reason(context),
            "value": f"{prediction.relevance:.3g}",
            "limit": f"{context.options.min:g}",
        }
        yield Hit(post.sentences[0], fields)


def _reason(context: Context) -> str:
    relevance, labels = context.prediction.relevance, context.prediction.labels
    if relevance >= LowRelevanceOptions().min:  # It may have a fact, tip, or offer.
        return f"it scores {relevance:.3g}, below your minimum of {context.options.min:g}"
    if labels.anecdote:
        return "it tells a personal moment and stops there"
    if labels.self_focus:
        return "it's about you, and says nothing to your reader"
    if has_link(context.post):
        return "what's useful is behind the link"
    return "it has no fact, tip, or offer for a client"


_MAJORITY = 0.6
"""With at least this share of such sentences, most of a post is about its author."""

_CONFIDENT = 0.85
"""With at least this probability, the message says that a post is about its author."""


class SelfFocusedOptions(CheckOptions):
    """Which posts to flag."""

    min_probability: Proportion | None = Field(
        default=None,
        description=(
            "Flag posts that an editor would reject with at least this probability, unless they "
            "ask the reader something, connect to clients, or are personal stories. By default, "
            "the probability at which nine in ten posts had nothing for a client."
        ),
    )


def run_self_focused(context: Context) -> Iterator[Hit]:
    """Yield the first sentence of a post that an editor would reject.

    Preferably, it's one about the author.
    """
    post, prediction, options = context.post, context.prediction, context.options
    if not _is_rejected(prediction, options.min_probability):
        return
    sentences = content_sentences(post) or post.sentences
    about_author = [one for one in sentences if one.about == "author"]
    share = len(about_author) / len(sentences)
    yield Hit((about_author or sentences)[0], {"verdict": _verdict(context, share)})


def _is_rejected(prediction: Prediction, min_probability: float | None) -> bool:
    if min_probability is None or prediction.verdict:
        return prediction.verdict is not None
    labels = prediction.labels
    if labels.question or labels.tie or prediction.is_anecdote:
        return False
    return prediction.probabilities["reject"] >= min_probability


def _verdict(context: Context, share: float) -> str:
    """Return what's wrong with a post, given the share of its sentences about the author."""
    quotes = any(find_quotations(block.prose.text).spans for block in context.post.blocks)
    confident = context.prediction.probabilities["self_focus"] >= _CONFIDENT and not quotes
    if confident and share == 1:
        return "This post is only about you"
    if confident and share >= _MAJORITY:
        return "Most of this post is about you, and none of it is for clients"
    return "There's not much here for a client"


CHECKS = {
    "low_relevance": Check(run_low_relevance, LowRelevanceOptions, ("reason", "value", "limit")),
    "self_focused": Check(run_self_focused, SelfFocusedOptions, ("verdict",)),
}
