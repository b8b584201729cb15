"""Words for comparing posts."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
LINK_OR_TAG = re.compile(r"https?://\S+|www\.\S+|[#@][\w-]+")
"""Links, hashtags, and mentions, which differ from platform to platform."""


def truncate(text: str, length: int) -> str:
    """Return text with at most `length` characters, truncated between words with an ellipsis."""
    if len(text) <= length:
        return text
    return f"{text[:length].rpartition(' ')[0] or text[:length]}…"
