"""Checks of a whole feed. `FEED_CHECKS` has them all by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from postlint.checks.feed import concerns, conversation, places, repeats, returns, rhythm, shares
from postlint.checks.feed.check import FeedCheck, FeedContext, FeedHit

FEED_CHECKS: Mapping[str, FeedCheck] = MappingProxyType(
    {
        "feed_share": shares.SHARE,
        "self_focused_run": shares.RUN,
        "no_clients_there": places.NO_CLIENTS_THERE,
        "spread_too_thin": places.SPREAD_TOO_THIN,
        "same_everywhere": repeats.SAME_EVERYWHERE,
        "repeated_sentence": repeats.REPEATED,
        "problems_untouched": concerns.UNTOUCHED,
        "beside_the_problem": concerns.BESIDE,
        "little_conversation": conversation.CHECK,
        "long_silence": rhythm.SILENCE,
        "burst": rhythm.BURST,
        "unpaid_platform": returns.CHECK,
    }
)

__all__ = ["FEED_CHECKS", "FeedCheck", "FeedContext", "FeedHit"]
