"""Checks: the functions that rules call. Each looks at a post or a feed, and yields hits.

The modules in this folder and the folders below define them, as `CHECKS` by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import walk_packages
from types import MappingProxyType

from postlint.checks.base import AnyCheck


def _find_checks() -> Iterator[tuple[str, AnyCheck]]:
    for info in walk_packages(__path__, f"{__name__}."):
        yield from getattr(import_module(info.name), "CHECKS", {}).items()


CHECKS: Mapping[str, AnyCheck] = MappingProxyType(dict(sorted(_find_checks())))
