"""Numbers and names as findings and reports on feeds say them."""

from __future__ import annotations

from collections.abc import Sequence

from postlint.feed.intervals import Share
from postlint.platforms import NAMES


def platform_name(platform: str | None) -> str:
    """Return how a platform is called in a sentence."""
    return NAMES.get(platform or "", "no platform in particular")


def percent(share: Share | float) -> str:
    """Return a share in whole percent."""
    return f"{share.value if isinstance(share, Share) else share:.0%}"


def listed(names: Sequence[str], word: str = "and") -> str:
    """Return names as a list in a sentence."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def number(value: float) -> str:
    """Return a number with as many digits as it is worth."""
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.2g}"
