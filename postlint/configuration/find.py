"""Which configuration file holds for a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from postlint.configuration.marked_toml import MarkedToml, MarkedTomlError
from postlint.files import is_file

NAMES = ("postlint.toml", ".postlint.toml", "pyproject.toml")
"""Where configuration may stand, the first of them that a folder has holds."""


def find_config(folder: Path) -> Path | None:
    """Return the configuration file that holds for a folder: the closest one, upwards.

    A `pyproject.toml` without a `[tool.postlint]` is none.
    """
    for path in candidates(folder):
        if is_file(path) and (path.name != "pyproject.toml" or _mentions_postlint(path)):
            return path
    return None


def candidates(folder: Path) -> Iterator[Path]:
    """Yield where the configuration of a folder may stand, the closest place first."""
    for place in (folder, *folder.parents):
        yield from (place / name for name in NAMES)


def _mentions_postlint(path: Path) -> bool:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return False  # that is its other tools' business
    if "postlint" not in text:
        return False
    try:
        tools = MarkedToml(text).data.get("tool")
    except MarkedTomlError:
        return "[tool.postlint" in text
    return isinstance(tools, dict) and "postlint" in tools
