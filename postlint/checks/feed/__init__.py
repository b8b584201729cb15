"""Checks of a whole feed; `FEED_CHECKS` maps their names to them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from postlint.checks.feed import cadence as rhythm
from postlint.checks.feed import platforms as places
from postlint.checks.feed import repeats, returns, shares, topics
from postlint.checks.feed import replies as conversation
from postlint.checks.feed.base import FeedCheck, FeedContext, FeedHit

FEED_CHECKS: Mapping[str, FeedCheck] = MappingProxyType(
    {
        "feed_share": shares.SHARE,
        "self_focused_run": shares.SELF_FOCUSED_RUN,
        "clients_elsewhere": places.CLIENTS_ELSEWHERE,
        "spread_too_thin": places.SPREAD_TOO_THIN,
        "same_everywhere": repeats.SAME_EVERYWHERE,
        "repeated_sentence": repeats.REPEATED,
        "unmentioned_problems": topics.UNMENTIONED,
        "topic_not_for_clients": topics.NOT_FOR_CLIENTS,
        "few_replies": conversation.CHECK,
        "long_silence": rhythm.SILENCE,
        "burst": rhythm.BURST,
        "low_return_platform": returns.CHECK,
    }
)

__all__ = ["FEED_CHECKS", "FeedCheck", "FeedContext", "FeedHit"]
