"""Formatters for results, with one module for each format, in `posts` and `feeds`.

`postlint check` uses the formats in `posts`. `postlint audit` uses those in `feeds`, and those in
`posts` that aren't in `feeds`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from postlint.formatters.base import Formatter, Summary

DEFAULT = "text"


def _format_names(folder: str) -> tuple[str, ...]:
    # Modules aren't imported, because few runs need more than one format.
    names = {module.name for module in iter_modules([str(Path(__file__).parent / folder)])}
    return (DEFAULT, *sorted(names - {DEFAULT}))


POST_FORMATS = _format_names("posts")
"""Formats for the results of posts."""

FEED_FORMATS = _format_names("feeds")
"""Formats for the result of a whole feed."""

AUDIT_FORMATS = (*FEED_FORMATS, *(name for name in POST_FORMATS if name not in FEED_FORMATS))
"""All formats of `postlint audit`."""

__all__ = [
    "AUDIT_FORMATS",
    "FEED_FORMATS",
    "POST_FORMATS",
    "Formatter",
    "Summary",
    "get_feed_formatter",
    "get_formatter",
]


def get_formatter(name: str) -> type[Formatter[Any]]:
    """Return the formatter of one of `POST_FORMATS`."""
    return import_module(f"{__name__}.posts.{name}").FORMATTER  # type: ignore[no-any-return]


def get_feed_formatter(name: str) -> type[Formatter[Any]]:
    """Return the formatter of one of `FEED_FORMATS`."""
    return import_module(f"{__name__}.feeds.{name}").FORMATTER  # type: ignore[no-any-return]
