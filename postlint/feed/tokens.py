"""Words for comparing posts."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
LINK_OR_TAG = re.compile(r"https?://\S+|www\.\S+|[#@][\w-]+")
"""Links, hashtags, and mentions, which differ from platform to platform."""
