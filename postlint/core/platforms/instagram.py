"""Instagram. It publishes none of these figures.

- Limit: tables by vendors of scheduling tools, which agree with each other (support.buffer.com,
  article 588). They don't say how Instagram counts.
- Fold: one of these vendors gives it.
"""

from __future__ import annotations

from postlint.core.platforms.base import Platform

PLATFORM = Platform(
    name="instagram", display_name="Instagram", short_names=("insta",), fold=125, limit=2200
)
