"""Where the rules and models that come with postlint lie."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def package() -> Path:
    """Return the folder of the package itself."""
    return _PACKAGE


def folder(name: str) -> Path:
    """Return the folder of shipped data called `name`, such as `rules` or `models/english`.

    In an installed package the data lie in `postlint/data`; in a checkout or an editable install
    they stand beside the package, where people edit them.
    """
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
