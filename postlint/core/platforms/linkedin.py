"""LinkedIn. It publishes none of these figures.

- Limit: tables by vendors of scheduling tools, which agree with each other (support.buffer.com,
  article 588). They don't say how LinkedIn counts.
- Fold: what most of these vendors give (140 on a phone).
"""

from __future__ import annotations

from postlint.core.platforms.base import Platform

PLATFORM = Platform(
    name="linkedin", display_name="LinkedIn", aliases=("linked-in",), fold=210, limit=3000
)
