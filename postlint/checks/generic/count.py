"""The generic check `count`: too many of something, or too few."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from postlint.checks.base import Check, Context, Hit, group_hits
from postlint.checks.generic.limits import Limits, first_block_span
from postlint.checks.measures import Measure, places
from postlint.checks.scopes import posts


class CountOptions(Limits):
    """What to count."""

    of: Measure = Field(description="What to count.")


def run(context: Context) -> Iterator[Hit]:
    """Yield the places too many of each part, or the part where there is too little."""
    options: CountOptions = context.options
    for part in posts(context):
        found = places(options.of, part)
        limit = options.exceeded_limit(len(found), context.post.platform)
        if limit is None:
            continue
        # Of too many words none is to blame.
        surplus = found[int(limit) :] if options.of != "words" else []
        fields = {"count": f"{len(found):,}", "limit": f"{limit:,g}"}
        yield from group_hits(Hit(where, fields) for where in surplus or [first_block_span(part)])


CHECK = Check(run, CountOptions, ("count", "limit"))
