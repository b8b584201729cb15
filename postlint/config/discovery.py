"""Which configuration file applies to a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from postlint.config.toml_positions import PositionedToml, TomlSyntaxError
from postlint.core.files import exists, is_file, is_folder, read_text

NAMES = ("postlint.toml", ".postlint.toml", "pyproject.toml")
"""The names of configuration files; postlint uses the first that a folder has."""


def find_config(folder: Path) -> Path | None:
    """Return the configuration file that is in a folder; None if there is none.

    A `pyproject.toml` without a `[tool.postlint]` is none.
    """
    for path in (folder / name for name in NAMES):
        if path.name == "pyproject.toml":
            if is_file(path) and _mentions_postlint(path):
                return path
        elif exists(path) and not is_folder(path):
            return path  # what can't be read is said when it is read
    return None


def config_candidates(folder: Path) -> Iterator[Path]:
    """Yield where the configuration of a folder may be, the closest place first."""
    for place in (folder, *folder.parents):
        yield from (place / name for name in NAMES)


def _mentions_postlint(path: Path) -> bool:
    try:
        text = read_text(path)
    except (OSError, ValueError):
        return False  # that is its other tools' business
    if "postlint" not in text:
        return False
    try:
        tools = PositionedToml(text).data.get("tool")
    except TomlSyntaxError:
        return "[tool.postlint" in text
    return isinstance(tools, dict) and "postlint" in tools
