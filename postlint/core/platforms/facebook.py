"""Facebook. It publishes none of these figures.

- Limit: tables by vendors of scheduling tools, which agree with each other (support.buffer.com,
  article 588). They don't say how Facebook counts.
- Fold: one of these vendors gives it.
"""

from __future__ import annotations

from postlint.core.platforms.base import Platform

PLATFORM = Platform(
    name="facebook", display_name="Facebook", short_names=("fb",), fold=477, limit=63_206
)
