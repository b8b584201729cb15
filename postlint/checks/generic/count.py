"""The generic check `count`: too many of something, or too few."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.checks.check import Check, Context, Hit, one_fault
from postlint.checks.generic.limits import Limits, whole
from postlint.checks.measures import Measure, places
from postlint.checks.parts import posts


class Options(Limits):
    """What to count."""

    of: Measure
    """What to count."""


def run(context: Context) -> Iterator[Hit]:
    """Yield the places too many of each part, or the part where there is too little."""
    options: Options = context.options
    for part in posts(context):
        found = places(options.of, part)
        limit = options.broken(len(found), context.post.platform)
        if limit is None:
            continue
        # Of too many words none is to blame.
        surplus = found[int(limit) :] if options.of != "words" else []
        fields = {"count": f"{len(found):,}", "limit": f"{limit:,g}"}
        yield from one_fault(Hit(where, fields) for where in surplus or [whole(part)])


CHECK = Check(run, Options, ("count", "limit"))
