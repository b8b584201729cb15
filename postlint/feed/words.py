"""What counts as a word where posts are compared."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
NO_WORDS = re.compile(r"https?://\S+|www\.\S+|[#@][\w-]+")
"""Links, hashtags and mentions: they say nothing, and differ from platform to platform."""
