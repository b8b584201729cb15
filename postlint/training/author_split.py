"""Authors whose posts the encoder never learns from.

On their posts, the judge learns how far the encoder can be trusted, and all is measured.
"""

from __future__ import annotations

import hashlib

_SHARE = 5
"""One author in so many."""


def is_held_out(author: str) -> bool:
    """Return whether an author is held out; the same in every run."""
    number = hashlib.md5(f"1{author}".encode(), usedforsecurity=False).hexdigest()
    return int(number, 16) % _SHARE == 0
