"""Paths of the rules, models, schemas, and word lists that come with postlint."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
"""The folder of the package itself."""


def folder(name: str) -> Path:
    """Return a folder of data that comes with postlint, such as `rules` or `models/english`.

    An installed postlint has all data in `postlint/data`. A checkout has `rules` and `models` at
    the top level, where people edit them.
    """
    installed = PACKAGE / "data" / name
    return installed if installed.is_dir() else PACKAGE.parent / name
