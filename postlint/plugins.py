"""Plug-ins: your own checks, rules, output formats, and importers, in Python.

A package provides a `Plugin` under the entry-point group `postlint`:

    [project.entry-points.postlint]
    trades = "trades_postlint:PLUGIN"

A configuration that uses it names it: `plugins = ["trades"]`. Other plug-ins aren't loaded.
Everything that a plug-in needs can be imported from this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from postlint.checks.base import (
    FEED,
    BlockSpan,
    Check,
    CheckOptions,
    Context,
    FeedContext,
    Hit,
    group_hits,
)
from postlint.core.digests import PLUGINS
from postlint.core.errors import PostlintError, describe_exception, did_you_mean
from postlint.core.terminal_text import shorten
from postlint.importers.columns import Columns
from postlint.importers.imported_post import ImportItem, RowError, SkippedRow, build_post
from postlint.importers.importer import DocumentHead, Importer
from postlint.importers.io.container import InputFile
from postlint.importers.io.csv_reader import CsvRow, read_rows

API_VERSION = 1
"""Changes whenever a plug-in written for an older version could break."""

__all__ = [
    "API_VERSION",
    "FEED",
    "BlockSpan",
    "Check",
    "CheckOptions",
    "Columns",
    "Context",
    "CsvRow",
    "DocumentHead",
    "FeedContext",
    "Hit",
    "ImportItem",
    "Importer",
    "InputFile",
    "Plugin",
    "RowError",
    "SkippedRow",
    "build_post",
    "group_hits",
    "read_rows",
]  # fmt: skip


@dataclass(frozen=True)
class Plugin:
    """What a package adds to postlint.

    Attributes:
        api: the `API_VERSION` that it was written for.
        checks: its checks, by the names that rule files use.
        rules: a folder of rule files, or None.
        formatters: its output formats, by name: classes like `postlint.formatters.Formatter`.
        importers: the formats of exports that it reads, by name.
    """

    api: int
    checks: Mapping[str, Check[Any]] = field(default_factory=dict)
    rules: Path | None = None
    formatters: Mapping[str, type[Any]] = field(default_factory=dict)
    importers: Mapping[str, Importer] = field(default_factory=dict)


def load_plugin(name: str) -> Plugin:
    """Import a plug-in.

    Raises:
        PostlintError: it isn't installed, can't be imported, or doesn't fit.
    """
    # Imported late: it is slow, and few configurations name a plug-in.
    from importlib.metadata import entry_points

    offered = {point.name: point for point in entry_points(group=PLUGINS)}
    if name not in offered:
        raise PostlintError(
            f"plug-in `{shorten(name)}` isn't installed{did_you_mean(name, offered)}; "
            "install its package in the same environment as postlint"
        )
    try:
        plugin = offered[name].load()
    except Exception as error:
        reason = describe_exception(error, 200)
        raise PostlintError(f"plug-in `{shorten(name)}` can't be loaded ({reason})") from None
    if not isinstance(plugin, Plugin):
        raise PostlintError(
            f"plug-in `{name}` is of type {type(plugin).__name__}, not `postlint.plugins.Plugin`"
        )
    if plugin.api != API_VERSION:
        raise PostlintError(
            f"plug-in `{name}` was written for version {plugin.api} of postlint's plug-in API; "
            f"this postlint has version {API_VERSION}: update the older one"
        )
    for check_name, check in plugin.checks.items():
        if not isinstance(check, Check):
            raise PostlintError(f"plug-in `{name}`: `{check_name}` isn't a `Check`")
    for importer_name, importer in plugin.importers.items():
        if not isinstance(importer, Importer):
            raise PostlintError(f"plug-in `{name}`: `{importer_name}` isn't an `Importer`")
    return plugin
