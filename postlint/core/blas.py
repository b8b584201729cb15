"""The threads of NumPy's library for matrices."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController


def single_thread() -> AbstractContextManager[object]:
    """Limit NumPy to one thread.

    More threads gain little with matrices of this size, and slow down other processes.
    """
    limit: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limit


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    # Searching for the loaded libraries is slow, so it's done once, after NumPy is loaded.
    import numpy  # noqa: F401
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
