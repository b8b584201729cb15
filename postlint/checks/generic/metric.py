"""The generic check `metric`: a value that is too high or too low."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from postlint.checks.base import Check, Context, Hit
from postlint.checks.generic.limits import Limits, first_block_span
from postlint.checks.measures import has_min_words, places
from postlint.checks.scopes import PostPart, parts

Probability = Literal["relevance", "question", "tie", "self-focus", "anecdote"]
Metric = Literal["ari", "coleman-liau", "words-per-sentence"] | Probability


class MetricOptions(Limits):
    """What to measure, and which values are fine."""

    measure: Metric = Field(
        description=(
            "`ari` and `coleman-liau` are US school grades, and `words-per-sentence` is a mean. "
            "The others are probabilities from 0 to 1 for the whole post."
        )
    )

    min_part_words: int = Field(default=3, ge=1, description="Skip parts with fewer words.")


def run(context: Context) -> Iterator[Hit]:
    """Yield a place in each part with a value beyond a limit."""
    options: MetricOptions = context.options
    for part in parts(context):
        if not part.sentences or not has_min_words(part, options.min_part_words):
            continue
        value = _value(options.measure, part, context)
        limit = options.exceeded_limit(value, context.post.platform)
        if limit is not None:
            # Something is missing from the last block, so none of its sentences is at fault.
            fields = {"value": f"{value:.3g}", "limit": f"{limit:g}"}
            closing = context.scope == "closing"
            yield Hit(
                first_block_span(part) if closing else part.sentences[0],
                fields,
                is_post_level=closing,
            )


def _value(metric: Metric, part: PostPart, context: Context) -> float:
    if metric == "relevance":
        return context.prediction.relevance
    if metric == "words-per-sentence":
        return len(places("words", part)) / len(part.sentences)
    if metric == "ari" or metric == "coleman-liau":
        from postlint.checks.readability import grade  # few rules need textstat

        return grade(metric, [sentence.text for sentence in part.sentences])
    return context.prediction.probabilities[metric.replace("-", "_")]


CHECK = Check(run, MetricOptions, ("value", "limit"))
