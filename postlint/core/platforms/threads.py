"""Threads.

Limit and counting: https://developers.facebook.com/documentation/threads/posts. An emoji counts as
many characters as it has bytes in UTF-8.
"""

from __future__ import annotations

from postlint.core.platforms.base import Platform
from postlint.core.platforms.counting import CountingMethod, is_emoji


def _weigh(cluster: str) -> int:
    return len(cluster.encode()) if is_emoji(cluster) else 1


PLATFORM = Platform(
    name="threads",
    display_name="Threads",
    limit=500,
    counting=CountingMethod(weigh=_weigh, description="an emoji as its number of bytes in UTF-8"),
    reply_prefix="@",
    has_threads=True,
)
