"""The generic check `count`: too many of something, or too few."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from postlint.checks.base import Check, Context, Hit, group_hits
from postlint.checks.generic.limits import Limits, first_block_span
from postlint.checks.measures import Measure, places
from postlint.checks.scopes import posts


class CountOptions(Limits):
    """What to count, and how much of it is fine."""

    measure: Measure = Field(description="What to count.")


def run(context: Context) -> Iterator[Hit]:
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
        yield from group_hits(Hit(span, fields) for span in surplus or [first_block_span(part)])


CHECK = Check(run, CountOptions, ("count", "limit"))
