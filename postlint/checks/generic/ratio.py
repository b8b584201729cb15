"""The generic check `ratio`: a share of something that is too large or too small."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from postlint.checks.base import Check, Context, Hit, group_hits
from postlint.checks.generic.limits import Limits, first_block_span
from postlint.checks.measures import Measure, places
from postlint.checks.scopes import parts


class RatioOptions(Limits):
    """What to count, and what to divide it by."""

    measure: Measure = Field(description="What to count.")

    per: Measure = Field(description="What to divide by; `max` and `min` go from 0 to 1.")

    min_base: int = Field(
        default=1, ge=1, description="Skip parts with less of `per`, where a share means little."
    )


def run(context: Context) -> Iterator[Hit]:
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
            yield from group_hits(Hit(span, fields) for span in surplus or [first_block_span(part)])


CHECK = Check(run, RatioOptions, ("percent", "limit", "count"))
