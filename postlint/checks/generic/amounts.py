"""The generic checks of amounts: `count`, `ratio`, and `metric`, and `absent` for none at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import ConfigDict, Field, model_validator

from postlint.checks.base import (
    ByPlatform,
    Check,
    CheckOptions,
    Context,
    Hit,
    PositiveInt,
    group_hits,
    require_any_of,
    value_for_platform,
)
from postlint.checks.measures import Measure, places
from postlint.checks.phrase_lists import Phrases, find_phrases
from postlint.checks.readability import grade
from postlint.checks.scopes import PostPart, parts, posts

if TYPE_CHECKING:
    from typing_extensions import Self


class Limits(CheckOptions):
    """The limits of an amount."""

    model_config = ConfigDict(json_schema_extra=require_any_of("max", "min"))

    max: ByPlatform = Field(
        default={"default": None}, description="More is flagged; a number, or numbers by platform."
    )
    min: ByPlatform = Field(
        default={"default": None}, description="Less is flagged; a number, or numbers by platform."
    )

    @model_validator(mode="after")
    def _has_limit(self) -> Self:
        if all(limit is None for limit in (*self.max.values(), *self.min.values())):
            raise ValueError("it needs a `max` or a `min`")
        return self

    def exceeded_limit(self, amount: float, platform: str | None) -> float | None:
        """Return the limit that an amount is beyond, or None."""
        maximum = value_for_platform(self.max, platform)
        minimum = value_for_platform(self.min, platform)
        if maximum is not None and amount > maximum:
            return maximum
        return minimum if minimum is not None and amount < minimum else None


class CountOptions(Limits):
    """What to count, and how much of it is fine."""

    measure: Measure = Field(description="What to count.")


def run_count(context: Context) -> Iterator[Hit]:
    """Yield what exceeds the maximum in each part, or the part if it's below the minimum."""
    options: CountOptions = context.options
    for part in posts(context):
        found = places(options.measure, part)
        limit = options.exceeded_limit(len(found), context.post.platform)
        if limit is None:
            continue
        # Too many words are a fault of the whole part, not of the last ones.
        surplus = found[int(limit) :] if options.measure != "words" else []
        fields = {"count": f"{len(found):,}", "limit": f"{limit:,g}"}
        yield from group_hits(Hit(span, fields) for span in surplus or part.block_spans[:1])


class RatioOptions(Limits):
    """What to count, and what to divide it by."""

    measure: Measure = Field(description="What to count.")
    per: Measure = Field(description="What to divide by; `max` and `min` go from 0 to 1.")
    min_base: PositiveInt = Field(
        default=1, description="Skip parts with less of `per`, where a share means little."
    )


def run_ratio(context: Context) -> Iterator[Hit]:
    """Yield what would have to be removed from each part to get below the maximum.

    If the share is below the minimum, yield the part.
    """
    options: RatioOptions = context.options
    for part in parts(context):
        found, base = places(options.measure, part), len(places(options.per, part))
        if base < options.min_base:
            continue
        share = len(found) / base
        limit = options.exceeded_limit(share, context.post.platform)
        if limit is not None:
            fields = {"percent": f"{share:.0%}", "limit": f"{limit:.0%}", "count": str(len(found))}
            surplus = found[: len(found) - int(limit * base)] if share > limit else []
            yield from group_hits(Hit(span, fields) for span in surplus or part.block_spans[:1])


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
    min_part_words: PositiveInt = Field(default=3, description="Skip parts with fewer words.")


def run_metric(context: Context) -> Iterator[Hit]:
    """Yield a place in each part with a value beyond a limit."""
    options: MetricOptions = context.options
    # Something is missing from the last block, so none of its sentences is at fault.
    closing = context.scope == "closing"
    for part in parts(context):
        if not part.sentences or len(places("words", part)) < options.min_part_words:
            continue
        value = _value(options.measure, part, context)
        limit = options.exceeded_limit(value, context.post.platform)
        if limit is not None:
            fields = {"value": f"{value:.3g}", "limit": f"{limit:g}"}
            place = part.block_spans[0] if closing else part.sentences[0]
            yield Hit(place, fields, is_post_level=closing)


def _value(metric: Metric, part: PostPart, context: Context) -> float:
    if metric == "relevance":
        return context.prediction.relevance
    if metric == "words-per-sentence":
        return len(places("words", part)) / len(part.sentences)
    if metric == "ari" or metric == "coleman-liau":
        return grade(metric, [sentence.text for sentence in part.sentences])
    return context.prediction.probabilities[metric.replace("-", "_")]


class AbsentOptions(CheckOptions):
    """What must be there."""

    model_config = ConfigDict(json_schema_extra=require_any_of("phrases", "measure"))

    phrases: Phrases = Field(
        default=(),
        description=(
            "Words and phrases, in the form of the check `phrases`: one of them must be there."
        ),
    )
    measure: Measure | None = Field(
        default=None, description="Or something that can be counted: there must be at least one."
    )
    min_part_words: PositiveInt = Field(default=3, description="Skip parts with fewer words.")

    @model_validator(mode="after")
    def _has_limit(self) -> Self:
        if not self.phrases and self.measure is None:
            raise ValueError("it needs `phrases` or `measure`")
        return self


def run_absent(context: Context) -> Iterator[Hit]:
    """Yield the last block of each part that has none of what must be there."""
    options: AbsentOptions = context.options
    for part in parts(context):
        if (
            len(places("words", part)) < options.min_part_words
            or any(find_phrases(options.phrases, part))
            or (options.measure and places(options.measure, part))
        ):
            continue
        blocks = [sentence.block for sentence in part.sentences if "tags" not in sentence.cues]
        yield Hit(blocks[-1] if blocks else part.block_spans[0])


CHECKS = {
    "count": Check(run_count, CountOptions, ("count", "limit")),
    "ratio": Check(run_ratio, RatioOptions, ("percent", "limit", "count")),
    "metric": Check(run_metric, MetricOptions, ("value", "limit")),
    "absent": Check(run_absent, AbsentOptions),
}
