"""Posts that clients are unlikely to find relevant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from postlint.checks.base import Check, CheckOptions, Context, Hit
from postlint.checks.selectors import has_link

if TYPE_CHECKING:
    from postlint.nlp.post import Post
    from postlint.scoring.predict import Prediction


class LowRelevanceOptions(CheckOptions):
    """How relevant a post must be."""

    min: float = Field(
        default=0.05, ge=0, le=1, strict=True, description="Flag posts with a lower relevance."
    )


def run(context: Context) -> Iterator[Hit]:
    """Yield the first sentence of a post that isn't relevant enough."""
    post, prediction = context.post, context.prediction
    if prediction.relevance < context.options.min and post.sentences:
        fields = {
            "reason": _reason(post, prediction, context.options.min),
            "value": f"{prediction.relevance:.3g}",
            "limit": f"{context.options.min:g}",
        }
        yield Hit(post.sentences[0], fields)


def _reason(post: Post, prediction: Prediction, limit: float) -> str:
    if prediction.relevance >= LowRelevanceOptions().min:  # It may have a fact, tip, or offer.
        return f"it scores {prediction.relevance:.3g}, below your minimum of {limit:g}"
    labels = prediction.labels
    if labels.anecdote:
        return "it tells a personal moment and stops there"
    if labels.self_focus:
        return "it's about you, and says nothing to your reader"
    if has_link(post):
        return "what's useful is behind the link"
    return "it has no fact, tip, or offer for a client"


CHECK = Check(run, LowRelevanceOptions, ("reason", "value", "limit"))
