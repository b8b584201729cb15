"""Checks: the functions that rules name. Each looks at a post, or a feed, and yields what it hits.

A check is a module in a folder for its category, or in `generic`, with a `CHECK`: its name is the
module's. `CHECKS` has them all by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from postlint.checks.base import BlockSpan, Check, CheckOptions, Context, Hit, Scope
from postlint.checks.feed import FEED_CHECKS, FeedCheck, FeedContext, FeedHit

AnyCheck = Check | FeedCheck
"""What a rule file may name."""

_FOLDERS = ("generic", "audience", "interaction", "returns", "interest", "form")


def _find_checks() -> Iterator[tuple[str, Check]]:
    for folder in _FOLDERS:
        package = import_module(f"{__name__}.{folder}")
        for module in iter_modules(package.__path__):
            check = getattr(import_module(f"{package.__name__}.{module.name}"), "CHECK", None)
            if check is not None:
                yield module.name, check


CHECKS: Mapping[str, AnyCheck] = MappingProxyType({**dict(_find_checks()), **FEED_CHECKS})

__all__ = [
    "CHECKS",
    "AnyCheck",
    "BlockSpan",
    "Check",
    "CheckOptions",
    "Context",
    "FeedCheck",
    "FeedContext",
    "FeedHit",
    "Hit",
    "Scope",
]  # fmt: skip
