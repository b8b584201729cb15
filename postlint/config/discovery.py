"""Finding the configuration file of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from postlint.core.files import exists, is_file, is_folder, read_text

CONFIG_NAMES = ("postlint.toml", ".postlint.toml", "pyproject.toml")
"""The names of configuration files. If a folder has several, postlint uses the first."""


def find_config(folder: Path) -> Path | None:
    """Return the configuration file in a folder; None if there isn't one.

    A `pyproject.toml` without a `[tool.postlint]` table doesn't count.
    """
    for path in (folder / name for name in CONFIG_NAMES):
        if path.name == "pyproject.toml":
            if is_file(path) and _mentions_postlint(path):
                return path
        elif exists(path) and not is_folder(path):
            return path  # reading it reports a file that can't be read
    return None


def config_candidates(folder: Path) -> Iterator[Path]:
    """Yield the possible configuration files of a folder, the nearest first."""
    for parent in (folder, *folder.parents):
        yield from (parent / name for name in CONFIG_NAMES)


def _mentions_postlint(path: Path) -> bool:
    try:
        text = read_text(path)
    except (OSError, ValueError):
        return False  # tools that need the file report it
    if "postlint" not in text:
        return False
    # Imported late: most folders have no such file.
    from postlint.config.toml_positions import PositionedToml
    from postlint.core.untrusted import DataError

    try:
        tools = PositionedToml(text).data.get("tool")
    except DataError:
        return "[tool.postlint" in text
    return isinstance(tools, dict) and "postlint" in tools
