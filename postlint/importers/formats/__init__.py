"""The formats that postlint can read.

A module with an `IMPORTER` adds its format to `IMPORTERS`, under the module's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules

from postlint.importers.importer import Importer


def _find_importers() -> Iterator[tuple[str, Importer]]:
    for module in iter_modules(__path__):
        importer = getattr(import_module(f"{__name__}.{module.name}"), "IMPORTER", None)
        if importer is not None:
            yield module.name, importer


def _by_priority(importers: Mapping[str, Importer]) -> Mapping[str, Importer]:
    """Return importers in the order in which they're tried: a table may be an export."""
    ordered = sorted(importers.items(), key=lambda item: item[1].is_table)
    return dict(ordered)


IMPORTERS = _by_priority(dict(_find_importers()))
"""The built-in importers by name, in the order in which they're tried."""


def with_plugins(importers: Mapping[str, Importer]) -> Mapping[str, Importer]:
    """Return all importers in the order in which they're tried; those of plug-ins come first."""
    return _by_priority({**importers, **IMPORTERS})
