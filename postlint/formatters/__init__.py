"""Reports: how findings are shown. One module for each format, all with the same two calls."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from postlint.formatters.base import Formatter, Summary

FORMATS = (
    "text", "full", "concise", "statistics", "json", "sarif", "github", "gitlab", "rdjson",
    "junit", "markdown",
)  # fmt: skip
"""The formats that come with postlint; each has a module of its name."""

__all__ = ["FORMATS", "Formatter", "Summary", "get_formatter"]


def get_formatter(name: str) -> type[Formatter]:
    """Return the report of one of `FORMATS`. It is imported now: few runs need more than one."""
    module = import_module(f"postlint.formatters.{name}")
    return cast("type[Formatter]", getattr(module, f"{name.capitalize()}Formatter"))
