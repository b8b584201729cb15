"""Where the rules, models, and schemas that come with postlint are."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

_PACKAGE = Path(str(files("postlint")))


def package() -> Path:
    """Return the folder of the package itself."""
    return _PACKAGE


def folder(name: str) -> Path:
    """Return a folder of data that comes with postlint, such as `rules` or `models/english`.

    All of it is in `postlint/data`, except that a checkout has `rules` and `models` at its top,
    where people edit them.
    """
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
