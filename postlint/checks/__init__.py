"""Checks: the functions that rules call. Each looks at a post or a feed, and yields hits.

They're registered by the modules in the folders below. A module defines a `CHECK`, which is named
after the module, or `CHECKS` by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any

from postlint.checks.base import (
    FEED,
    BlockSpan,
    Check,
    CheckOptions,
    Context,
    FeedContext,
    Hit,
    Scope,
    group_hits,
)

AnyCheck = Check[Any]

_FOLDERS = ("generic", "audience", "interaction", "returns", "interest", "form", "feed")


def _find_checks() -> Iterator[tuple[str, AnyCheck]]:
    for folder in _FOLDERS:
        package = import_module(f"{__name__}.{folder}")
        for info in iter_modules(package.__path__):
            module = import_module(f"{package.__name__}.{info.name}")
            if check := getattr(module, "CHECK", None):
                yield info.name, check
            yield from getattr(module, "CHECKS", {}).items()


CHECKS: Mapping[str, AnyCheck] = MappingProxyType(dict(_find_checks()))

__all__ = [
    "CHECKS",
    "FEED",
    "AnyCheck",
    "BlockSpan",
    "Check",
    "CheckOptions",
    "Context",
    "FeedContext",
    "Hit",
    "Scope",
    "group_hits",
]
