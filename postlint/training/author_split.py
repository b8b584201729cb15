"""Which authors' posts the encoder isn't trained on.

The logistic regressions learn from these posts how much to rely on the encoder.
"""

from __future__ import annotations

import hashlib

_HELD_OUT_EVERY = 5
"""One author in this many is held out."""


def is_held_out(author: str) -> bool:
    """Return whether an author is held out; the same in every run."""
    number = hashlib.md5(f"1{author}".encode(), usedforsecurity=False).hexdigest()
    return int(number, 16) % _HELD_OUT_EVERY == 0
