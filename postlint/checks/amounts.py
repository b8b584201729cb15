"""How much of something there is: the generic checks `count`, `ratio`, `absent` and `metric`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import ConfigDict, Field, JsonValue, field_validator, model_validator

from postlint.checks.check import (
    ByPlatform,
    Check,
    Context,
    Hit,
    NoOptions,
    Stretch,
    on_platform,
    one_fault,
)
from postlint.checks.measures import Measure, has_words, places
from postlint.checks.parts import Part, parts, posts
from postlint.checks.phrases import find_phrases, with_words

if TYPE_CHECKING:
    from typing_extensions import Self

Metric = Literal["ari", "coleman-liau", "words-per-sentence", "relevance"]


def one_of(*names: str) -> dict[str, JsonValue]:
    """Return what a schema says of options of which one must be there."""
    return {"anyOf": [{"required": [name]} for name in names]}


class Limits(NoOptions):
    """From where to where an amount may go."""

    model_config = ConfigDict(json_schema_extra=one_of("max", "min"))

    max: ByPlatform = Field(default={"default": None})
    """More is flagged; a number, or numbers by platform."""

    min: ByPlatform = Field(default={"default": None})
    """Less is flagged; a number, or numbers by platform."""

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if all(limit is None for limit in (*self.max.values(), *self.min.values())):
            raise ValueError("it needs a `max` or a `min`")
        return self

    def broken(self, amount: float, platform: str | None) -> float | None:
        """Return the limit that an amount breaks; None where it breaks none."""
        most, least = on_platform(self.max, platform), on_platform(self.min, platform)
        if most is not None and amount > most:
            return most
        return least if least is not None and amount < least else None


class CountOptions(Limits):
    """What to count."""

    of: Measure
    """What to count."""


def run_count(context: Context) -> Iterator[Hit]:
    """Yield the places too many of each part, or the part where there is too little."""
    options: CountOptions = context.options
    for part in posts(context):
        found = places(options.of, part)
        limit = options.broken(len(found), context.post.platform)
        if limit is None:
            continue
        # Of too many words none is to blame.
        surplus = found[int(limit) :] if options.of != "words" else []
        fields = {"count": f"{len(found):,}", "limit": f"{limit:,g}"}
        yield from one_fault(Hit(where, fields) for where in surplus or [whole(part)])


class RatioOptions(Limits):
    """What to count, and against what."""

    of: Measure
    """What to count."""

    per: Measure
    """What to divide by; `max` and `min` go from 0 to 1."""

    at_least: int = Field(default=1, ge=1)
    """Parts with less of `per` are not judged: a share of little says little."""


def run_ratio(context: Context) -> Iterator[Hit]:
    """Yield the first places counted of each part whose share breaks a limit.

    There are as many as would have to go.
    """
    options: RatioOptions = context.options
    for part in parts(context):
        found, base = places(options.of, part), len(places(options.per, part))
        if base < options.at_least:
            continue
        share = len(found) / base
        limit = options.broken(share, context.post.platform)
        if limit is not None:
            fields = {"percent": f"{share:.0%}", "limit": f"{limit:.0%}", "count": str(len(found))}
            surplus = found[: len(found) - int(limit * base)] if share > limit else []
            yield from one_fault(Hit(where, fields) for where in surplus or [whole(part)])


class AbsentOptions(NoOptions):
    """What must be there."""

    model_config = ConfigDict(json_schema_extra=one_of("phrases", "of"))

    phrases: tuple[str, ...] = ()
    """Words and phrases, in the form of the check `phrases`: one of them must be there."""

    of: Measure | None = None
    """Or something that can be counted: there must be at least one."""

    from_words: int = Field(default=3, ge=1)
    """Shorter parts are not judged."""

    @field_validator("phrases")
    @classmethod
    def _have_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return with_words(value)

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if not self.phrases and self.of is None:
            raise ValueError("it needs `phrases` or `of`")
        return self


def run_absent(context: Context) -> Iterator[Hit]:
    """Yield the end of each part that has nothing of what must be there."""
    options: AbsentOptions = context.options
    for part in parts(context):
        if not has_words(part, options.from_words):
            continue
        if options.phrases and any(True for _ in find_phrases(options.phrases, part)):
            continue
        if options.of and places(options.of, part):
            continue
        said = [sentence.block for sentence in part.sentences if "tags" not in sentence.cues]
        yield Hit(said[-1] if said else whole(part))


class MetricOptions(Limits):
    """What to measure."""

    of: Metric
    """`ari` and `coleman-liau` are American school grades, `words-per-sentence` a mean,
    `relevance` the score from 0 to 1."""

    from_words: int = Field(default=3, ge=1)
    """Shorter parts are not judged."""


def run_metric(context: Context) -> Iterator[Hit]:
    """Yield the first sentence of each part whose figure breaks a limit."""
    options: MetricOptions = context.options
    for part in parts(context):
        if not part.sentences or not has_words(part, options.from_words):
            continue
        value = _value(options.of, part, context)
        limit = options.broken(value, context.post.platform)
        if limit is not None:
            yield Hit(part.sentences[0], {"value": f"{value:.3g}", "limit": f"{limit:g}"})


def _value(metric: Metric, part: Part, context: Context) -> float:
    if metric == "relevance":
        return context.judgement.relevance
    if metric == "words-per-sentence":
        return len(places("words", part)) / len(part.sentences)
    from postlint.checks.readability import grade  # textstat is needed by few rules

    return grade(metric, [sentence.text for sentence in part.sentences])


def whole(part: Part) -> Stretch:
    """Return the first block of a part, as far as it belongs to it."""
    return part.stretches[0]


COUNT = Check(run_count, CountOptions, ("count", "limit"))
RATIO = Check(run_ratio, RatioOptions, ("percent", "limit", "count"))
ABSENT = Check(run_absent, AbsentOptions)
METRIC = Check(run_metric, MetricOptions, ("value", "limit"))
